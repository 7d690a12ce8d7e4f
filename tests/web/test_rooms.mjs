// The rooms and the way between them: addresses, the way back, the focus, the library, settings, data, and how each looks.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DESK, PHONE, StaticHost, Tab, assert, equal, pause, root, until } from "./lib.mjs";
import { look } from "./test_looks.mjs";

const LANDSCAPE = { width: 844, height: 390 };
const focused = (tab) => tab.page.evaluate(() => document.activeElement.dataset.key ?? document.activeElement.tagName);
const cards = (tab) => tab.page.locator(".move-card").evaluateAll((all) => all.map((one) => one.dataset.key));

/** Every room and page of it, in light; dark and high contrast through the settings. */
async function walk(open, name, viewport, theme) {
  const tab = await open({ viewport, at: "#/me/settings", colorScheme: "light" });
  const { page } = tab;
  await page.locator(`input[name=theme][value=${theme}]`).check();
  await tab.freeze();
  await look(tab, `${name}-settings`);
  for (const [route, view] of [["#/moves", "moves"], ["#/me", "me"], ["#/me/data", "data"], ["#/moves/supine-figure-four", "move"],
    ["#/moves/nothing", "move-missing"]]) {
    await page.evaluate((hash) => { location.hash = hash; }, route);
    await tab.at(view);
    await look(tab, `${name}-${view}`);
    if (view === "moves") {
      await page.fill("#find", "hip no kneeling");
      await page.click(".filters summary");
      await look(tab, `${name}-moves-found`);
    }
    if (view === "data") {
      await page.click(".danger");
      await look(tab, `${name}-erase`);
      await page.keyboard.press("Escape");
    }
  }
}

/** What the page says, instead of a voice. */
const LISTEN = `
  window.said = [];
  const voice = { name: "Test", lang: "en-GB", localService: true, default: true };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice], cancel() {}, addEventListener() {}, speak: (words) => window.said.push(words.text) } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };`;

/** The times, from now, for which tones are set. */
const TONES = `
  window.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    window.tones.push({ ahead: at - this.context.currentTime, gone: false, node: this });
    return start.call(this, at); };
  const disconnect = AudioNode.prototype.disconnect;
  AudioNode.prototype.disconnect = function (...args) {
    for (const tone of window.tones) if (tone.node === this) tone.gone = true;
    return disconnect.apply(this, args); };`;

const log = async (tab) => (await tab.page.evaluate(async () => {
  const rows = await new Promise((done) => {
    const request = indexedDB.open("loosen");
    request.onsuccess = () => {
      const all = request.result.transaction("events").objectStore("events").getAll();
      all.onsuccess = () => { request.result.close(); done(all.result); };
    };
  });
  return rows.map((row) => row.line);
})).map((line) => JSON.parse(line));

export const tests = [
  ...[["rooms-phone", PHONE, "light"], ["rooms-phone-dark", PHONE, "dark"], ["rooms-phone-contrast", PHONE, "contrast"],
    ["rooms-landscape", LANDSCAPE, "light"], ["rooms-desk", DESK, "light"], ["rooms-desk-dark", DESK, "dark"]]
    .map(([name, viewport, theme]) => ({
      name: `every room is sound: ${name}`, run: ({ open }) => walk(open, name, viewport, theme),
    })),
  {
    name: "the way back leads to the list as it was, with the focus on the move that was opened",
    async run({ open }) {
      const tab = await open({ at: "#/moves" });
      await tab.page.fill("#find", "back");
      const before = await cards(tab);
      assert(before.length > 5 && before.length < 29, `some moves are found (${before.length})`);
      await tab.page.evaluate(() => scrollTo(0, 300));
      await tab.page.locator(".move-card").nth(4).click();
      await tab.at("move");
      equal(await focused(tab), "H1", "focus on the move's page");
      await tab.page.goBack();
      await tab.at("moves");
      equal(await cards(tab), before, "moves found");
      equal(await focused(tab), before[4], "focus");
      assert(await tab.page.evaluate(() => scrollY) > 100, "it is scrolled to where it was");
    },
  },
  {
    name: "the bar leads through the rooms and is gone in a session; the way back asks first",
    async run({ open }) {
      const tab = await open({ at: "#/moves" });
      const bar = tab.page.locator(".rooms");
      equal(await bar.locator("a").allInnerTexts(), ["Today", "Moves", "Routines", "Progress", "Me"], "rooms");
      equal(await bar.locator("[aria-current]").innerText(), "Moves", "current room");
      await bar.locator("a", { hasText: "Me" }).click();
      await tab.at("me");
      await bar.locator("a", { hasText: "Today" }).click();
      await tab.toPlayer({ minutes: 3 });
      assert(!(await bar.isVisible()), "no bar in a session");
      await tab.page.goBack();
      assert(await tab.page.locator("dialog[open] #stop-title").isVisible(), "it asks");
      equal(await tab.view(), "player", "view");
      await tab.page.keyboard.press("Escape");
      await tab.pass(2);
      assert(!(await tab.text(".pill")).includes("Paused"), "the session goes on");
      await tab.page.click(".control.stop");
      await tab.page.click("dialog[open] .second");
      await tab.at("after");
    },
  },
  {
    name: "filters and words narrow the list, and can be cleared at once",
    async run({ open }) {
      const tab = await open({ at: "#/moves" });
      equal((await cards(tab)).length, 29, "moves at first");
      await tab.page.click(".filters summary");
      await tab.page.locator("input[name=find-without][value=KN]").check();
      const spared = await cards(tab);
      assert(spared.length < 29 && !spared.includes("cat-cow"), "kneeling moves are gone");
      await tab.page.fill("#find", "zzz");
      assert(await tab.page.locator("text=No move fits").isVisible(), "it says that nothing fits");
      await tab.page.click("text=Clear all");
      equal((await cards(tab)).length, 29, "moves after clearing");
      equal(await focused(tab), "INPUT", "focus");
    },
  },
  {
    name: "a favourite is an event, pressed again it is none, and it is known after a reload",
    async run({ open, machine }) {
      const tab = await open({ at: "#/moves/cobra" });
      const never = tab.page.locator(".like", { hasText: "Never again" });
      const favourite = tab.page.locator(".like", { hasText: "Favourite" });
      await favourite.click();
      equal(await favourite.getAttribute("aria-pressed"), "true", "pressed");
      await never.click();
      equal(await favourite.getAttribute("aria-pressed"), "false", "favourite after never");
      await until(async () => (await machine.log()).length === 2, "both arrived");
      equal((await machine.log()).map(({ kind, move, value }) => [kind, move, value]),
        [["move-preferred", "cobra", 1], ["move-preferred", "cobra", -1]], "log");
    },
  },
  {
    name: "a chosen theme is in force at once and after a reload",
    async run({ open }) {
      const tab = await open({ at: "#/me/settings", colorScheme: "light" });
      const paper = () => tab.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      equal(await paper(), "rgb(251, 244, 233)", "light paper");
      await tab.page.locator("input[name=theme][value=dark]").check();
      equal(await paper(), "rgb(27, 34, 43)", "dark paper");
      await tab.page.reload();
      await tab.at("settings");
      equal(await paper(), "rgb(27, 34, 43)", "dark paper after a reload");
      assert(await tab.page.locator("input[name=theme][value=dark]").isChecked(), "the choice shows");
    },
  },
  {
    name: "everything can be taken out, erased for good and brought back", alone: true,
    async run() {
      const host = await StaticHost.make();
      const tab = await Tab.open(host);
      try {
        await tab.toPlayer({ minutes: 3 });
        await tab.pass(30, 5);
        await tab.page.click(".control.stop");
        await tab.page.click("dialog[open] .second");
        await tab.at("after");
        await tab.page.click(".after .go");
        await tab.at("done");
        await tab.page.click(".rooms a[href='#/me']");
        await tab.page.click("a[href='#/me/data']");
        const [file] = await Promise.all([tab.page.waitForEvent("download"), tab.page.click("text=Export everything")]);
        assert(/^loosen-2026-11-20\.jsonl$/.test(file.suggestedFilename()), file.suggestedFilename());
        const text = readFileSync(await file.path(), "utf8");
        const ids = text.trim().split("\n").map((line) => JSON.parse(line).id);
        equal(ids, (await log(tab)).map(({ id }) => id).sort(), "the file has every entry");
        await tab.page.click("text=Erase everything");
        await tab.page.click("text=No, keep it");
        equal((await log(tab)).length, ids.length, "entries after all");
        await tab.page.click("text=Erase everything");
        await tab.page.click("text=Yes, erase everything");
        await tab.at("safety");
        const left = await tab.page.evaluate(() => Object.keys(localStorage).filter((name) => !/home|wish/.test(name)));
        equal(left, [], "what this browser still remembers");
        await tab.page.evaluate(() => { location.hash = "#/me/data"; });
        await tab.at("data");
        equal(await log(tab), [], "log after erasing");
        const broken = `${text}{"id":"nonsense"}\n\n${text.split("\n")[0]}\n`;
        await tab.page.setInputFiles("#import", { name: "log.jsonl", mimeType: "text/plain", buffer: Buffer.from(broken) });
        await tab.page.waitForSelector(".said li");
        const said = await tab.text(".said");
        assert(said.includes(`${ids.length} entries added`) && said.includes("1 was here already"), said);
        assert(said.includes(`Line ${ids.length + 1}`), said);
        equal((await log(tab)).map(({ id }) => id).sort(), ids, "log after importing");
        await tab.page.reload();
        await tab.at("data");
        equal((await log(tab)).length, ids.length, "entries after a reload");
        await tab.close();
      } finally {
        await tab.context.close().catch(() => {});
        await host.end();
      }
    },
  },
  {
    name: "erasing in the page erases the program's log too, or nothing",
    async run({ open, machine }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
      tab.mayFail = true;
      await machine.kill();
      const erase = async () => {
        await tab.page.evaluate(() => { location.hash = "#/me/data"; });
        await tab.page.click("text=Erase everything");
        await tab.page.click("text=Yes, erase everything");
      };
      await erase();
      await tab.page.waitForSelector("text=Nothing was erased");
      equal((await log(tab)).length, 1, "entries here");
      await machine.start();
      await tab.page.click("text=Yes, erase everything");
      await tab.at("safety");
      equal(await machine.log(), [], "the program's log");
    },
  },
  {
    name: "with closed eyes a tap pauses, two taps skip, and everything is said",
    async run({ open }) {
      const tab = await open({ scripts: [LISTEN] });
      await tab.toPlayer({ minutes: 3 });
      await tab.page.click(".modes [aria-label^='Eyes closed']");
      equal(await tab.page.evaluate(() => document.activeElement.className), "eyes-area", "focus");
      const area = tab.page.locator(".eyes-area");
      await area.click();
      await tab.pass(1, 0.2);
      equal(await tab.text(".eyes-phase"), "Paused", "after a tap");
      assert((await tab.page.evaluate(() => window.said)).includes("Paused"), "it says so");
      await area.click();
      await tab.pass(1, 0.2);
      assert((await tab.text(".eyes-phase")) !== "Paused", "after another tap");
      const before = await tab.text(".eyes-name");
      await area.click();
      await area.click();
      await tab.pass(1, 0.2);
      assert((await tab.text(".eyes-name")) !== before, "two taps lead to the next move");
      await tab.page.click(".eyes-open");
      assert(!(await area.isVisible()), "the figure is back");
    },
  },
  {
    name: "names only says the names and nothing else",
    async run({ open }) {
      const tab = await open({ scripts: [LISTEN], at: "#/me/settings" });
      await tab.page.locator("input[name=says][value=names]").check();
      await tab.page.evaluate(() => { location.hash = "#/today"; });
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(60);
      const said = await tab.page.evaluate(() => window.said.filter((text) => text !== ""));
      const names = await tab.page.evaluate(() => document.querySelector(".move-name").textContent);
      assert(said.length >= 1 && said.length <= 6, said.join(" | "));
      assert(said.every((text) => !/breathe|hands/i.test(text)), said.join(" | "));
      assert(said.some((text) => text.startsWith(names)), `${names} is among ${said.join(" | ")}`);
    },
  },
  {
    name: "a chime is set ahead on the clock of the sound, and taken back by a pause",
    async run({ open }) {
      const tab = await open({ scripts: [LISTEN, TONES] });
      await tab.toPlayer({ minutes: 5 });
      const ahead = () => tab.page.evaluate(() => window.tones.filter((tone) => tone.ahead > 0.5 && !tone.gone).length);
      for (let i = 0; i < 120 && await ahead() === 0; i++) await tab.pass(1);
      assert(await ahead() > 0, "a chime is set for later");
      await tab.page.locator(".control.main").click();
      await tab.frames(2);
      equal(await ahead(), 0, "chimes to come in a pause");
    },
  },
  {
    name: "where the browser has no voice the program speaks",
    async run({ open }) {
      const tab = await open({ scripts: [LISTEN.replace("[voice]", "[]")] });
      const asked = [];
      await tab.page.route("**/api/speak", (route) => {
        asked.push(route.request().postDataJSON());
        return route.fulfill({ status: 503, json: {} });
      });
      tab.mayFail = true;
      const speaks = await tab.page.evaluate(async () => (await (await fetch("api/hello")).json()).speech);
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(10);
      await pause(200);
      equal(asked.length > 0, speaks, "the program is asked when it can speak");
      if (speaks) assert(asked[0].text.length > 5 && asked[0].rate > 0.5, JSON.stringify(asked[0]));
    },
  },
  {
    name: "a device without room says so and keeps what it can",
    async run({ open }) {
      const tab = await open({ scripts: [`
        IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError"); };`] });
      await tab.screening();
      await tab.at("today");
      await until(async () => (await tab.page.locator("#status").textContent()).includes("no room left"), "it says so");
    },
  },
  {
    name: "without sound and without headset buttons a session runs all the same",
    async run({ open }) {
      const tab = await open({ scripts: [`
        delete window.AudioContext; delete window.speechSynthesis;
        Object.defineProperty(navigator, "mediaSession", { value: undefined });`] });
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(20, 5);
      equal(await tab.view(), "player", "view");
      assert(await tab.ring() > 0, "the ring runs");
    },
  },
  {
    name: "a browser that is too old is told so kindly",
    async run({ open }) {
      const tab = await open({ scripts: ["delete window.WebAssembly;"] });
      equal(await tab.view(), "error", "view");
      assert((await tab.text(".lead")).includes("too old"), await tab.text(".lead"));
    },
  },
  {
    name: "no text of the page is missing, and none is unused", alone: true,
    async run() {
      const files = readdirSync(join(root, "web/src"), { recursive: true }).filter((name) => name.endsWith(".ts"));
      const source = files.map((name) => readFileSync(join(root, "web/src", name), "utf8")).join("\n");
      const en = JSON.parse(readFileSync(join(root, "web/text/en.json"), "utf8"));
      // `kind.${…}` stands for every key that begins so.
      const begins = [...source.matchAll(/`([a-z][\w.-]*\.)\$\{/g)].map((match) => match[1]);
      const unused = Object.keys(en).filter((key) => !source.includes(`"${key}"`)
        && !begins.some((begin) => key.startsWith(begin)));
      equal(unused, [], "unused keys");
      for (const match of source.matchAll(/\bt\("([^"]+)"/g)) assert(match[1] in en, `${match[1]} is missing`);
      for (const name of readdirSync(join(root, "web/text"))) {
        const other = JSON.parse(readFileSync(join(root, "web/text", name), "utf8"));
        equal(Object.keys(other).sort(), Object.keys(en).sort(), `keys of ${name}`);
        assert(source.includes(`code: "${name.replace(".json", "")}"`), `${name} can be chosen`);
      }
    },
  },
  {
    name: "no view has a text of its own: all stand in the catalogue", alone: true,
    async run() {
      const quoted = /(["`])((?:(?!\1)[^\\\n]|\\.)*)\1/g;
      // What quotes hold besides: comments, classes, modules, selectors, and names of keys on a keyboard.
      const besides = [/\/\*[\s\S]*?\*\//g, /(?<=^|[\s;,{])\/\/.*$/gm, /\$\{[^{}`]*\}/g,
        /\b(?:class|className|from|accept|querySelector(?:All)?(?:<[^>]*>)?\(|closest\(|matches\(|matchMedia\()\s*[:=]?\s*(["'`])(?:(?!\1).)*\1/g];
      const name = /^(?:Arrow\w+|Escape|Enter|Space|Home|End|Tab|Delete|Backspace|Loosen)$/;
      const words = (source) => [...besides.reduce((text, one) => text.replace(one, ""), source).matchAll(quoted)]
        .map((match) => match[2]).filter((text) => !name.test(text) && (/^[A-Z][a-z]/.test(text) || /[a-z,] [a-z]/.test(text)));
      equal(words('h("p", { class: "soft wide" }, "Next: ", `${n} moves left`, t("move.how")) // Says what "To do" is'),
        ["Next: ", " moves left"], "what counts as a text");
      const views = readdirSync(join(root, "web/src/views")).map((file) => `views/${file}`);
      for (const file of [...views, "words.ts", "clock.ts", "body.ts", "main.ts", "dom.ts", "rooms.ts", "cues.ts"])
        equal(words(readFileSync(join(root, "web/src", file), "utf8")), [], `texts in ${file}`);
    },
  },
];
