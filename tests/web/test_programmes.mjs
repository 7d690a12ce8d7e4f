// Programmes of weeks: built by keys, changed, put into another order, begun, stood in, shared by link, deleted and had back.
import { DESK, MORNING, PHONE, StaticHost, Tab, assert, equal } from "./lib.mjs";
import { event, seed } from "./seed.mjs";
import { look } from "./test_looks.mjs";

const go = (tab, hash) => tab.page.evaluate((to) => { location.hash = to; }, hash);
const key = (tab) => tab.page.evaluate(() => location.hash.split("/")[2]);
const letters = (tab, of) => tab.page.locator(of).evaluateAll((weeks) => weeks.map((week) =>
  [...week.querySelectorAll(".initial")].map((one) => one.textContent || "-").join(" ")));
const edited = (tab) => letters(tab, ".editing-week .week-days");
const shown = (tab) => letters(tab, ".weeks .week-days");

/** By the keyboard alone: two ready-made routines, days of a week, the week again, its Sunday changed. */
async function build(tab, name = "Four calm weeks") {
  const { page } = tab;
  await go(tab, "#/routines/new-programme");
  await tab.at("edit-weeks");
  await page.locator("#programme-name").focus();
  await page.keyboard.type(name);
  for (const words of ["Before bed", "9 easy stretches"]) {
    await page.locator(".add").focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open] .pick", { hasText: words }).focus();
    await page.keyboard.press("Enter");
  }
  for (const [day, letter] of [["mon", "A"], ["wed", "B"], ["fri", "A"]]) {
    await page.locator(`.editing-week [data-do=${day}]`).focus();
    await page.keyboard.press(letter);
  }
  await page.locator(".editing-week [data-do=copy]").focus();
  await page.keyboard.press("Enter");
  await page.locator(".editing-week").nth(1).locator("[data-do=sun]").selectOption("10");
  equal(await edited(tab), ["A - B - A - -", "A - B - A - 10′"], "weeks as they were built");
}

async function alone(run) {
  const host = await StaticHost.make();
  const tabs = [];
  try {
    await run(async (options) => {
      const tab = await Tab.open(host, options);
      tabs.push(tab);
      return tab;
    });
  } finally {
    for (const tab of tabs) await tab.close();
    await host.end();
  }
}

export const tests = [
  ...[["programmes-phone", PHONE], ["programmes-desk", DESK]].map(([name, viewport]) => ({
    name: `a programme in the making is sound: ${name}`, alone: true,
    run: () => alone(async (open) => {
      const tab = await open({ at: "#/routines", viewport });
      await tab.freeze();
      await build(tab);
      await look(tab, `${name}-1-edit`);
      await tab.page.locator(".add").click();
      await look(tab, `${name}-2-pick`);
    }),
  })),
  {
    name: "a programme that was built by keys is kept, changed, opened elsewhere by its link, deleted and had back",
    alone: true,
    run: () => alone(async (open) => {
      const tab = await open({ at: "#/routines" });
      const { page } = tab;
      await build(tab);
      await page.locator(".edit [type=submit]").click();
      await tab.at("programme");
      equal(await shown(tab), ["A - B - A - -", "A - B - A - 10′"], "weeks as they are kept");
      const own = await key(tab);
      await go(tab, `#/routines/${own}/edit`);
      await tab.at("edit-weeks");
      await page.locator("[data-routine=b] [data-do=up]").focus();
      await page.keyboard.press("Enter");
      equal(await edited(tab), ["B - A - B - -", "B - A - B - 10′"], "the days keep their routines, the letters move");
      await page.locator(".editing-week").nth(1).locator("[data-do=tue]").focus();
      await page.keyboard.press("Alt+ArrowUp");
      equal(await edited(tab), ["B - A - B - 10′", "B - A - B - -"], "the second week goes first");
      await page.locator("[data-routine=a] [data-do=remove]").click();
      equal(await edited(tab), ["- - A - - - 10′", "- - A - - - -"], "days without their routine rest");
      await page.locator(".told button").click();
      equal((await edited(tab))[0], "B - A - B - 10′", "and have it back");
      await page.locator(".edit [type=submit]").click();
      await tab.at("programme");
      await go(tab, `#/routines/${own}/share`);
      await tab.at("share");
      assert(await page.locator(".code-card svg").count() === 1, "there is a code");
      const link = await page.locator(".share .text-box").inputValue();
      const other = await open({ at: link.slice(link.indexOf("#")) });
      await other.at("open");
      equal(await shown(other), ["B - A - B - 10′", "B - A - B - -"], "what the other one sees");
      assert(/Nothing is saved yet/.test(await other.text(".open-page")), "before anything is kept");
      await other.page.getByRole("button", { name: "Save it to mine" }).click();
      await other.at("programme");
      equal(await other.text("h1"), "Four calm weeks", "its name");
      await go(tab, `#/routines/${own}`);
      await tab.at("programme");
      await page.getByRole("button", { name: "Delete this" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      await go(tab, "#/routines");
      await tab.at("routines");
      equal(await page.locator(".routine-card", { hasText: "Four calm weeks" }).count(), 1, "it is back");
    }),
  },
  {
    name: "what the core refuses of a programme is said and nothing is saved",
    alone: true,
    run: () => alone(async (open) => {
      const tab = await open({ at: "#/routines/new-programme" });
      await tab.at("edit-weeks");
      await tab.page.locator("[type=submit]").click();
      assert(/name/.test(await tab.text("[role=alert]")), "it asks for a name");
      await tab.page.locator("#programme-name").fill("Nothing");
      await tab.page.locator("[type=submit]").click();
      assert(/ask for nothing/.test(await tab.text("[role=alert]")), `the core says what is wrong: ${await tab.text("[role=alert]")}`);
      equal(await tab.view(), "edit-weeks", "the draft stays");
    }),
  },
  {
    name: "a programme begins today, tells where one stands, shames nobody, starts a week again and ends with a way back",
    run: async ({ machine, open }) => {
      const DAY = 24 * 3600_000;
      const start = event(MORNING.getTime() - DAY, "session-started", { value: 10, text: "{}" });
      start.session = start.id;
      const of = { session: start.id };
      await seed(machine, [start, event(start.at + 60_000, "step-done", { ...of, move: "cat-cow", side: "none", level: "usual", value: 40 }),
        event(start.at + 90_000, "session-finished", { ...of, value: 40 })]);
      const tab = await open({ at: "#/routines/after-a-flare", time: new Date(MORNING.getTime() - 8 * DAY) });
      const { page } = tab;
      await tab.at("programme");
      await page.getByRole("button", { name: "Begin: today is day 1" }).click();
      await page.waitForSelector(".stand");
      equal(await tab.text(".stand"), "Day 1 of 21", "on its first day");
      equal((await shown(tab))[0].split(" ").length, 7, "a week of seven days");
      assert(/^Thu/.test(await tab.text(".week-days li")), "it begins with the weekday on which it began");
      await page.clock.setFixedTime(new Date(MORNING.getTime()));
      await go(tab, "#/routines");
      await tab.at("routines");
      await go(tab, "#/routines/after-a-flare");
      await tab.at("programme");
      equal(await tab.text(".stand"), "Day 9 of 21 · 1 day with a session so far", "on the ninth day");
      assert(!/miss|fail|behind/i.test((await tab.text(".weeks")) + (await tab.text(".stand"))), "nothing is said of the other days");
      equal(await page.locator(".is-done").count(), 1, "the day with a session is marked");
      await page.getByRole("button", { name: "This week again, from today" }).click();
      await page.waitForFunction(() => /^Day 8 of 21/.test(document.querySelector(".stand")?.textContent ?? ""));
      await page.getByRole("button", { name: "End this programme" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.waitForSelector(".stand");
      assert(/^Day 8 of 21/.test(await tab.text(".stand")), "it goes on where it was");
    },
  },
  {
    name: "a ready-made programme becomes one's own and can be changed",
    alone: true,
    run: () => alone(async (open) => {
      const tab = await open({ at: "#/routines/after-a-flare" });
      await tab.at("programme");
      await tab.page.locator(".way", { hasText: "Make it yours" }).click();
      await tab.at("edit-weeks");
      equal((await edited(tab))[1], "B A B A B - -", "its weeks");
      await tab.page.locator("#programme-name").fill("Again, slower");
      await tab.page.locator("[type=submit]").click();
      await tab.at("programme");
      equal(await tab.text("h1"), "Again, slower", "its own name");
      assert(await tab.page.getByRole("button", { name: "Delete this" }).count() === 1, "it is one's own");
    }),
  },
];
