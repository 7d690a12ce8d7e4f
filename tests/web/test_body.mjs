// My body: what is set there moves the figure, is kept, and leaves out what does not suit. Pictures lie in build/screens/.
import { DESK, PHONE, assert, equal, pause } from "./lib.mjs";
import { look } from "./test_looks.mjs";

async function toBody(tab) {
  await tab.screening();
  await tab.at("today");
  await tab.page.click(".my-body");
  await tab.at("body");
}

const rows = (tab) => tab.page.locator(".step").evaluateAll((list) => list.map((row) => row.dataset.move));
const slider = (tab, name) => tab.page.getByRole("slider", { name, exact: true });

async function set(tab, name, value) {
  await slider(tab, name).fill(String(value));
  await tab.pass(1);
}

/** What the figure shows, as a picture. */
async function figure(tab) {
  await tab.frames(3);
  await pause(150); // what was drawn has reached the screen
  return tab.figure();
}

const KNEELING = ["cat-cow", "tail-wag", "childs-pose", "half-kneeling-hip-flexor", "downward-dog", "kneeling-thoracic-twist",
  "cobra-to-downward-dog"];

const sizes = [["phone-light", { viewport: PHONE, colorScheme: "light" }], ["phone-dark", { viewport: PHONE, colorScheme: "dark" }],
  ["desk-light", { viewport: DESK, colorScheme: "light" }],
  ["small", { viewport: { width: 320, height: 640 }, colorScheme: "light" }],
  ["landscape", { viewport: { width: 844, height: 390 }, colorScheme: "light" }]];

export const tests = [
  ...sizes.map(([name, options]) => ({
    name: `my body is sound: ${name}`,
    async run({ open }) {
      const tab = await open(options);
      await toBody(tab);
      await tab.freeze();
      await look(tab, `body-${name}-1-usual`);
      await tab.page.locator(".check", { hasText: /^kneel$/ }).locator("input").check();
      await set(tab, "Round the low back", 10);
      await set(tab, "Bend the hip", 90);
      await slider(tab, "Bend the hip").focus();
      await tab.page.click(".left-out summary");
      await look(tab, `body-${name}-2-limited`);
    },
  })),
  {
    name: "who cannot kneel gets a plan without kneeling, and after a reload too",
    async run({ open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 30 });
      const before = await rows(tab);
      assert(before.some((move) => KNEELING.includes(move)), `somebody kneels in ${before}`);
      await tab.page.click(".my-body");
      await tab.at("body");
      await tab.page.locator(".check", { hasText: /^kneel$/ }).locator("input").check();
      assert(/moves are left out/.test(await tab.text(".left-out .summary")), "what is left out is said");
      await tab.page.click(".left-out summary");
      assert(/Cat–cow needs kneeling\./.test((await tab.text(".left-out ul")).replace(/\s+/g, " ")), "and why");
      await tab.page.click(".body-view .go");
      await tab.at("today");
      const after = await rows(tab);
      assert(after.length > 0 && !after.some((move) => KNEELING.includes(move)), `nobody kneels in ${after}`);
      await tab.page.reload();
      await tab.page.waitForSelector("body[data-view]");
      await tab.screening();
      await tab.at("today");
      equal(await rows(tab), after, "moves after a reload");
    },
  },
  {
    name: "a prop that is not at hand leaves its moves out",
    async run({ open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 10, place: "Chair" });
      assert((await rows(tab)).includes("seated-trunk-rotation"), "a stool is at hand at first");
      await tab.page.click(".my-body");
      await tab.at("body");
      await tab.page.locator(".check", { hasText: /^Stool$/ }).locator("input").uncheck();
      await tab.page.click(".body-view .go");
      await tab.at("today");
      assert(!(await rows(tab)).includes("seated-trunk-rotation"), "and without one it is left out");
    },
  },
  {
    name: "each slider is reached by keys, says its degrees and is what the figure shows",
    async run({ open }) {
      const tab = await open({ viewport: { width: 320, height: 400 }, reducedMotion: "reduce" });
      await toBody(tab);
      await tab.freeze();
      const names = await tab.page.getByRole("slider").evaluateAll((list) => list.map((one) => one.ariaLabel));
      assert(names.length >= 10, `${names.length} sliders`);
      for (const name of names) {
        const one = slider(tab, name);
        await one.focus();
        await tab.page.keyboard.press("Home");
        const said = await one.getAttribute("aria-valuetext");
        assert(/\d+( cm| %|°)$/.test(said), `${name} says ${said}`);
        await tab.page.keyboard.press("ArrowRight");
        assert((await one.getAttribute("aria-valuetext")) !== said, `${name} goes a step`);
        if (/^(Height|Build)$/.test(name)) continue;
        const shown = await tab.page.locator("canvas.figure").getAttribute("aria-label");
        equal(shown, `${name}: ${await one.inputValue()} degrees`, "what the figure shows");
        await tab.page.keyboard.press("End");
        equal(await one.getAttribute("aria-valuetext"), "no limit", name);
      }
    },
  },
  {
    name: "a slider moves the figure",
    async run({ open }) {
      const tab = await open({ viewport: { width: 320, height: 400 }, reducedMotion: "reduce", paints: true });
      await toBody(tab);
      await tab.freeze();
      await slider(tab, "Raise the arms").focus();
      const before = await figure(tab);
      await tab.page.keyboard.press("Home");
      assert((await figure(tab)) !== before, "it moves");
    },
  },
  {
    name: "size, look and limits stay until the usual body is asked for again",
    async run({ open }) {
      const tab = await open();
      await toBody(tab);
      await tab.page.locator(".chip", { hasText: "Large" }).locator("input").check();
      await tab.page.locator(".chip", { hasText: "Sage" }).locator("input").check();
      await set(tab, "Take the leg back", 5);
      await set(tab, "Bend the hip", 110);
      const kept = () => tab.page.evaluate(() => JSON.parse(localStorage.getItem("loosen.body")));
      equal(await kept(), { stature_m: 1.87, girth: 1.09, look: "sage", limits: { hip_flexion: [-5, 110] } }, "what is kept");
      await tab.page.click(".body-view .go");
      await tab.page.click(".my-body");
      await tab.at("body");
      equal(await slider(tab, "Height").getAttribute("aria-valuetext"), "187 cm", "height");
      assert(await tab.page.locator(".chip", { hasText: "Sage" }).locator("input").isChecked(), "the look is chosen");
      equal(await slider(tab, "Take the leg back").inputValue(), "5", "a limit");
      await tab.page.click(".reset");
      equal(await kept(), null, "what is kept");
      equal(await slider(tab, "Bend the hip").getAttribute("aria-valuetext"), "no limit", "hip");
      equal(await tab.page.evaluate(() => document.activeElement.tagName), "H1", "the focus");
    },
  },
  {
    name: "a kept body that cannot be is forgotten",
    async run({ open }) {
      const tab = await open({ scripts: [`localStorage.setItem("loosen.body", '{"cannot":["fly"]}')`] });
      await tab.screening();
      await tab.at("today");
      assert((await rows(tab)).length > 0, "there is a plan");
    },
  },
];
