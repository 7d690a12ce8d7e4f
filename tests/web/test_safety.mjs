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
      equal(await tab.text("h1"), "See a doctor within days", "heading");
      equal(await tab.page.locator("button.go:visible").count(), 0, "ways to a session");
      assert((await tab.text(".reasons .who summary")).includes("Who says so"), "it can be asked who says so");
      await tab.page.click(".reasons .who summary");
      assert((await tab.text(".reasons .source")).includes("NG156"), "the source is named");
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
  {
    name: "numb between the legs: no exercise, neither now nor by talking, nor on the next day",
    async run({ machine, open }) {
      const tab = await open();
      await tab.screening(["New numbness or tingling around your genitals"]);
      await tab.at("advice");
      equal(await tab.text("h1"), "Please get help now", "heading");
      equal(await tab.page.locator(".talk").count(), 0, "a talk that could allow it");
      await until(async () => (await machine.log()).length === 1, "the answer arrived");
      await tab.close();
      const next = await open({ time: new Date("2026-11-21T08:00:00") });
      await next.screening(["New numbness or tingling around your genitals"]);
      equal(await next.view(), "advice", "a day later");
      equal(await next.page.locator("button.go:visible").count(), 0, "ways to a session");
      await next.close();
      const refused = await machine.run("plan", "--json").then(() => "a plan", (error) => `${error.code} ${error.stderr}`);
      assert(refused.startsWith("1 ") && refused.includes("emergency number"), `the program refuses too: ${refused}`);
    },
  },
  {
    name: "age and choices are asked where they matter, and kept with the version of the rules",
    async run({ machine, open }) {
      const tab = await open();
      await tab.page.click(".safety .go");
      equal(await tab.text("h1"), "About you", "the second page");
      await tab.page.click(".safety .go");
      equal(await tab.text("h1"), "About you", "without an age it does not go on");
      await tab.page.fill("input[name=age]", "70");
      equal(await tab.page.locator("input[name=pregnancy]").count(), 3, "asked until it is needless");
      await tab.page.check("input[value=man]");
      equal(await tab.page.locator("input[name=pregnancy]").count(), 0, "needless for a man");
      equal(await tab.page.evaluate(() => document.activeElement.value), "man", "the focus stays");
      await tab.page.click(".safety .go");
      await tab.page.locator(".check", { hasText: "A fall or a knock" }).locator("input").check();
      equal(await tab.page.locator("input[name=steroids]").count(), 1, "steroids matter after a fall");
      await tab.page.click(".safety .go");
      await tab.screening();
      await tab.at("advice");
      equal(await tab.text("h1"), "See a doctor within days", "a fall at seventy");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
      const { version, answers } = JSON.parse((await machine.log())[0].text);
      equal([version, answers.age, answers.sex, answers.fall, "pregnancy" in answers], ["2", 70, "man", true, false], "kept");
    },
  },
  {
    name: "what a clinician allowed opens the session for a time, and is kept with its day",
    async run({ machine, open }) {
      const tab = await open();
      await tab.screening(["Cancer, now or ever"]);
      await tab.at("advice");
      await tab.page.click(".talk summary");
      equal(await tab.page.locator(".talk button").isDisabled(), true, "nothing is ticked yet");
      await tab.page.locator(".talk .check input").check();
      await tab.page.fill("#talk-day", "2026-11-18");
      await tab.page.click(".talk button");
      equal(await tab.text("h1"), "Go with care", "then");
      assert((await tab.text(".reasons")).includes("A clinician allowed it"), "it says why");
      await tab.page.click(".advice .go");
      await tab.at("today");
      await until(async () => (await machine.log()).length === 2, "it arrived");
      equal(JSON.parse((await machine.log())[1].text), { on: "2026-11-18", allowed: ["cancer"] }, "kept");
      await tab.close();
      const later = await open({ time: new Date("2027-02-17T08:00:00") });
      await later.screening(["Cancer, now or ever"]);
      equal(await later.view(), "advice", "after ninety days");
    },
  },
  {
    name: "a flare-up asks everything again",
    async run({ machine, open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
      await tab.close();
      const at = new Date("2026-11-20T10:00:00Z").getTime();
      const hex = at.toString(16).padStart(12, "0");
      const flare = { id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`, at, kind: "flare", value: 1 };
      await fetch(`${machine.address}api/events`, { method: "POST", body: `${JSON.stringify(flare)}\n`,
        headers: { "Content-Type": "application/jsonl" } });
      const next = await open({ time: new Date("2026-11-20T12:00:00") });
      equal(await next.view(), "safety", "after it began");
      assert((await next.text(".safety")).includes("flare-up"), "it says why");
    },
  },
  {
    name: "with a watched leg the furthest site is asked after each move, and further down ends the session",
    async run({ machine, open }) {
      const tab = await open();
      const { page } = tab;
      await tab.screening(["mild pain or tingling down a leg"]);
      await tab.at("advice");
      await page.click(".advice .go");
      await tab.at("today");
      await tab.wish({ minutes: 8 });
      await tab.freeze();
      await page.click(".today .go:has-text('Start')");
      await page.click("dialog[open] .go");
      await tab.at("player");
      const toQuestion = async () => {
        for (let i = 0; i < 200 && !(await page.locator(".site-dialog[open]").count()); i++) await tab.pass(2, 2);
      };
      await toQuestion();
      equal(await page.locator(".site-dialog .site").count(), 5, "large buttons");
      const left = await tab.text(".total");
      await tab.pass(20, 5);
      equal(await tab.text(".total"), left, "the session waits");
      await tab.shoot("phone-light-13-site");
      await page.keyboard.press("1");
      await tab.frames(2);
      equal(await page.locator(".site-dialog[open]").count(), 0, "it goes on");
      await toQuestion();
      await page.click(".site-dialog [data-site='3']");
      assert((await tab.text(".site-dialog")).includes("further down the leg"), "it says so");
      await tab.shoot("phone-light-14-further");
      await page.keyboard.press("Escape");
      equal(await page.locator(".site-dialog[open]").count(), 1, "there is no way round");
      await page.click("text=That was the wrong button");
      await page.click(".site-dialog [data-site='4']");
      await page.click(".site-dialog .alarm");
      await tab.at("after");
      assert((await tab.text(".warning")).includes("Leave the exercises for today"), "the stop rule");
      await until(async () => (await machine.log()).some((event) => event.kind === "session-finished"), "it arrived");
      const log = await machine.log();
      equal(log.filter(({ kind }) => kind === "leg-site").map(({ value }) => value), [1, 4], "sites");
      equal(log.find(({ kind }) => kind === "stopped").text, "stop-rule", "why");
      const last = log.filter(({ kind }) => kind === "leg-site").pop().move;
      assert(log.some(({ kind, move }) => kind === "step-left" && move === last), "the move was left");
    },
  },
  {
    name: "the traffic light says in words what the pain means",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ pain: 1 });
      await tab.pass(40, 10);
      await tab.page.click(".control.stop");
      await tab.page.click("dialog[open] .second");
      await tab.at("after");
      for (const [pain, light] of [[2, "Green"], [4, "Amber"], [8, "Red"]]) {
        await tab.page.locator(".after .pain .chip", { hasText: new RegExp(`^${pain}$`) }).locator("input").check();
        assert((await tab.text(".light")).startsWith(light), `${pain} is ${light}`);
        await tab.shoot(`phone-light-15-${light.toLowerCase()}`);
      }
    },
  },
];
