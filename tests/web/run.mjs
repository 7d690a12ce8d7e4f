// The page's tests in real Chromium. `node tests/web/run.mjs [words]` runs those whose name holds the words.
// The last line is "N passed, N failed"; exit 1 when one failed.
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Machine, Tab, closeBrowser, openBrowser } from "./lib.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).join(" ");
const AT_ONCE = Math.min(2, cpus().length);
const MOST_S = 150; // for one test: one that waits for ever fails by name
let passed = 0;
let failed = 0;

/** `work`, or an error when it takes longer. What it holds open is closed by who asked. */
function within(seconds, work) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), 1000 * seconds);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}

/** A test is { name, alone?, run }: `run` gets a machine with the program running, unless `alone`, and opens tabs
 *  on it, or elsewhere: each on a machine of its own. */
async function runOne(test) {
  const began = performance.now();
  const tabs = [];
  const machines = [];
  let fault = null;
  try {
    const make = async () => {
      const machine = await Machine.make();
      machines.push(machine);
      return machine;
    };
    const openOn = async (machine, options) => {
      const tab = await Tab.open(machine, options);
      tabs.push(tab);
      return tab;
    };
    const machine = test.alone ? null : await make();
    const open = (options) => openOn(machine, options);
    const elsewhere = async (options) => openOn(await make(), options);
    await within(MOST_S, test.run({ machine, open, elsewhere }));
  } catch (error) {
    fault = error;
  }
  for (const tab of tabs) await within(20, tab.close()).catch((error) => { fault ??= error; });
  for (const machine of machines) await machine.end().catch((error) => { fault ??= error; });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (fault) failed++;
  else passed++;
  console.log(fault ? `FAIL ${test.name} (${seconds} s)\n  ${String(fault.stack ?? fault).replaceAll("\n", "\n  ")}`
    : `ok   ${test.name} (${seconds} s)`);
}

const queue = [];
for (const file of readdirSync(here).filter((name) => name.startsWith("test_")).sort()) {
  const { tests } = await import(join(here, file));
  queue.push(...tests.filter((test) => wanted === "" || test.name.includes(wanted) || file.includes(wanted)));
}
// A walk in the dark differs from one in the light by its colours alone, one at 320 pixels from a phone's by its width, and
// contrast is walked once through Today: WIDE=1 does them too, and a word that names one.
const WIDE_ONLY = /dark\b|\bsmall$|rooms-phone-contrast$/;
if (wanted === "" && !process.env["WIDE"]) queue.splice(0, queue.length, ...queue.filter(({ name }) => !WIDE_ONLY.test(name)));
if (queue.length === 0) failed++; // words that no test has are a mistake
await openBrowser();
const worker = async () => { while (queue.length > 0) await runOne(queue.shift()); };
await Promise.all(Array.from({ length: AT_ONCE }, worker));
await closeBrowser();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
