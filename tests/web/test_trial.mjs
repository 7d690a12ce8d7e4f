// Which way does my back like? A trial of a direction: asked, bent, waited, asked again, and kept over a reload.
import { DESK, MORNING, PHONE, assert, equal, until } from "./lib.mjs";
import { event, seed } from "./seed.mjs";
import { look } from "./test_looks.mjs";

const trials = (events) => events.filter(({ kind }) => kind === "direction-tested");

async function toTrial(open, options) {
  const tab = await open(options);
  await tab.screening();
  await tab.at("today");
  await tab.page.evaluate(() => { location.hash = "#/progress/trial"; });
  await tab.at("trial");
  return tab;
}

async function tell(tab, pain, site) {
  await tab.page.waitForSelector(".trial .ask");
  await tab.page.locator(".trial .pain .chip", { hasText: new RegExp(`^${pain}$`) }).locator("input").check();
  await tab.page.locator("input[name=trial-site]").nth(site).check();
  await tab.page.click(".trial .ask .go");
}

export const tests = [
  {
    name: "a trial of a direction is led through on a phone, waits over a reload, and is logged",
    async run({ machine, open }) {
      const tab = await toTrial(open, { viewport: PHONE });
      await tab.freeze();
      await look(tab, "trial-phone-1-begin");
      equal(await tab.page.locator(".trial > p").count(), 4, "three sentences and what is done today");
      await tell(tab, 5, 1);
      await tab.page.waitForSelector(".trial .place");
      await tab.pass(1);
      await look(tab, "trial-phone-2-bend");
      assert((await tab.text(".trial h2")).includes("10 times"), "how often");
      await tab.page.click(".trial > .go");
      equal(await tab.text(".trial-clock"), "2:00", "the first wait");
      await tab.page.reload();
      await tab.page.waitForSelector(".trial-clock");
      await tab.pass(121);
      await tell(tab, 3, 1);
      assert(/^[78]:/.test(await tab.text(".trial-clock")), "the second wait counts from the bends");
      await tab.shoot("trial-phone-3-wait");
      await tab.pass(500);
      await tell(tab, 3, 0);
      assert((await tab.text(".asked")).startsWith("Better, and it stayed so."), "what it means");
      await look(tab, "trial-phone-4-end");
      const [event] = await until(async () => trials(await machine.log()), "it has arrived");
      equal([event.value, JSON.parse(event.text)], [1, { direction: "extension", pain: [5, 3, 3], site: [1, 1, 0] }], "the event");
    },
  },
  {
    name: "a trial that goes further down the leg ends at once, and says to whom to turn, on a desktop",
    async run({ machine, open }) {
      const tab = await toTrial(open, { viewport: DESK });
      await tab.freeze();
      await tell(tab, 3, 1);
      await tab.page.click(".trial .plain");
      await tell(tab, 4, 3);
      assert((await tab.text(".asked")).includes("speak to a clinician"), "to a clinician");
      assert((await tab.text(".note.warn")).includes("112"), "and where help is");
      await look(tab, "trial-desk-worse");
      const [event] = await until(async () => trials(await machine.log()), "it has arrived");
      equal(event.value, -1, "worse");
      await tab.page.click(".trial > .go");
      await tab.at("progress");
      await tab.page.evaluate(() => { location.hash = "#/progress/trial"; });
      await tab.page.waitForSelector(".trial .care-note");
      equal(await tab.page.locator(".trial .ask").count(), 0, "questions of a second trial on that day");
    },
  },
  {
    name: "a plan leans to what helped on two of three days",
    async run({ machine, open }) {
      const better = JSON.stringify({ direction: "extension", pain: [5, 3, 3], site: [1, 1, 0] });
      await seed(machine, [3, 2].map((ago) => event(MORNING.getTime() - ago * 86_400_000, "direction-tested", { value: 1, text: better })));
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 20 });
      await until(async () => (await tab.page.locator(".step").allInnerTexts()).some((text) => text.includes("leans to what helped")),
        "a step says so");
    },
  },
];
