// Where it hurts: marked by tap or by keys, kept as one event, shown week by week; a leg leads to the safety questions.
import { DESK, PHONE, assert, equal, until } from "./lib.mjs";
import { look } from "./test_looks.mjs";

const go = (tab, hash) => tab.page.evaluate((to) => { location.hash = to; }, hash);
const tap = (tab, area, times = 1) => tab.page.locator(`.can-mark [data-area=${area}]:visible`).last().click({ clickCount: times, delay: 20 });
const maps = async (machine) => (await machine.log()).filter(({ kind }) => kind === "pain-map");

export const tests = [
  ...[["map-phone", PHONE], ["map-desk", DESK]].map(([name, viewport]) => ({
    name: `the map of where it hurts is sound: ${name}`,
    run: async ({ open }) => {
      const tab = await open({ viewport, at: "#/progress/where" });
      await tab.at("where");
      await tap(tab, "low-back-right");
      await tab.page.locator(".map-list summary").click();
      await look(tab, `${name}-1-where`);
      await tab.page.getByRole("button", { name: "Save" }).click();
      await tab.at("progress");
      await look(tab, `${name}-2-progress`);
    },
  })),
  {
    name: "a tap marks, the list holds the same for keys, and Progress shows the week with its table",
    run: async ({ machine, open }) => {
      const tab = await open({ at: "#/progress" });
      const { page } = tab;
      await tab.at("progress");
      await page.getByRole("link", { name: "Mark where it is today" }).click();
      await tab.at("where");
      await tap(tab, "low-back-right", 2);
      await page.locator(".map-list summary").focus();
      await page.keyboard.press("Enter");
      assert(await page.locator("input[name=low-back-right-much]").isChecked(), "two taps are a lot, on the list too");
      await page.locator("input[name=hip-left]").focus();
      await page.keyboard.press("Space");
      equal(await tab.text(".marker .says"), "Low back right (a lot) · Hip left", "what is marked, in words");
      equal(await page.locator(".area[data-area=hip-left]").getAttribute("data-strength"), "1", "the list marks the picture");
      await page.getByRole("button", { name: "Save" }).click();
      await tab.at("progress");
      await until(async () => (await maps(machine)).length === 1, "the event has arrived");
      const [{ value, text }] = await maps(machine);
      equal([value, text], [2, '{"where":{"low-back-right":2,"hip-left":1}}'], "the event");
      assert(/Most often: Low back right/.test(await tab.text(".card.maps")), "the sentence beside the picture");
      await page.locator(".card.maps summary").click();
      equal(await tab.text(".card.maps td"), "Low back right, 1 day · Hip left, 1 day", "the table");
    },
  },
  {
    name: "before a session the map is one tap to open and one to skip, and a calf leads to the safety questions",
    run: async ({ machine, open }) => {
      const tab = await open({});
      const { page } = tab;
      await tab.screening();
      await tab.at("today");
      await page.click(".today .bottom .go");
      await page.getByRole("button", { name: "Where is it today?" }).click();
      await tap(tab, "calf-right");
      await page.locator(".where-dialog").getByRole("button", { name: "Not now" }).click();
      equal(await maps(machine), [], "skipped: nothing is kept");
      equal(await page.locator("dialog[open]").count(), 1, "and the session is one tap away");
      await page.getByRole("button", { name: "Where is it today?" }).click();
      await tap(tab, "calf-right");
      await page.locator(".where-dialog").getByRole("button", { name: "Save" }).click();
      await tab.at("safety");
      assert(/below a knee or in both legs/.test(await tab.text("#view")), "it says why they come");
      await go(tab, "#/progress");
      await tab.at("progress");
      assert(/below a knee/.test(await tab.text(".note.warn")), "Progress says it too");
      await page.click("a[data-key=due]");
      await tab.screening();
      await tab.at("today");
      equal((await maps(machine)).length, 1, "one map");
    },
  },
];
