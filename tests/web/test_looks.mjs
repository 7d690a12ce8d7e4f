// Every view in both themes: no axe violation, nothing wider than the page, targets large enough. Pictures of all of them
// lie in build/screens/ afterwards, to be looked at.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESK, PHONE, assert, equal, pause } from "./lib.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Pictures in view that are not drawn yet, and fades under way. */
const unsettled = () => [...document.querySelectorAll("canvas:is(.picture, .portrait, .dose-figure):not(.drawn)")].filter((canvas) => {
  const { top, bottom } = canvas.getBoundingClientRect();
  return canvas.checkVisibility() && bottom > 0 && top < innerHeight;
}).length + document.getAnimations().filter((one) =>
  one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime)).length;

/** Takes a picture of the view as it is, and has axe look at it where the window is one of the two usual ones. */
export async function look(tab, name) {
  const { page } = tab;
  await tab.frames(3);
  for (let i = 0; i < 40; i++) {
    await pause(50); // the observers have seen what is in view
    await tab.frames(2);
    if ((await page.evaluate(unsettled)) === 0) break;
  }
  await tab.shoot(name);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight)); // nothing lies behind the bar at the end
  const { width, height } = page.viewportSize();
  if (width >= 390 && height > 560) await lookWithAxe(tab, name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert(wide <= 0, `${name} is ${wide} px wider than the page`);
}

async function lookWithAxe(tab, name) {
  const { page } = tab;
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  let done = false;
  const run = page.evaluate((rules) => window.axe.run(document, { runOnly: rules }), RULES)
    .finally(() => { done = true; });
  while (!done) await tab.frames(1); // axe waits for timers now and then
  const { violations } = await run;
  equal(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), [], `axe on ${name}`);
  const small = await page.evaluate(() => [...document.querySelectorAll("button, .chip, .check, summary")]
    .filter((e) => e.checkVisibility() && !e.closest("dialog:not([open])"))
    .map((e) => ({ text: e.innerText || e.ariaLabel, box: e.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
    .map(({ text, box }) => `${text} ${Math.round(box.width)}×${Math.round(box.height)}`));
  equal(small, [], `targets under 44 px on ${name}`);
}

/** Walks through all views and looks at each. */
async function walk(open, name, options) {
  const tab = await open(options);
  const { page } = tab;
  await tab.freeze();
  await look(tab, `${name}-1-safety`);
  await tab.screening(["Kneeling hurts your knees"]);
  await look(tab, `${name}-2-care`);
  await page.click(".advice .go");
  await tab.at("today");
  await look(tab, `${name}-3-today`);
  if (options.viewport.width < 1000) {
    await page.locator(".open").first().click();
    await look(tab, `${name}-4-move`);
    await page.click("dialog[open] > .go");
  }
  await page.click(".today .go:has-text('Start')");
  await look(tab, `${name}-5-pain`);
  await page.locator("dialog[open] .pain .chip").nth(4).locator("input").check();
  await page.click("dialog[open] .go");
  await tab.at("player");
  await look(tab, `${name}-6-ready`);
  for (let i = 0; i < 50 && !(await tab.text(".pill")).toLowerCase().includes("hold"); i++) await tab.pass(2, 2);
  await look(tab, `${name}-7-hold`);
  await page.click(".control.stop");
  await look(tab, `${name}-8-stop`);
  await page.keyboard.press("Escape");
  await tab.pass(100, 20);
  await page.click(".control.stop");
  await page.click("dialog[open] .second");
  await tab.at("after");
  await look(tab, `${name}-9-after`);
  await page.locator(".after .pain .chip").nth(2).locator("input").check();
  await page.click(".after .go");
  await tab.at("done");
  await look(tab, `${name}-10-done`);
  await page.click(".done .go:not([type=submit])");
  await tab.at("safety-short");
  await look(tab, `${name}-11-short`);
  await tab.screening(["Chest pain"]);
  await look(tab, `${name}-12-help`);
}

const views = [
  ["phone-light", { viewport: PHONE, colorScheme: "light", paints: true }],
  ["phone-dark", { viewport: PHONE, colorScheme: "dark", paints: true }],
  ["desk-light", { viewport: DESK, colorScheme: "light", paints: true }],
  ["desk-dark", { viewport: DESK, colorScheme: "dark", paints: true }],
  ["small", { viewport: { width: 320, height: 640 }, colorScheme: "light" }],
  ["landscape", { viewport: { width: 844, height: 390 }, colorScheme: "light" }],
  ["contrast", { viewport: PHONE, colorScheme: "light", contrast: "more", forcedColors: "active" }],
];

export const tests = [
  ...views.map(([name, options]) => ({
    name: `every view is sound: ${name}`, run: ({ open }) => walk(open, name, options),
  })),
  {
    name: "with reduced motion the figure stands in key poses",
    async run({ open }) {
      const differ = async (reducedMotion) => {
        const tab = await open({ reducedMotion, deviceScaleFactor: 0.5, paints: true });
        await tab.toPlayer({ minutes: 3 });
        const figure = tab.page.locator(".figure-place");
        for (let i = 0; i < 60; i++) { // to a phase that moves and lasts a while
          if (/settle|move/i.test(await tab.text(".pill")) && (await tab.ring()) >= 3) break;
          await tab.pass(1);
        }
        await tab.page.evaluate(() => {
          for (const other of document.querySelectorAll(".ring, .veil")) other.style.visibility = "hidden";
        });
        const shoot = async (ms) => {
          await tab.page.clock.fastForward(ms);
          await pause(400); // what was drawn has reached the screen
          return figure.screenshot();
        };
        const one = await shoot(600);
        const two = await shoot(900);
        return !one.equals(two);
      };
      equal(await differ("no-preference"), true, "it moves");
      equal(await differ("reduce"), false, "it moves with reduced motion");
    },
  },
  {
    name: "without WebGL the move is shown as a picture",
    async run({ open }) {
      const tab = await open({ pictures: true, scripts: [`
        const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind.startsWith("webgl") ? null : get.call(this, kind, ...rest); };
        if (window.OffscreenCanvas) OffscreenCanvas.prototype.getContext = () => null;`] });
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(2);
      await tab.page.waitForSelector("canvas.figure.drawn", { state: "attached" });
      const colours = await tab.page.locator("canvas.figure").evaluate((canvas) => new Set(new Uint32Array(
        canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size);
      assert(colours > 100, `the picture shows something (${colours} colours)`);
    },
  },
];
