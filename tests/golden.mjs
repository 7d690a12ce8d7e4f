// Prints the golden hash of the WebAssembly module: node tests/golden.mjs [build/loosen.wasm]
import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2] ?? "build/loosen.wasm"), {});
const core = instance.exports;

/** The JSON that the last call left. */
function out() {
  return JSON.parse(new TextDecoder().decode(new Uint8Array(core.memory.buffer, core.loosen_out(), core.loosen_out_len())));
}

if (core.loosen_start() !== 0 || core.loosen_golden() !== 0) throw new Error(JSON.stringify(out()));
console.log(out().hash);
