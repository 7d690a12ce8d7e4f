// What is asked after a session, before one and the next morning: one at a time, skippable, and in the log as the core says.
import { DESK, MORNING, PHONE, assert, equal, until } from "./lib.mjs";

const of = (events, kind) => events.filter((event) => event.kind === kind);

async function toDone(tab) {
  await tab.toPlayer({ minutes: 3, pain: 4 });
  await tab.playToTheEnd(5);
  await tab.at("after");
  await tab.page.click(".after .go");
  await tab.at("done");
}

const choose = (tab, item, value) => tab.page.locator(".ask .pain").nth(item)
  .locator(".chip", { hasText: new RegExp(`^${value}$`) }).locator("input").check();

async function measureAfter({ machine, open }, viewport, name) {
  const tab = await open({ viewport });
  await toDone(tab);
  const ask = tab.page.locator(".ask");
  equal(await ask.locator("h2").innerText(), "How was the past week?", "what is asked first");
  assert(await ask.locator(".go").isDisabled(), "nothing can be saved before the answers");
  await ask.scrollIntoViewIfNeeded();
  await tab.shoot(`measure-${name}`);
  for (const [item, value] of [4, 5, 3].entries()) await choose(tab, item, value);
  await ask.locator(".go").click();
  equal(await tab.text(".asked"), "Pain in daily life: 4, the first value.", "what is said");
  equal(await ask.locator("h2").innerText(), "How well can you do these today?", "what is asked next");
  await tab.page.fill("#own-0", "Tying my shoes");
  await choose(tab, 0, 6);
  await ask.scrollIntoViewIfNeeded();
  await tab.shoot(`activities-${name}`);
  await ask.locator(".go").click();
  await tab.page.waitForSelector(".ask", { state: "detached" });
  const log = await until(async () => {
    const events = await machine.log();
    return of(events, "measured").length === 2 && events;
  }, "both measures have arrived");
  const [peg, own] = of(log, "measured");
  equal([peg.value, JSON.parse(peg.text)], [4, { measure: "peg", items: [4, 5, 3] }], "the first");
  equal([own.value, JSON.parse(own.text)], [6, { measure: "activities", items: [6], names: ["Tying my shoes"] }], "the second");
}

export const tests = [
  { name: "due measures are asked after a session, on a phone", run: (t) => measureAfter(t, PHONE, "phone") },
  { name: "due measures are asked after a session, on a desktop", run: (t) => measureAfter(t, DESK, "desk") },
  {
    name: "a measure that is left out is not logged, and the others wait too",
    async run({ machine, open }) {
      const tab = await open();
      await toDone(tab);
      await tab.page.click(".ask .plain");
      equal(await tab.text(".asked"), "All right. It will be asked another time.", "what is said");
      equal(await tab.page.locator(".ask").count(), 0, "questions that are left");
      equal(of(await machine.log(), "measured"), [], "measures in the log");
    },
  },
  {
    name: "the morning after a session asks once how the back is",
    async run({ machine, open }) {
      const tab = await open();
      await toDone(tab);
      const next = await open({ viewport: DESK, time: new Date(MORNING.getTime() + 24 * 3600_000) });
      await next.screening();
      await next.at("today");
      equal(await next.text(".ask h2"), "How was your back this morning?", "what is asked");
      await next.shoot("morning-desk");
      await next.page.locator(".ask .pain .chip", { hasText: /^3$/ }).first().click();
      await until(async () => of(await machine.log(), "next-morning").length === 1, "the morning has arrived");
      equal(of(await machine.log(), "next-morning")[0].value, 3, "pain");
      await next.page.reload();
      await next.page.waitForSelector("body[data-view]");
      await next.screening();
      await next.at("today");
      equal(await next.page.locator("text=How was your back this morning?").count(), 0, "times that it is asked again");
    },
  },
];
