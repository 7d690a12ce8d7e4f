// Progress: what the log says as pictures, each with a sentence and a table; kind when there is nothing; sound for all.
import { DESK, PHONE, assert, equal } from "./lib.mjs";
import { seed } from "./seed.mjs";
import { look } from "./test_looks.mjs";

async function filled(open, machine, name, viewport, theme = "light", pictures = false) {
  await seed(machine);
  const tab = await open({ viewport, at: "#/progress", colorScheme: theme, pictures });
  await tab.at("progress");
  await tab.page.waitForSelector(".pain-card .band");
  await tab.freeze();
  await look(tab, name);
  const full = await tab.page.evaluate(() => document.documentElement.scrollHeight);
  await tab.page.setViewportSize({ width: viewport.width, height: full });
  await tab.frames(3);
  await tab.shoot(`${name}-whole`);
  return tab;
}

export const tests = [
  ...[["progress-phone", PHONE, "light"], ["progress-phone-dark", PHONE, "dark"], ["progress-desk", DESK, "light"]]
    .map(([name, viewport, theme]) => ({
      name: `progress with a log of weeks is sound: ${name}`,
      run: async ({ open, machine }) => { await filled(open, machine, name, viewport, theme); },
    })),
  {
    name: "every picture of progress has its sentence and its table",
    async run({ open, machine }) {
      const tab = await filled(open, machine, "progress-tables", PHONE);
      const { page } = tab;
      for (const label of await page.locator(".chart").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label"))))
        assert(label.length > 20, `a chart says "${label}"`);
      await page.locator(".pain-card .as-table summary").first().press("Enter");
      const rows = await page.locator(".pain-card .as-table").first().locator("tbody tr").count();
      equal(rows, await page.locator(".pain-card .chart").first().locator(".dot").count(), "rows of the table for dots of the picture");
      assert((await tab.text(".weeks caption")).startsWith("You moved on"), "the calendar says how many days");
      assert(await page.locator(".cell.did .hidden").count() > 10, "days that were done say so");
      const said = await page.locator(".progress-room").innerText();
      assert(!/missed|streak|failed/i.test(said), `nothing shames: ${said}`);
      assert(/chance|by itself|by themselves/.test(said), "chance is mentioned");
      assert(said.includes("Not a real change yet") || said.includes("real change"), "measures say what a real change is");
    },
  },
  {
    name: "the figure of doses glows where the minutes went, and only there",
    async run({ open, machine }) {
      const tab = await filled(open, machine, "progress-figure", DESK, "light", true);
      await tab.page.waitForSelector(".dose-figure.drawn");
      // How orange the figure is at a third and at nine tenths of its height: back and buttocks, calves.
      const glow = await tab.page.locator(".dose-figure").evaluate((canvas) => {
        const { width, height } = canvas;
        const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
        const warm = (from, to) => {
          let count = 0;
          for (let y = Math.round(from * height); y < to * height; y++)
            for (let x = 0; x < width; x++) {
              const at = 4 * (y * width + x);
              if (data[at] > 200 && data[at] - data[at + 2] > 90 && data[at + 1] < 190) count++;
            }
          return count;
        };
        return { back: warm(0.2, 0.55), calves: warm(0.75, 0.9) };
      });
      assert(glow.back > 200, `the back glows (${glow.back})`);
      assert(glow.calves < glow.back / 4, `the calves, which had nothing, do not (${glow.calves})`);
    },
  },
  ...[["progress-empty-phone", PHONE], ["progress-empty-desk", DESK]].map(([name, viewport]) => ({
    name: `progress without a session is kind: ${name}`,
    async run({ open }) {
      const tab = await open({ viewport, at: "#/progress" });
      await tab.at("progress");
      await tab.freeze();
      await look(tab, name);
      equal(await tab.text(".nothing h2"), "Nothing here yet, and that is fine", "what it says");
      equal(await tab.page.locator(".chart").count(), 0, "empty pictures");
      await tab.page.locator(".go-link").first().press("Enter");
      await tab.at("safety");
    },
  })),
];
