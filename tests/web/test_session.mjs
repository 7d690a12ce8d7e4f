// A session in the browser, from the safety questions to the saved rating, and everything that may happen on the way.
import { DESK, PHONE, assert, equal, until } from "./lib.mjs";

const kinds = (events) => events.map((event) => event.kind);
/** "9:40 left" → 580. */
const seconds = (text) => {
  const [minutes, rest] = /(\d+):(\d+)/.exec(text).slice(1).map(Number);
  return minutes * 60 + rest;
};
const of = (events, kind) => events.filter((event) => event.kind === kind);

/** The whole loop; the server dies in the middle and comes back after the rating. */
async function wholeSession({ machine, open }, viewport, step) {
  const tab = await open({ viewport });
  await tab.at("safety");
  await tab.toPlayer({ minutes: 3, pain: 5 });
  const planned = await tab.page.locator(".segment").count();
  assert(planned >= 1, "the bar has a segment for each move");
  await until(async () => kinds(await machine.log()).includes("pain-before"), "the first events have arrived");
  await tab.pass(30);
  tab.mayFail = true;
  await machine.kill();
  await tab.playToTheEnd(step);
  await tab.at("after");
  await tab.page.locator(".after .pain .chip", { hasText: /^2$/ }).locator("input").check();
  await tab.page.locator(".felt").first().locator(".chip", { hasText: "Better" }).locator("input").check();
  await tab.page.fill("#note", "Stiff from the train.");
  await tab.page.click(".after .go");
  await tab.at("done");
  equal(`${await tab.text(".is-done .day-minutes")} for your back`, await tab.text(".done h1"), "today's bar says what the heading says");
  assert((await tab.text(".sentences")).includes("Your pain went from 5 to 2"), "what was saved this moment counts");
  equal(await tab.page.locator("#status").innerText(), "Saved on this device, will be passed on.", "status");
  await machine.start();
  tab.mayFail = false;
  await tab.page.clock.fastForward(61_000); // the longest wait between two tries
  const log = await until(async () => {
    const events = await machine.log();
    return kinds(events).includes("note") && events;
  }, "everything has arrived");
  await until(async () => (await tab.page.locator("#status").innerText()) === "", "the status is empty again");
  const [started] = of(log, "session-started");
  equal(of(log, "screened").length, 1, "screenings");
  equal(of(log, "pain-before").map((e) => e.value), [5], "pain before");
  equal(of(log, "pain-after").map((e) => [e.value, e.session]), [[2, started.id]], "pain after");
  equal(of(log, "move-felt").map((e) => e.value), [1], "how a move felt");
  equal(of(log, "note").map((e) => e.text), ["Stiff from the train."], "note");
  equal(of(log, "session-finished").map((e) => e.value), [started.value], "seconds done are the seconds planned");
  equal(new Set(of(log, "step-done").map((e) => e.move)).size, planned, "moves done");
  equal(of(log, "step-left"), [], "moves left");
  for (const event of of(log, "step-done")) assert(event.value > 0 && event.session === started.id, "a step has seconds");
  equal(new Set(log.map((event) => event.id)).size, log.length, "no event is there twice");
}

export const tests = [
  { name: "a whole session on a phone, with the server killed in the middle", run: (t) => wholeSession(t, PHONE, 1) },
  { name: "a whole session on a desktop, with the server killed in the middle", run: (t) => wholeSession(t, DESK, 3) },
  {
    name: "both sides get the same seconds and every second shows what the score says",
    async run({ machine, open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 5 });
      const seed = Math.floor(Date.UTC(2026, 10, 20) / 86_400_000);
      const cues = JSON.parse(await machine.run("score", "--minutes", "5", "--place", "floor", "--for", "lower-back",
        "--seed", String(seed), "--json"));
      await tab.toPlayer({ minutes: 5, pain: null });
      const total = cues.at(-1).t_s;
      for (let second = 0; second < total; second += 7) {
        const cue = cues.findLast((c) => c.t_s <= second && c.duration_s > 0);
        equal(await tab.text(".sentence"), cue.text, `sentence at ${second} s`);
        const left = cue.t_s + cue.duration_s - second;
        assert(Math.abs((await tab.ring()) - left) <= 1, `the ring shows ${await tab.ring()} at ${second} s, not ${left}`);
        await tab.page.clock.fastForward(7000);
      }
      const held = (side) => cues.filter((c) => c.side === side && c.kind === "hold")
        .reduce((sum, c) => sum + c.duration_s, 0);
      equal(held("left"), held("right"), "seconds held on each side");
    },
  },
  {
    name: "a reload goes on at the right second",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 5 });
      await tab.pass(41);
      const before = { total: await tab.text(".total"), sentence: await tab.text(".sentence"), ring: await tab.ring() };
      await tab.page.reload();
      await tab.at("player");
      await tab.page.clock.fastForward(50);
      const after = { total: await tab.text(".total"), sentence: await tab.text(".sentence"), ring: await tab.ring() };
      equal(after, before, "after the reload");
      await tab.page.clock.fastForward(20_000);
      equal(seconds(before.total) - seconds(await tab.text(".total")), 20, "and it goes on by the clock");
    },
  },
  {
    name: "a page suspended for five minutes shows the moment it is now",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 10 });
      await tab.pass(5);
      const before = await tab.text(".total");
      await tab.page.clock.fastForward(300_000);
      await tab.page.clock.fastForward(20);
      const minutes = (text) => Number(/(\d+):/.exec(text)[1]);
      equal(minutes(before) - minutes(await tab.text(".total")), 5, "minutes gone by");
    },
  },
  {
    name: "after more than ten minutes away it asks, and goes on where the person was",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 10 });
      await tab.pass(33);
      const before = await tab.text(".total");
      await tab.page.goto("about:blank").catch(() => {});
      tab.faults.length = 0; // leaving the page is the test's own request
      await tab.page.clock.fastForward(25 * 60_000);
      await tab.page.goto(tab.machine.address);
      await tab.at("player");
      await tab.page.clock.fastForward(50);
      await tab.page.waitForSelector("dialog[open]:has-text('Go on where you were?')");
      await tab.page.click("dialog[open] .go");
      await tab.page.clock.fastForward(50);
      const gap = seconds(before) - seconds(await tab.text(".total"));
      assert(Math.abs(gap) <= 2, `it went on ${gap} s from where the person was`);
      await tab.pass(4);
      const asleep = await tab.text(".total");
      await tab.page.clock.fastForward(45 * 60_000); // the whole machine slept
      await tab.page.click("dialog[open] .go");
      await tab.page.clock.fastForward(50);
      const slept = seconds(asleep) - seconds(await tab.text(".total"));
      assert(Math.abs(slept) <= 2, `it went on ${slept} s from where the machine fell asleep`);
    },
  },
  {
    name: "pause holds the moment, skip goes on, back comes back, too much makes it lighter",
    async run({ machine, open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 10 });
      await tab.pass(25);
      await tab.page.keyboard.press("Space");
      await tab.page.clock.fastForward(100);
      equal(await tab.text(".pill"), "Paused", "pill");
      const held = await tab.text(".total");
      await tab.pass(30);
      equal(await tab.text(".total"), held, "the time left while paused");
      await tab.page.click(".control.main");
      await tab.page.clock.fastForward(100);
      const first = await tab.text(".move-name");
      await tab.page.keyboard.press("ArrowRight");
      await tab.page.clock.fastForward(100);
      const second = await tab.text(".move-name");
      assert(second !== first, "skip leads to another move");
      await tab.page.keyboard.press("ArrowLeft");
      await tab.page.clock.fastForward(100);
      equal(await tab.text(".move-name"), first, "the move after going back");
      await tab.pass(15);
      await tab.page.click(".control:has-text('Too much')");
      await tab.page.clock.fastForward(100);
      equal(await tab.view(), "player", "view");
      const log = await until(async () => {
        const events = await machine.log();
        return of(events, "step-eased").length + of(events, "step-left").length > 1 && events;
      }, "what was done arrived");
      equal(of(log, "paused").length, 1, "pauses");
      equal(of(log, "resumed").length, 1, "resumptions");
      assert(of(log, "step-left").length >= 1, "the skipped move is left out");
      assert([...of(log, "step-eased"), ...of(log, "step-left").slice(1)].length >= 1, "too much eases or leaves the move");
    },
  },
  {
    name: "the stop rule ends the session and says what to do",
    async run({ machine, open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 5 });
      await tab.pass(30);
      await tab.page.keyboard.press("Escape");
      await tab.page.waitForSelector("dialog[open]");
      const rule = await tab.text("dialog[open]");
      for (const sign of ["down the leg", "numbness", "dizziness", "chest pain", "breathlessness"])
        assert(rule.includes(sign), `the stop rule names ${sign}`);
      const held = await tab.text(".total");
      await tab.pass(20);
      equal(await tab.text(".total"), held, "the session waits while the rule is read");
      await tab.page.keyboard.press("Escape");
      await until(async () => {
        await tab.pass(1);
        return (await tab.text(".total")) !== held;
      }, "escape goes on");
      await tab.page.click(".rule");
      await tab.page.click("dialog[open] .alarm");
      await tab.at("after");
      assert((await tab.text(".warning")).includes("emergency number"), "it says where to get help");
      const log = await until(async () => {
        const events = await machine.log();
        return kinds(events).includes("session-finished") && events;
      }, "the end arrived");
      equal(of(log, "stopped").map((e) => e.text), ["stop-rule"], "why it stopped");
    },
  },
  {
    name: "a whole session with the keyboard alone",
    async run({ open }) {
      const tab = await open();
      const { page } = tab;
      const focused = () => page.evaluate(() => {
        const { innerText, ariaLabel } = document.activeElement;
        return (innerText || ariaLabel || "").trim();
      });
      const reach = async (text) => {
        for (let i = 0; i < 80; i++) {
          if ((await focused()) === text) return;
          await page.keyboard.press("Tab");
        }
        throw new Error(`the Tab key never reaches "${text}"`);
      };
      // Where the focus stands among the safety questions: an age to type, a choice to make, or the way on.
      const stands = () => page.evaluate(() => {
        const at = document.activeElement;
        if (at.matches("input[type=number]")) return at.value === "" ? "number" : "";
        if (at.matches("input[type=radio]")) return at.closest("fieldset").querySelector("input:checked") ? "" : "choice";
        return at.matches(".safety .go") && !at.disabled ? "go" : "";
      });
      for (let i = 0; i < 300 && (await tab.view()) === "safety"; i++) {
        await page.keyboard.press("Tab");
        const at = await stands();
        if (at === "number") await page.keyboard.type("40");
        if (at === "choice") await page.keyboard.press("Space");
        if (at === "go") await page.keyboard.press("Enter");
      }
      await tab.at("today");
      await page.locator(".seven input:checked").focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowLeft");
      equal(await tab.text(".number"), "3 min", "minutes by the arrow keys");
      await reach("Start");
      await tab.freeze();
      await page.keyboard.press("Enter");
      await reach("Start without a number");
      await page.keyboard.press("Enter");
      await tab.at("player");
      await tab.pass(12);
      await page.keyboard.press("]");
      await page.keyboard.press("Space");
      await tab.page.clock.fastForward(50);
      equal(await tab.text(".pill"), "Paused", "pill");
      await page.keyboard.press("Space");
      await tab.playToTheEnd();
      await tab.at("after");
      await reach("Save");
      await page.keyboard.press("Enter");
      await tab.at("done");
      await reach("Back to today");
      await page.keyboard.press("Enter");
      await tab.at("safety-short");
    },
  },
  {
    name: "a second tab takes the session over, and nothing is logged twice",
    async run({ machine, open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(10, 5);
      const other = await tab.context.newPage();
      await other.clock.install({ time: await tab.page.evaluate(() => Date.now()) });
      await other.goto(machine.address);
      await other.waitForSelector("body[data-view=player]");
      await tab.page.waitForSelector("dialog[open]:has-text('another tab')");
      for (let i = 0; i < 80 && (await other.evaluate(() => document.body.dataset.view)) === "player"; i++) {
        await other.clock.fastForward(3000);
        await tab.page.clock.fastForward(3000);
      }
      await other.waitForSelector("body[data-view=after]");
      const log = await until(async () => {
        const events = await machine.log();
        return kinds(events).includes("session-finished") && events;
      }, "the end arrived");
      const steps = of(log, "step-done").map((event) => `${event.move} ${event.side}`);
      equal(steps.length, new Set(steps).size, "steps done once");
      equal(of(log, "session-finished").length, 1, "endings");
    },
  },
  {
    name: "the voice says each cue once and is silent when muted",
    async run({ open }) {
      const tab = await open({ scripts: [`
        window.said = [];
        Object.defineProperty(window, "speechSynthesis", { value: { speak: (u) => window.said.push(u.text), cancel() {},
          getVoices: () => [{ localService: false, lang: "en-GB" }, { localService: true, lang: "en-US" }] } });
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };`] });
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(3);
      const first = await tab.text(".sentence");
      equal(await tab.page.evaluate(() => window.said), [first], "what was said");
      await tab.page.click(".sound");
      await tab.pass(40);
      equal(await tab.page.evaluate(() => window.said.length), 1, "what was said after muting");
      equal(await tab.page.getAttribute(".sound", "aria-pressed"), "false", "the button");
    },
  },
  {
    name: "the screen stays awake, also after the page was hidden",
    async run({ open }) {
      const tab = await open({ scripts: [`
        window.locks = [];
        Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
          const lock = new EventTarget();
          lock.release = async () => lock.dispatchEvent(new Event("release"));
          window.locks.push(lock);
          return lock; } } });`] });
      await tab.toPlayer({ minutes: 3 });
      await until(() => tab.page.evaluate(() => window.locks.length === 1), "the lock is asked for");
      await tab.page.evaluate(() => {
        window.locks[0].release(); // as the browser does for a hidden page
        document.dispatchEvent(new Event("visibilitychange"));
      });
      await until(() => tab.page.evaluate(() => window.locks.length === 2), "it is asked for again");
    },
  },
];
