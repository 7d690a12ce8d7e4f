// How long a frame of the figure takes in the WebAssembly module: node bench/bench_figure.mjs [build/loosen.wasm]
// The median over all moves and sides, each at several moments of its loop; motions are solved before the clock runs.
import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2] ?? "build/loosen.wasm"), {});
const core = instance.exports;
const MOMENTS = 8;

function out() {
  return JSON.parse(new TextDecoder().decode(new Uint8Array(core.memory.buffer, core.loosen_out(), core.loosen_out_len())));
}

function must(err) {
  if (err !== 0) throw new Error(JSON.stringify(out()));
}

must(core.loosen_start());
must(core.loosen_moves());
const moves = out();
const times = [];
let slowest = { ms: 0, id: "" };
for (const [index, move] of (moves.moves ?? moves).entries()) {
  for (const side of [1, 2]) {
    must(core.loosen_preview(index, side, 0));
    const loop = out().seconds;
    for (let i = 0; i < MOMENTS; i++) {
      const at = (loop * (i + 0.5)) / MOMENTS;
      must(core.loosen_preview(index, side, at));
      const cpu = process.cpuUsage();
      const begin = performance.now();
      must(core.loosen_preview(index, side, at));
      const wall = performance.now() - begin;
      const used = process.cpuUsage(cpu);
      const ms = Math.min(wall, (used.user + used.system) / 1000 || wall);
      times.push(ms);
      if (ms > slowest.ms) slowest = { ms, id: move.id };
    }
  }
}
times.sort((a, b) => a - b);
const share = (part) => times[Math.floor(part * (times.length - 1))].toFixed(2);
console.log(`figure  WebAssembly: a frame ${share(0.5)} ms (with its motion), 95 % under ${share(0.95)} ms, ${times.length} frames`);
