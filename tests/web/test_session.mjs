// A session in the browser, from the safety questions to the saved rating, and everything that may happen on the way.
import { DESK, PHONE, assert, equal, pause, until } from "./lib.mjs";

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

/** A voice that writes down what it says. */
const VOICE = `
  window.said = [];
  window.cancelled = 0;
  window.voice = { name: "Test", lang: "en-GB", localService: true, default: true };
  window.voices = [window.voice];
  Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => window.voices, cancel() { window.cancelled++; },
    speak: (words) => window.said.push(words.text), addEventListener: (kind, act) => { window.late ??= act; } } });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };`;

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
    name: "a reload in each phase, and in a pause, stands at the same second of it",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 5 });
      const now = async () => ({ phase: await tab.page.locator(".pill").getAttribute("data-kind"), total: await tab.text(".total"),
        sentence: await tab.text(".sentence"), ring: await tab.ring() });
      const again = async (what) => {
        const before = await now();
        await tab.page.reload();
        await tab.at("player");
        await tab.page.clock.fastForward(50);
        equal(await now(), before, what);
      };
      const met = new Set();
      for (let second = 0; second < 290 && !["release", "hold", "rest"].every((phase) => met.has(phase)); second += 3) {
        await tab.pass(3, 3);
        const { phase } = await now();
        if (met.has(phase)) continue;
        met.add(phase);
        await again(`after a reload at ${phase}`);
      }
      for (const phase of ["ready", "hold", "release", "rest"]) assert(met.has(phase), `${phase} is among ${[...met]}`);
      await tab.page.keyboard.press("Space");
      await tab.page.clock.fastForward(50);
      await again("after a reload in a pause");
      equal((await now()).phase, "paused", "phase");
    },
  },
  {
    name: "a processor six times slower shows the moment it is all the same",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 5, pain: null });
      await tab.page.clock.resume();
      const devtools = await tab.context.newCDPSession(tab.page);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
      const look = () => tab.page.evaluate(() => [document.querySelector(".total").textContent, Date.now()]);
      const [before, began] = await look();
      await pause(2500);
      const [after, ended] = await look();
      const shown = seconds(before) - seconds(after), passed = (ended - began) / 1000;
      assert(passed > 2 && Math.abs(shown - passed) <= 1.5, `${shown} s on the screen, ${passed} s by the clock`);
    },
  },
  {
    name: "a hidden page goes on speaking, and with closed eyes comes to its end",
    async run({ machine, open }) {
      const tab = await open({ scripts: [VOICE] });
      await tab.toPlayer({ minutes: 3 });
      await tab.page.evaluate(() => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
        window.requestAnimationFrame = () => 0; // a hidden page draws nothing
        document.dispatchEvent(new Event("visibilitychange"));
      });
      const said = () => tab.page.evaluate(() => window.said.length);
      const before = await said();
      await tab.pass(40, 1);
      assert(await said() > before, "it goes on speaking");
      equal(of(await machine.log(), "step-done").length, 0, "what nobody followed is not said to be done");
      await tab.page.evaluate(() => document.querySelector(".modes [aria-label^='Eyes closed']").click());
      await tab.playToTheEnd(2);
      await tab.at("after");
      const log = await until(async () => {
        const events = await machine.log();
        return kinds(events).includes("session-finished") && events;
      }, "the end arrived");
      assert(of(log, "step-done").length > 0, "what was followed by ear is done");
    },
  },
  {
    name: "the buttons of a headset pause, go on, skip, go back and ask before stopping",
    async run({ open }) {
      const tab = await open({ scripts: [`window.buttons = {};
        navigator.mediaSession.setActionHandler = (name, act) => { window.buttons[name] = act; };`] });
      await tab.toPlayer({ minutes: 10 });
      const press = async (name) => {
        await tab.page.evaluate((one) => window.buttons[one](), name);
        await tab.frames(2);
      };
      const state = () => tab.page.evaluate(() => navigator.mediaSession.playbackState);
      const first = await tab.text(".move-name");
      equal(await tab.page.evaluate(() => navigator.mediaSession.metadata.title), first, "what the lock screen shows");
      await press("play"); // it plays already
      equal(await state(), "playing", "state");
      await press("pause");
      await press("pause");
      equal([await tab.text(".pill"), await state()], ["Paused", "paused"], "after two presses of pause");
      await press("play");
      assert((await tab.text(".pill")) !== "Paused", "it goes on");
      await press("nexttrack");
      assert((await tab.text(".move-name")) !== first, "the next move");
      await press("previoustrack");
      equal(await tab.text(".move-name"), first, "the move before");
      await press("stop");
      await tab.page.locator(".stop-dialog[open] .second").click();
      await tab.at("after");
      equal(await tab.page.evaluate(() => Object.values(window.buttons).filter((act) => act !== null).length), 0, "buttons kept afterwards");
    },
  },
  {
    name: "sound that the browser holds back is not piled up, and comes with the next touch",
    async run({ open }) {
      const tab = await open({ scripts: [`window.tones = 0; window.held = true; window.asked = 0;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (at) { window.tones++; return start.call(this, at); };
        const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state").get;
        Object.defineProperty(BaseAudioContext.prototype, "state", { get() { return window.held ? "suspended" : state.call(this); } });
        AudioContext.prototype.resume = async () => { window.asked++; };`] });
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(30, 1);
      const before = await tab.page.evaluate(() => window.tones);
      await tab.pass(40, 1);
      equal(await tab.page.evaluate(() => window.tones), before, "chimes set while no sound comes");
      const asked = await tab.page.evaluate(() => window.asked);
      await tab.page.locator(".sentence").click();
      assert(await tab.page.evaluate(() => window.asked) > asked, "a touch asks for the sound");
      await tab.page.evaluate(() => { window.held = false; });
      await tab.pass(60, 1);
      assert(await tab.page.evaluate(() => window.tones) > before, "chimes sound again");
    },
  },
  {
    name: "a sentence that a pause cut off is said again, and one that waited for its voice is said when it comes",
    async run({ open }) {
      const tab = await open({ scripts: [VOICE, "window.voices = [];"] });
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(2);
      const sentence = await tab.text(".sentence");
      equal(await tab.page.evaluate(() => window.said), [], "said without a voice");
      await tab.page.evaluate(() => {
        window.voices = [window.voice];
        window.late();
      });
      equal(await tab.page.evaluate(() => window.said), [sentence], "said when the voice came");
      await tab.page.evaluate(() => { window.said.push("cut"); });
      const cut = await tab.page.evaluate(() => window.cancelled);
      await tab.page.keyboard.press("Space");
      await tab.pass(1);
      assert(await tab.page.evaluate(() => window.cancelled) > cut, "a pause cuts it off");
      await tab.page.keyboard.press("Space");
      await tab.pass(1);
      equal(await tab.page.evaluate(() => window.said), [sentence, "cut", sentence], "said again");
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
