// Pictures come from a second core in a worker, and show what the page's core knows.
import { DESK, equal, until } from "./lib.mjs";

/** The first picture of a view, once it is there and another than `before`. */
async function pixels(tab, selector, before = null) {
  return until(async () => {
    const now = await tab.page.evaluate((which) => document.querySelector(`${which}.drawn`)?.toDataURL() ?? "", selector);
    return now.length > 5000 && now !== before && now;
  }, `${selector} shows something else`);
}

const CARD = '[data-key="cat-cow"] canvas';

export const tests = [
  {
    name: "pictures of moves are drawn in a worker, in the theme and with the body of the moment",
    async run({ open }) {
      const tab = await open({ pictures: true, at: "#/moves/cat-cow", viewport: DESK });
      const { page } = tab;
      let workers = 0;
      page.on("worker", () => { workers++; });
      const to = (address) => page.evaluate((hash) => { location.hash = hash; }, address);
      await to("#/moves");
      await page.locator(CARD).scrollIntoViewIfNeeded();
      const light = await pixels(tab, CARD);
      equal(workers, 1, "workers");
      await page.emulateMedia({ colorScheme: "dark" });
      await pixels(tab, CARD, light);
      await page.emulateMedia({ colorScheme: "light" });
      await until(async () => (await pixels(tab, CARD)) === light, "it is light again");
      await to("#/me/body");
      await page.locator("input[name=look]").nth(1).check();
      await to("#/moves");
      await page.locator(CARD).scrollIntoViewIfNeeded();
      await pixels(tab, CARD, light);
      equal(workers, 1, "workers in the end");
    },
  },
  {
    name: "the worker of pictures goes when none was asked for a while, and comes again",
    async run({ open }) {
      const tab = await open({ pictures: true, at: "#/me/day" });
      const before = await pixels(tab, "canvas.picture");
      equal(tab.page.workers().length, 1, "workers");
      await until(async () => {
        await tab.pass(30, 30);
        return tab.page.workers().length === 0;
      }, "it is gone");
      await tab.page.emulateMedia({ colorScheme: "dark" });
      await pixels(tab, "canvas.picture", before);
    },
  },
  {
    name: "where no worker can start, the page draws its pictures itself",
    async run({ open }) {
      const tab = await open({ pictures: true, at: "#/me/day", scripts: [`window.Worker = class {
        postMessage() { queueMicrotask(() => this.onerror(new Event("error"))); }
        terminate() {}
      };`] });
      await pixels(tab, "canvas.picture");
    },
  },
];
