// The figure under fingers, wheel and keys: it names its muscles, comes nearer, and is never cut off by itself.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DESK, PHONE, assert, equal, pause, root } from "./lib.mjs";

/** Wide enough for the desk's layout, and no finer than it takes: the figure is painted in software. */
const WINDOW = { viewport: { width: 1000, height: 480 }, deviceScaleFactor: 0.5, paints: true };

/** To a paused moment of a hold, in which something glows. */
async function toHold(tab) {
  await tab.toPlayer({ minutes: 5 });
  await tab.page.keyboard.press("ArrowRight"); // the first move holds nothing
  for (let i = 0; i < 30; i++) {
    await tab.pass(2, 2);
    if ((await tab.text(".pill")).toLowerCase().includes("hold") && (await tab.page.locator(".glow").innerText()) !== "") break;
  }
  assert((await tab.page.locator(".glow").innerText()) !== "", "in a hold, something glows");
  await tab.page.keyboard.press("Space");
  await settle(tab);
}
async function settle(tab) {
  await tab.frames(25);
  await pause(150);
  await tab.frames(2);
}
const figure = (tab) => tab.figure();
const named = (tab) => tab.page.locator(".muscle").innerText();

/** Where the dot of the name is, on the page. */
const dot = (tab) => tab.page.evaluate(() => {
  const tag = document.querySelector(".muscle");
  const box = tag.getBoundingClientRect();
  const lean = parseFloat(tag.style.getPropertyValue("--lean"));
  return { x: box.left + box.width / 2 + lean, y: tag.classList.contains("below") ? box.top - 16 : box.bottom + 16 };
});

async function pinch(tab, from, to) {
  const box = await tab.page.locator("canvas.figure").boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const client = await tab.context.newCDPSession(tab.page);
  const points = (half) => [-half, half].map((dx, id) => ({ x: middle.x + dx, y: middle.y, id }));
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: points(from).slice(0, 1) });
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: points(from) });
  for (let i = 1; i <= 5; i++)
    await client.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: points(from + ((to - from) * i) / 5) });
  await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await settle(tab);
}

/** How far beyond the edge of the picture (1 is the edge) each move's body reaches at its most, on a canvas of this shape. */
async function reaches(aspect) {
  const { instance } = await WebAssembly.instantiate(await readFile(join(root, "build/loosen.wasm")), {});
  const core = instance.exports;
  const out = () => JSON.parse(new TextDecoder().decode(
    new Uint8Array(core.memory.buffer, core.loosen_out(), core.loosen_out_len())));
  core.loosen_start();
  core.loosen_moves();
  const beyond = [];
  for (const [i, { id }] of out().entries()) {
    core.loosen_preview(i, 1, 0);
    const { seconds } = out();
    for (let t = 0; t < seconds; t += 1) {
      core.loosen_preview(i, 1, t);
      const m = new Float32Array(core.memory.buffer, core.loosen_camera(aspect, 0, 0), 16).slice();
      const vertices = new Float32Array(core.memory.buffer, core.loosen_vertices(), core.loosen_vertex_count() * 12);
      for (let at = 0; at < vertices.length; at += 12) {
        if (vertices[at + 10] > 2) continue; // mat, props and floor may go on
        const [x, y, z] = vertices.subarray(at, at + 3);
        const row = (r) => m[r] * x + m[4 + r] * y + m[8 + r] * z + m[12 + r];
        const far = Math.max(Math.abs(row(0)), Math.abs(row(1))) / row(3);
        if (!(far <= 1)) beyond.push(`${id} ${far.toFixed(3)}`);
      }
    }
  }
  return [...new Set(beyond)];
}

export const tests = [
  {
    name: "the player says what lengthens, in plain words and in Latin",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 5 });
      equal(await tab.page.locator(".glow").innerText(), "", "getting ready, nothing glows");
      await tab.page.keyboard.press("ArrowRight");
      await tab.pass(8);
      for (let i = 0; i < 60 && (await tab.page.locator(".glow").innerText()) === ""; i++) await tab.pass(1);
      const said = await tab.text(".glow");
      assert(/^(Lengthening|Working): [a-z ,]+ \([a-z ,]+\)$/.test(said), `it says ${said}`);
      assert(await tab.page.locator(".glow").evaluate((e) => e.closest("[aria-hidden=true]") === null),
        "a screen reader reaches the line");
    },
  },
  {
    name: "a tap names the nearest glowing muscle, beside it",
    async run({ open }) {
      const tab = await open(WINDOW);
      await toHold(tab);
      assert(!(await tab.page.locator(".muscle").isVisible()), "nothing is named yet");
      await tab.page.keyboard.press("m");
      const first = await named(tab);
      const at = await dot(tab);
      await tab.shoot("figure-named");
      equal(await tab.page.locator(".muscle").getAttribute("role"), "status", "it is read out");
      const caption = await tab.text(".glow");
      const latin = await tab.page.locator(".muscle [lang=la]").innerText();
      assert(caption.endsWith(`(${latin})`), `the brightest comes first: ${first}, ${caption}`);
      await tab.pass(6, 1);
      assert(!(await tab.page.locator(".muscle").isVisible()), "the name goes after a while");
      await tab.page.mouse.click(at.x + 2, at.y + 2);
      assert((await named(tab)) !== "", "a muscle under the tap is named"); // where several lie close, the nearest
      const again = await dot(tab);
      assert(Math.hypot(again.x - at.x, again.y - at.y) < 6, "its dot is where the tap was");
      const box = await tab.page.locator("canvas.figure").boundingBox();
      await pause(400);
      await tab.page.mouse.click(box.x + 8, box.y + box.height - 80);
      assert(!(await tab.page.locator(".muscle").isVisible()), "far from all that glows, nothing is named");
    },
  },
  {
    name: "a drag turns the figure and names nothing",
    async run({ open }) {
      const tab = await open(WINDOW);
      await toHold(tab);
      const before = await figure(tab);
      const box = await tab.page.locator("canvas.figure").boundingBox();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await tab.page.mouse.move(x, y);
      await tab.page.mouse.down();
      await tab.page.mouse.move(x + 120, y, { steps: 4 });
      await tab.page.mouse.up();
      await settle(tab);
      assert((await figure(tab)) !== before, "it has turned");
      assert(!(await tab.page.locator(".muscle").isVisible()), "nothing is named");
    },
  },
  {
    name: "keys and wheel draw the figure nearer, within bounds, and back",
    async run({ open }) {
      const tab = await open(WINDOW);
      await toHold(tab);
      const { page } = tab;
      const before = await figure(tab);
      await page.keyboard.press("-");
      await settle(tab);
      equal((await figure(tab)) === before, true, "it is as far as it goes");
      for (let i = 0; i < 2; i++) await page.keyboard.press("+");
      await settle(tab);
      const near = await figure(tab);
      assert(near !== before, "nearer");
      await tab.shoot("figure-near");
      for (let i = 0; i < 10; i++) await page.keyboard.press("+");
      await settle(tab);
      const nearest = await figure(tab);
      for (let i = 0; i < 3; i++) await page.keyboard.press("+");
      await settle(tab);
      equal((await figure(tab)) === nearest, true, "it does not go nearer than four times");
      for (let i = 0; i < 14; i++) await page.keyboard.press("-");
      await settle(tab);
      equal((await figure(tab)) === before, true, "back to the whole figure");
      const box = await page.locator("canvas.figure").boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
      await page.mouse.wheel(0, -240);
      await settle(tab);
      assert((await figure(tab)) !== before, "the wheel draws it nearer");
      await page.mouse.dblclick(box.x + 20, box.y + box.height / 2);
      await settle(tab);
      equal((await figure(tab)) === before, true, "two taps show the whole figure");
    },
  },
  {
    name: "two fingers draw the figure nearer, two taps bring it back",
    async run({ open }) {
      const tab = await open({ hasTouch: true, isMobile: true, deviceScaleFactor: 0.5, paints: true });
      await toHold(tab);
      const before = await figure(tab);
      await pinch(tab, 40, 110);
      assert((await figure(tab)) !== before, "nearer");
      await tab.shoot("figure-pinched");
      assert(!(await tab.page.locator(".muscle").isVisible()), "a pinch is no tap");
      const box = await tab.page.locator("canvas.figure").boundingBox();
      for (let i = 0; i < 2; i++) await tab.page.touchscreen.tap(box.x + box.width / 4, box.y + box.height / 2);
      await settle(tab);
      equal((await figure(tab)) === before, true, "the whole figure");
    },
  },
  {
    name: "no move is cut off on a phone or on a desk",
    async run({ open }) {
      for (const viewport of [PHONE, DESK]) {
        const tab = await open({ viewport });
        await tab.toPlayer();
        const box = await tab.page.locator("canvas.figure").boundingBox();
        assert(box.x >= 0 && box.y >= 0 && box.x + box.width <= viewport.width && box.y + box.height <= viewport.height,
          "the canvas is on the page");
        equal(await reaches(box.width / box.height), [], `cut off at ${viewport.width}×${viewport.height}`);
      }
    },
  },
];
