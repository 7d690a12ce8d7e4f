// The types hold, and the page's core is the same core.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { assert, equal, root } from "./lib.mjs";

export const tests = [
  {
    name: "the page's types hold", alone: true,
    async run() {
      const tsc = join(root, "tests/web/node_modules/.bin/tsc");
      await promisify(execFile)(tsc, ["-p", join(root, "web")]).catch((error) => { throw new Error(error.stdout); });
    },
  },
  {
    name: "the page's kinds of events are the core's", alone: true,
    async run() {
      const header = readFileSync(join(root, "core/event/event.h"), "utf8");
      const kinds = [...header.matchAll(/X\(\w+, "([a-z-]+)", "[A-Z]+"\)/g)].map((match) => match[1]);
      const union = /export type EventKind =([^;]+);/.exec(readFileSync(join(root, "web/src/core.ts"), "utf8"))[1];
      const mirrored = [...union.matchAll(/"([a-z-]+)"/g)].map((match) => match[1]);
      assert(kinds.length > 10, "the header lists the kinds");
      equal([...mirrored].sort(), [...kinds].sort(), "kinds of events");
    },
  },
  {
    name: "a whole session has the golden hash in Chromium",
    async run({ open }) {
      const tab = await open();
      const hash = await tab.page.evaluate(async () => {
        const bytes = await (await fetch("loosen.wasm")).arrayBuffer();
        const { instance } = await WebAssembly.instantiate(bytes, {});
        const core = instance.exports;
        if (core.loosen_start() !== 0 || core.loosen_golden() !== 0) return "refused";
        const out = new Uint8Array(core.memory.buffer, core.loosen_out(), core.loosen_out_len());
        return JSON.parse(new TextDecoder().decode(out)).hash;
      });
      equal(hash, readFileSync(join(root, "tests/golden.txt"), "utf8").trim(), "hash");
    },
  },
];
