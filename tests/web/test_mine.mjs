// Moves of one's own: made by dragging, kept, found, planned, played, handed over, changed, deleted; wrong fields say so.
import { readFileSync } from "node:fs";
import { DESK, PHONE, assert, equal, until } from "./lib.mjs";
import { look } from "./test_looks.mjs";

const go = (tab, hash) => tab.page.evaluate((to) => { location.hash = to; }, hash);
const heading = (tab, text) => tab.page.locator("h1", { hasText: text }).waitFor();
const next = (tab) => tab.page.click(".maker .go:not(.second)");
const pick = (tab, name, value) => tab.page.locator(`input[name=${name}][value=${value}]`).check();
const spot = (tab, handle) => tab.page.locator(`[data-handle=${handle}]`).evaluate((one) => {
  const box = one.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
});

/** Over the stage's lower edge, wherever the page is scrolled to. */
const height = (tab, handle) => tab.page.locator(`[data-handle=${handle}]`).evaluate((one) =>
  one.closest(".pose-place").getBoundingClientRect().bottom - one.getBoundingClientRect().y);

async function first(tab, name) {
  await go(tab, "#/moves/new");
  await tab.at("mine");
  await tab.page.fill("#mine-name", name);
  await pick(tab, "mine-start", "standing");
  await pick(tab, "mine-sides", "two");
  await next(tab);
  await heading(tab, "Show it");
}

/** The right hand goes up by dragging, in the second pose. */
async function drag(tab) {
  const { page } = tab;
  await page.locator(".pose-tab").nth(1).click();
  const [hand, head] = [await spot(tab, "hand_r"), await spot(tab, "head")];
  await page.mouse.move(hand.x, hand.y);
  await page.mouse.down();
  for (let i = 1; i <= 5; i++) await page.mouse.move(hand.x + (head.x + 60 - hand.x) * i / 5, hand.y + (head.y + 10 - hand.y) * i / 5);
  await page.mouse.up();
  const after = await spot(tab, "hand_r");
  assert(after.y < hand.y - 80, `the hand follows the pointer up: from ${hand.y} to ${after.y}`);
}

async function rest(tab) {
  const { page } = tab;
  await next(tab);
  await heading(tab, "What is said");
  await page.fill("#mine-ready", "Stand tall.");
  await page.fill("#mine-go", "Reach up with the {side} hand.");
  await next(tab);
  await heading(tab, "How much");
  await next(tab);
  await heading(tab, "Where and what for");
  await pick(tab, "mine-places", "standing");
  await pick(tab, "mine-regions", "upper-back");
  await next(tab);
  await heading(tab, "Try it out");
}

/** Half a second of a small film, in base64. */
const filmed = (page) => page.evaluate(async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const over = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  for (let i = 0; i < 14; i++) {
    pen.fillStyle = i % 2 ? "teal" : "coral";
    pen.fillRect(0, 0, 64, 48);
    await new Promise((done) => setTimeout(done, 60));
  }
  recorder.stop();
  await over;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
});

async function make(tab, name = "Reach for the shelf") {
  await first(tab, name);
  await drag(tab);
  await rest(tab);
  await next(tab);
  await tab.at("move");
  await heading(tab, name);
  return tab.page.evaluate(() => location.hash.split("/")[2]);
}

export const tests = [
  { name: "mine: made by dragging, then found, planned, played and in a routine", async run({ open }) {
    const tab = await open({});
    const { page } = tab;
    const id = await make(tab);
    assert(/^own-/.test(id), `an id of its own: ${id}`);
    await page.reload(); // it is kept
    await heading(tab, "Reach for the shelf");
    await go(tab, "#/moves");
    await tab.at("moves");
    await page.fill("#find", "shelf");
    equal(await page.locator(".library .move-title").allTextContents(), ["Reach for the shelf"], "what is found by name");
    await page.fill("#find", "");
    await page.click(".filters summary");
    await pick(tab, "find-mine", "mine");
    equal(await page.locator(".library li").count(), 1, "moves that are mine");
    await page.locator(".library a").click();
    await page.locator(".own-ways .go", { hasText: "Do it now" }).click();
    await tab.screening();
    await tab.at("ready");
    await tab.freeze();
    await page.locator(".go", { hasText: "Start" }).first().click();
    const pain = page.locator("dialog[open] .pain input").first();
    if (await pain.count()) { await pain.check(); await page.click("dialog[open] .go"); }
    await tab.at("player");
    await tab.pass(1);
    await until(async () => (await page.locator(".move-name").textContent()) === "Reach for the shelf", "the player shows it");
    await tab.pass(6, 2);
    assert((await page.locator(".sentence").textContent()).length > 5, "its lines are said");
  } },

  { name: "mine: handed over as a file, opened in another profile, refused when broken", async run({ open, elsewhere }) {
    const tab = await open({});
    await make(tab);
    const [saved] = await Promise.all([tab.page.waitForEvent("download"), tab.page.locator("button", { hasText: "Save as a file" }).click()]);
    equal(saved.suggestedFilename(), "reach-for-the-shelf.loosen-move.json", "name of the file");
    const path = await saved.path();
    const text = readFileSync(path, "utf8");
    const other = await elsewhere({ at: "#/moves" });
    await other.at("moves");
    const give = (body) => other.page.setInputFiles("#open-move", { name: "a.json", mimeType: "application/json", buffer: Buffer.from(body) });
    await give(text.replace('"reps": 2', '"reps": 200'));
    await other.at("took-refused");
    const why = await other.page.locator(".care-note").textContent();
    assert(/a\.json, line \d+, column \d+/.test(why) && /from 1 to 30/.test(why), `place and reason: ${why}`);
    await go(other, "#/moves");
    await other.at("moves");
    await give(text);
    await other.at("took");
    assert(await other.page.locator(":text('Nothing is saved yet.')").isVisible(), "it is shown first");
    await other.page.click(".bottom .go");
    await other.at("move");
    await heading(other, "Reach for the shelf");
    const third = await elsewhere({ at: "#/routines" }); // a routine brings the moves that it asks for
    await third.at("routines");
    const file = JSON.parse(text);
    const routine = { kind: "routine", name: "With mine", place: "standing", days: [], steps: [{ move: file.id, level: "usual" }] };
    const hand = (body) => third.page.setInputFiles("#open-file", { name: "r.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(body)) });
    await hand(routine);
    await third.at("open-refused");
    assert(/not here: open that move's file/.test(await third.page.locator(".care-note").textContent()), "it says that a move is missing");
    await go(third, "#/routines");
    await third.at("routines");
    await hand({ ...routine, moves: [{ kind: "move", file }] });
    await third.at("open");
    await third.page.locator("button", { hasText: "Save it to mine" }).click();
    await third.at("routine");
    await third.page.reload();
    await third.page.locator(".routine-step", { hasText: "Reach for the shelf" }).waitFor();
    await other.page.locator(".deletion button").click();
    await other.page.locator(".deletion button", { hasText: "Undo" }).click();
    await other.page.reload();
    await heading(other, "Reach for the shelf");
  } },

  { name: "mine: what is wrong stands beside its field", async run({ open }) {
    const tab = await open({ at: "#/moves/new" });
    const { page } = tab;
    await tab.at("mine");
    await next(tab);
    equal(await page.locator("#problem-name").textContent(), "Give your move a name.", "a missing name");
    assert(await page.locator("#mine-name").evaluate((one) => one === document.activeElement), "the focus is on it");
    await page.fill("#mine-name", "child's pose");
    await pick(tab, "mine-start", "standing");
    await next(tab);
    assert(/called "child's pose" already/i.test(await page.locator("#problem-name").textContent()), "a name that is taken");
    await page.fill("#mine-name", "Slow bow");
    await next(tab);
    await heading(tab, "Show it");
    await next(tab);
    await heading(tab, "What is said");
    await page.fill("#mine-ready", "Stand.");
    await page.fill("#mine-go", "Bow.");
    await page.fill("#mine-hold", "Now let it all go, one by one: let go of the neck, of the arms, of the back, of the hips and of the legs, and so on, and on, and then do it all once more, as slow as you can.");
    await next(tab);
    assert(/too long to say. Shorten it, or hold for longer/.test(await page.locator("#problem-hold").textContent()), "a line that is too long for its hold");
    await page.fill("#mine-hold", "Breathe.");
    await next(tab);
    await heading(tab, "How much");
    await page.fill("#mine-usual-reps", "99");
    await next(tab);
    assert(/from 1 to 30/.test(await page.locator("#problem-usual").textContent()), "too many repetitions");
    await page.reload();
    await tab.at("mine"); // the draft is kept
    equal(await page.locator("#mine-usual-reps").inputValue(), "99", "what was not saved yet");
  } },

  { name: "mine: made with the keyboard alone", async run({ open }) {
    const tab = await open({ at: "#/moves" });
    const { page } = tab;
    const press = (key) => page.keyboard.press(key);
    await tab.at("moves");
    await page.locator("[data-key=new]").focus();
    await press("Enter");
    await tab.at("mine");
    await page.locator("#mine-name").focus();
    await page.keyboard.type("Key reach");
    await page.locator("input[name=mine-start]").first().focus();
    await press("Space");
    await page.locator(".maker .go:not(.second)").focus();
    await press("Enter");
    await heading(tab, "Show it");
    await page.locator(".pose-tab").nth(1).focus();
    await press("Enter");
    const before = await height(tab, "hand_l");
    await page.locator("[data-handle=hand_l]").focus();
    for (let i = 0; i < 2; i++) await press("Shift+ArrowUp");
    const after = await height(tab, "hand_l");
    assert(after > before + 40, `arrow keys move the hand: ${before} to ${after}`);
    await page.locator(".pose-acts button").first().focus();
    await press("Enter");
    assert((await height(tab, "hand_l")) < after - 5, "undo takes the last step back");
    equal(await page.locator(".handle").evaluateAll((all) => all.filter((one) => !one.getAttribute("aria-label") || one.offsetWidth < 44).length), 0, "handles without a name or too small");
  } },

  { name: "mine: a picture of one's own stands for the figure, goes into the copy and comes back", async run({ open }) {
    const tab = await open({});
    const { page } = tab;
    await first(tab, "Picture move");
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC", "base64");
    await page.setInputFiles("#mine-media", { name: "a.png", mimeType: "image/png", buffer: png });
    await page.locator(".media-preview img").waitFor();
    await rest(tab);
    await next(tab);
    await tab.at("move");
    await page.locator(".own-media img").waitFor();
    await go(tab, "#/me/data");
    await tab.at("data");
    const [copy] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Save a copy" }).or(page.locator(".data .go").first()).first().click()]);
    const text = readFileSync(await copy.path(), "utf8");
    assert(/"kind":"move"/.test(text) && /data:image\/jpeg;base64/.test(text), "the copy holds move and picture");
    const other = await open({ at: "#/me/data" });
    await other.at("data");
    await other.page.setInputFiles("#import", { name: "c.jsonl", mimeType: "text/plain", buffer: Buffer.from(text) });
    await other.page.locator(".said p").first().waitFor();
    await go(other, "#/moves");
    await other.at("moves");
    await other.page.fill("#find", "picture move");
    equal(await other.page.locator(".library .move-title").allTextContents(), ["Picture move"], "it came with the copy");
  } },

  { name: "mine: a film of one's own plays in place of the figure, goes into the copy and comes back, and has its bounds", async run({ open, elsewhere }) {
    const tab = await open({});
    const { page } = tab;
    await first(tab, "Film move");
    const film = Buffer.from(await filmed(page), "base64");
    const give = (bytes, to = page) => to.setInputFiles("#mine-media", { name: "a.webm", mimeType: "video/webm", buffer: bytes });
    await give(Buffer.alloc(24 * 1024 * 1024 + 1));
    await page.locator(".note[role=alert]", { hasText: "larger than 24 MB" }).waitFor();
    await give(film);
    await page.locator(".media-preview video").waitFor();
    await rest(tab);
    await page.evaluate(() => {
      window.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
    });
    await next(tab);
    await page.locator(".note[role=alert]", { hasText: "no room left for this film" }).waitFor();
    await page.evaluate(() => { IDBObjectStore.prototype.put = window.put; });
    await next(tab);
    await tab.at("move");
    const plays = (at) => at.locator(".own-media video").evaluate(async (video) => {
      if (video.readyState < 2) await new Promise((done) => { video.onloadeddata = done; });
      return [video.videoWidth, video.videoHeight];
    });
    equal(await plays(page), [64, 48], "the film is there");
    await go(tab, "#/me/data");
    await tab.at("data");
    const [copy] = await Promise.all([page.waitForEvent("download"), page.locator(".data .go").first().click()]);
    const text = readFileSync(await copy.path(), "utf8");
    const other = await elsewhere({ at: "#/me/data" });
    await other.at("data");
    const take = (content) => other.page.setInputFiles("#import", { name: "c.jsonl", mimeType: "text/plain", buffer: Buffer.from(content) });
    await take(text.replace(/"data":"[^"]{40}/, '"data":"!'));
    await other.page.locator(".said li", { hasText: "cannot be played" }).waitFor();
    await take(text);
    await other.page.locator(".said", { hasText: "1 film added" }).waitFor();
    await take(text);
    await other.page.locator(".said p", { hasText: "film added" }).waitFor({ state: "detached" });
    await go(other, `#/moves/${/"film":"(own-[0-9a-f]+)"/.exec(text)[1]}`);
    await other.at("move");
    equal(await plays(other.page), [64, 48], "it came with the copy");
    assert(/1 film passed over/.test(await tab.machine.run("import", await copy.path())), "the program says that films are the page's");
  } },

  ...[["phone", PHONE], ["desk", DESK]].map(([name, viewport]) => ({ name: `mine: looks, ${name}`, async run({ open }) {
    const tab = await open({ viewport, paints: true });
    await first(tab, "Reach for the shelf");
    await drag(tab);
    await look(tab, `mine-figure-${name}`);
    if (viewport === DESK) return;
    await rest(tab);
    equal(await tab.page.locator(".looked p").first().textContent().then((text) => /Looking|A body can/.test(text)), true, "it is looked at");
    await tab.page.locator(".looked :text('A body can do this.')").waitFor();
    await tab.shoot(`mine-try-${name}`);
  } })),
];
