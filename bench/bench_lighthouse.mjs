// Lighthouse's scores of every room, on a slow phone (its mobile preset: a CPU four times slower, slow 4G) or a desk:
//   node bench/bench_lighthouse.mjs [TIMES] [desktop] [ROOM…]     e.g. 3 desktop "#/moves"
// The rooms are those of a person with weeks of sessions behind them, served by `loosen serve` from a data folder of its
// own; every run is a first visit, with nothing kept. Needs make, npm ci in bench/ and in tests/web/, and Chromium.
import { existsSync } from "node:fs";
import * as launcher from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { Machine } from "../tests/web/lib.mjs";
import { log, seed } from "../tests/web/seed.mjs";

const ROOMS = ["", "#/moves", "#/moves/cat-cow", "#/routines", "#/progress", "#/progress/where", "#/me", "#/me/body", "#/me/day",
  "#/me/settings"];
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const TIMINGS = { "first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT", interactive: "TTI" };

const words = process.argv.slice(2);
const times = Number(words.find((word) => /^\d+$/.test(word)) ?? 3);
const rooms = words.filter((word) => word === "first" || word.startsWith("#")).map((word) => (word === "first" ? "" : word));
const config = words.includes("desktop") ? desktopConfig : undefined;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** One run in a fresh profile: the four scores, and milliseconds. */
async function run(url) {
  const chrome = await launcher.launch({ chromePath: CHROMIUM, chromeFlags: ["--headless=new", "--no-sandbox"] });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, output: "json", logLevel: "error" }, config);
    return { lhr, scores: Object.values(lhr.categories).map(({ score }) => Math.round(100 * score)),
      timings: Object.keys(TIMINGS).map((id) => lhr.audits[id].numericValue) };
  } finally {
    await chrome.kill();
  }
}

const machine = await Machine.make();
try {
  await seed(machine, log(50, Date.now()));
  for (const room of rooms.length > 0 ? rooms : ROOMS) {
    const runs = [];
    for (let i = 0; i < times; i++) runs.push(await run(machine.address + room));
    const scores = runs[0].scores.map((_, i) => median(runs.map((one) => one.scores[i])));
    const timings = Object.values(TIMINGS).map((name, i) => `${name} ${Math.round(median(runs.map((one) => one.timings[i])))} ms`);
    console.log(`${(room || "first").padEnd(18)} ${Object.keys(runs[0].lhr.categories).map((name, i) => `${name} ${scores[i]}`).join(", ")}; `
      + `${timings.join(", ")}`);
    if (process.env["FAULTS"]) for (const { id, title, score, displayValue } of Object.values(runs[0].lhr.audits))
      if (score !== null && score < 0.9) console.log(`    ${id}: ${title} ${displayValue ?? ""}`);
  }
} finally {
  await machine.end();
}
