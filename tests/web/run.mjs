// The page's tests in real Chromium. `node tests/web/run.mjs [words]` runs those whose name holds the words.
// The last line is "N passed, N failed"; exit 1 when one failed.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Machine, Tab, closeBrowser } from "./lib.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).join(" ");
let passed = 0;
let failed = 0;

/** A test is { name, needs?, run }: `run` gets a machine with the program running, and `open` for tabs on it. */
for (const file of readdirSync(here).filter((name) => name.startsWith("test_")).sort()) {
  const { tests } = await import(join(here, file));
  for (const test of tests) {
    if (wanted !== "" && !test.name.includes(wanted) && !file.includes(wanted)) continue;
    const began = performance.now();
    const tabs = [];
    let machine = null;
    let fault = null;
    try {
      if (!test.alone) machine = await Machine.make();
      const open = async (options) => {
        const tab = await Tab.open(machine, options);
        tabs.push(tab);
        return tab;
      };
      await test.run({ machine, open });
    } catch (error) {
      fault = error;
    }
    for (const tab of tabs) await tab.close().catch((error) => { fault ??= error; });
    await machine?.end().catch((error) => { fault ??= error; });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    if (fault) {
      failed++;
      console.log(`FAIL ${test.name} (${seconds} s)\n  ${String(fault.stack ?? fault).replaceAll("\n", "\n  ")}`);
    } else {
      passed++;
      console.log(`ok   ${test.name} (${seconds} s)`);
    }
  }
}
await closeBrowser();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
