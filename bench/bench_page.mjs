// How long the page takes from the start of navigation to its first control, in real Chromium: node bench/bench_page.mjs
// The median of nine first visits, each in a fresh profile, from a plain host of files on this machine; then of nine
// returns to the same profile, where everything comes from what the page has kept. Needs build/site and npm ci in tests/web.
import { StaticHost, closeBrowser, openBrowser, PHONE } from "../tests/web/lib.mjs";

const TIMES = 9;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Notes when the first control is there to be used: the frame after it came, on the page's own timeline. */
function note() {
  const look = () => {
    if (!document.querySelector("#view button, #view input")) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => { window.firstControl = performance.now(); }));
  };
  requestAnimationFrame(look);
}

async function visit(context, address) {
  const page = await context.newPage();
  await page.addInitScript(note);
  await page.goto(address);
  const found = await page.waitForFunction(() => window.firstControl && {
    control: window.firstControl, paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  });
  const times = await found.jsonValue();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.close();
  return times;
}

const browser = await openBrowser();
const host = await StaticHost.make();
const results = { "first visit": [], "return": [] };
for (let i = 0; i < TIMES; i++) {
  const context = await browser.newContext({ viewport: PHONE });
  results["first visit"].push(await visit(context, host.address));
  results["return"].push(await visit(context, host.address));
  await context.close();
}
for (const [name, times] of Object.entries(results)) {
  const of = (what) => times.map((one) => one[what]);
  console.log(`${name}: first control after ${median(of("control")).toFixed(0)} ms (${Math.min(...of("control")).toFixed(0)} to `
    + `${Math.max(...of("control")).toFixed(0)}), first paint after ${median(of("paint")).toFixed(0)} ms; median of ${TIMES}`);
}
await host.end();
await closeBrowser();
