// A newcomer on a phone, whose network is gone after the first visit: a session by ear, a move of one's own, a routine that is printed and handed
// over, progress, and everything out, gone and in again. One page, one person, one afternoon.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PHONE, StaticHost, Tab, assert, equal, screens, until } from "./lib.mjs";

/** A voice that writes down what it is given to say. */
const LISTEN = `
  window.said = [];
  const voice = { name: "Test", lang: "en-GB", localService: true, default: true };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice], cancel() {}, addEventListener() {}, speak: (words) => window.said.push(words.text) } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };`;

const ROUTINE = ["childs-pose", "cat-cow", "glute-bridge"];
const go = (tab, hash) => tab.page.evaluate((to) => { location.hash = to; }, hash);
const moves = (tab) => tab.page.locator(".routine-steps li").evaluateAll((all) => all.map((one) => one.dataset.move));
/** The page's clock goes on by itself again: on paper and in lists nothing is timed. */
const thaw = (tab) => tab.page.clock.resume();

async function visit(host, options = {}) {
  const tab = await Tab.open(host, { viewport: PHONE, hasTouch: true, isMobile: true, serviceWorkers: "allow", ...options });
  await until(() => tab.page.evaluate(() => navigator.serviceWorker.controller !== null), "the page is kept");
  return tab;
}

async function withoutNetwork(tab) {
  tab.mayFail = true; // the browser says that there is none
  await tab.context.setOffline(true);
  await tab.page.reload();
  await tab.page.waitForSelector("body[data-view]");
}

// ---- the steps

/** A whole session with closed eyes: every move is named aloud, nobody looks. */
async function sessionByEar(tab) {
  const { page } = tab;
  await tab.toPlayer({ minutes: 3, pain: 5 });
  await page.tap(".modes [aria-label^='Eyes closed']");
  const area = page.locator(".eyes-area");
  await tab.pass(2);
  await area.tap(); // anywhere: it pauses
  await tab.pass(1, 0.5);
  assert((await page.evaluate(() => window.said)).includes("Paused"), "a tap pauses, and it is said");
  await area.tap();
  await tab.pass(1, 0.5);
  await tab.shoot("newcomer-1-by-ear");
  const named = new Set();
  for (let s = 0; s < 400 && (await tab.view()) === "player"; s += 3) {
    named.add(await tab.text(".eyes-name"));
    await tab.pass(3, 3);
  }
  await tab.at("after");
  const said = (await page.evaluate(() => window.said)).join("\n").toLowerCase();
  for (const name of named) assert(said.includes(name.toLowerCase()), `${name} is said aloud`);
  assert(said.split("\n").length > 10, `more is said than names: ${said}`);
  await page.locator(".after .pain .chip", { hasText: /^3$/ }).locator("input").check();
  await page.locator(".felt").first().locator(".chip", { hasText: "Better" }).locator("input").check();
  await page.fill("#note", "By ear, eyes closed.");
  await page.tap(".after .go");
  await tab.at("done");
  await tab.shoot("newcomer-2-done");
  await thaw(tab);
}

/** A move of one's own, in six short steps: the right hand reaches up, by dragging; its id. */
async function makesMove(tab, name) {
  const { page } = tab;
  const pick = (field, value) => page.locator(`input[name=${field}][value=${value}]`).check();
  const next = () => page.tap(".maker .go:not(.second)");
  const spot = (handle) => page.locator(`[data-handle=${handle}]`).evaluate((one) => {
    const box = one.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  const heading = (text) => page.locator("h1", { hasText: text }).waitFor();
  await go(tab, "#/moves/new");
  await tab.at("mine");
  await page.fill("#mine-name", name);
  await pick("mine-start", "standing");
  await pick("mine-sides", "two");
  await next();
  await heading("Show it");
  await page.locator(".pose-tab").nth(1).click();
  const [hand, head] = [await spot("hand_r"), await spot("head")];
  await page.mouse.move(hand.x, hand.y);
  await page.mouse.down();
  for (let i = 1; i <= 5; i++) await page.mouse.move(hand.x + (head.x + 60 - hand.x) * i / 5, hand.y + (head.y + 10 - hand.y) * i / 5);
  await page.mouse.up();
  await next();
  await heading("What is said");
  await page.fill("#mine-ready", "Stand tall.");
  await page.fill("#mine-go", "Reach up with the {side} hand.");
  await next();
  await heading("How much");
  await next();
  await heading("Where and what for");
  await pick("mine-places", "standing");
  await pick("mine-regions", "upper-back");
  await next();
  await heading("Try it out");
  await page.locator(".looked :text('A body can do this.'), .looked li").first().waitFor();
  await next();
  await tab.at("move");
  await heading(name);
  await tab.shoot("newcomer-7-move");
  return page.evaluate(() => location.hash.split("/")[2]);
}

/** A routine of three moves; its key. */
async function buildsRoutine(tab, name) {
  const { page } = tab;
  await go(tab, "#/routines/new");
  await tab.at("edit");
  await page.fill("#routine-name", name);
  await page.tap(".add");
  for (const words of ["child's pose", "cat cow", "glute bridge"]) {
    await page.fill("#add-find", words);
    await page.locator(".adding label").first().tap();
  }
  await page.tap(".add-end .go");
  await page.tap(".edit .go[type=submit]");
  await tab.at("routine");
  equal(await moves(tab), ROUTINE, "moves of the routine");
  await tab.shoot("newcomer-3-routine");
  return page.evaluate(() => location.hash.split("/")[2]);
}

async function printsIt(tab, key) {
  const { page } = tab;
  await go(tab, `#/routines/${key}/print`);
  await page.waitForSelector(".handout .grid");
  await page.waitForFunction(() => !document.querySelector(".handout-tools .go").disabled);
  equal(await page.locator(".handout .step figure svg").count(), ROUTINE.length, "drawings on the sheet");
  const sheet = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  writeFileSync(join(screens, "newcomer-sheet.pdf"), sheet);
  const text = sheet.toString("latin1");
  assert(/MediaBox ?\[0 0 59[45]\S* 84[12]/.test(text), "A4");
  equal(text.match(/\/Type ?\/Page\b/g).length, 1, "sides of paper for three moves and the grid");
}

/** The link, as it is copied. */
async function sharesIt(tab, key) {
  await go(tab, `#/routines/${key}/share`);
  await tab.at("share");
  await tab.page.waitForSelector(".share svg");
  await tab.shoot("newcomer-4-share");
  return tab.page.locator(".share .text-box").inputValue();
}

/** Another person's browser, which has the network for this visit alone. */
async function opensIt(tab, name) {
  await tab.at("open");
  equal(await moves(tab), ROUTINE, "what the link asks for");
  assert((await tab.text(".open-page h1")) === name, "its name");
  await withoutNetwork(tab);
  await tab.at("open");
  await tab.page.getByRole("button", { name: "Save it to mine" }).tap();
  await tab.at("routine");
  await tab.page.reload();
  await tab.at("routine");
  equal(await moves(tab), ROUTINE, "what is kept");
}

/** What progress says, to be compared with what it says later. */
async function seesProgress(tab) {
  await go(tab, "#/progress");
  await tab.at("progress");
  const said = await tab.page.locator(".progress-room").innerText();
  assert(/moved on 1 of the last 28 days/.test(said), `the session counts: ${said}`);
  return said.replace(/\s+/g, " ");
}

/** The file of everything. */
async function exports(tab) {
  const { page } = tab;
  await go(tab, "#/me/data");
  await tab.at("data");
  const wait = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export everything" }).tap();
  return readFileSync(await (await wait).path());
}

async function erases(tab) {
  const { page } = tab;
  await page.tap(".danger");
  await page.tap("dialog[open] .alarm");
  await tab.at("safety");
  await go(tab, "#/progress");
  await tab.at("progress");
  equal(await tab.text(".nothing h2"), "Nothing here yet, and that is fine", "after the erase");
  await go(tab, "#/routines");
  await tab.at("routines");
  assert(!(await tab.page.locator(".routines").innerText()).includes("After work"), "the routine is gone");
}

async function imports(tab, file) {
  const { page } = tab;
  await go(tab, "#/me/data");
  await tab.at("data");
  await page.locator("#import").setInputFiles({ name: "loosen.jsonl", mimeType: "application/jsonl", buffer: file });
  await until(async () => /entries added/.test(await page.locator(".said").innerText()), "the import says so");
  const said = await page.locator(".said").innerText();
  assert(!/left out/.test(said), `every line was taken: ${said}`);
  await tab.shoot("newcomer-5-imported");
}

async function findsEverything(tab, key, move, progress, file) {
  equal(await seesProgress(tab), progress, "progress as before");
  await tab.shoot("newcomer-6-progress");
  await go(tab, `#/routines/${key}`);
  await tab.at("routine");
  equal(await moves(tab), ROUTINE, "the routine, at its address");
  await go(tab, `#/moves/${move}`);
  await tab.at("move");
  equal(await tab.text("h1"), "Reach for the shelf", "the move, at its address");
  assert(await tab.page.evaluate(() => JSON.parse(localStorage.getItem("loosen.prefs") ?? "{}").eyes), "the settings");
  await go(tab, "#/today");
  await until(async () => (await tab.view()) !== "move", "today");
  equal(await tab.view(), "safety-short", "the answers stand: only what is asked before each session is asked");
  equal((await exports(tab)).toString(), file.toString(), "another export is the same, byte for byte");
}

export const tests = [
  {
    name: "a newcomer without a network does a session by ear, makes a move, hands a routine over, and has everything again after an erase",
    alone: true,
    async run() {
      const host = await StaticHost.make();
      const tabs = [];
      const open = async (options) => {
        const tab = await visit(host, options);
        tabs.push(tab);
        return tab;
      };
      try {
        const tab = await open({ scripts: [LISTEN] });
        await withoutNetwork(tab);
        const asked = host.asked.length;
        await sessionByEar(tab);
        const move = await makesMove(tab, "Reach for the shelf");
        const key = await buildsRoutine(tab, "After work");
        await printsIt(tab, key);
        const link = await sharesIt(tab, key);
        // The browser itself looks for another version of the worker, past what a test can switch off.
        equal(host.asked.slice(asked).filter((one) => one !== "GET offline.js"), [], "what the host was asked since the first visit");
        assert(link.startsWith(`${host.address}#`), `the link stays with the host, in its fragment: ${link}`);
        await opensIt(await open({ at: link.slice(link.indexOf("#")) }), "After work");
        const progress = await seesProgress(tab);
        const file = await exports(tab);
        await erases(tab);
        await imports(tab, file);
        await findsEverything(tab, key, move, progress, file);
        for (const one of tabs) await one.close();
      } finally {
        for (const one of tabs) await one.context.close().catch(() => {});
        await host.end();
      }
    },
  },
];
