// What a yes to a safety question does.
import { assert, equal, until } from "./lib.mjs";

export const tests = [
  {
    name: "a sign that cannot wait leads to help and to no exercise",
    async run({ machine, open }) {
      const tab = await open();
      await tab.screening(["Chest pain"]);
      await tab.at("advice");
      assert((await tab.text(".lead")).includes("emergency number"), "it says whom to call");
      equal(await tab.page.locator("button").allInnerTexts(), ["Change my answers"], "the only way on");
      await tab.page.reload();
      await tab.page.waitForSelector("body[data-view]");
      assert(["safety", "safety-short", "advice"].includes(await tab.view()), "a reload is no way round");
      await until(async () => (await machine.log()).length > 0, "the answer arrived");
      const log = await machine.log();
      equal(log.map((event) => [event.kind, event.value]), [["screened", 1]], "log");
    },
  },
  {
    name: "a reason to see a clinician first allows no exercise",
    async run({ open }) {
      const tab = await open();
      await tab.screening(["A throbbing in your tummy"]);
      await tab.at("advice");
      equal(await tab.text("h1"), "Speak to a clinician first", "heading");
      equal(await tab.page.locator("button.go").count(), 0, "ways to a session");
    },
  },
  {
    name: "kneeling that hurts leaves kneeling moves out and says so",
    async run({ machine, open }) {
      const tab = await open();
      await tab.screening(["Kneeling hurts your knees"]);
      await tab.at("advice");
      equal(await tab.text("h1"), "Go with care", "heading");
      assert((await tab.text(".reasons")).includes("Moves on your knees are left out"), "it says what is left out");
      await tab.page.click(".advice .go");
      await tab.at("today");
      await tab.wish({ minutes: 20 });
      const moves = JSON.parse(await machine.run("moves", "--json"));
      const kneeling = new Set((moves.moves ?? moves).filter((move) => move.tags.includes("KN")).map((move) => move.id));
      assert(kneeling.size >= 2, "some moves kneel");
      const planned = await tab.page.locator(".step").evaluateAll((rows) => rows.map((row) => row.dataset.move));
      assert(planned.length > 0, "there is a plan");
      equal(planned.filter((id) => kneeling.has(id)), [], "kneeling moves in the plan");
      assert((await tab.text(".care summary")).includes("left out"), "today says so too");
    },
  },
  {
    name: "before the next session only the short questions are asked, a month later all of them",
    async run({ open, machine }) {
      const tab = await open();
      await tab.screening(["Kneeling hurts your knees"]);
      await tab.page.click(".advice .go");
      await tab.at("today");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
      await tab.close();
      const next = await open({ time: new Date("2026-11-21T08:00:00") });
      equal(await next.view(), "safety-short", "a day later");
      await next.page.click("text=None of these");
      await next.at("today");
      assert((await next.text(".care summary")).includes("left out"), "what was answered before still stands");
      await until(async () => (await machine.log()).length === 2, "the answers arrived");
      await next.page.reload();
      await next.at("today");
      await next.close();
      const later = await open({ time: new Date("2026-12-24T08:00:00") });
      equal(await later.view(), "safety", "a month later");
    },
  },
];
