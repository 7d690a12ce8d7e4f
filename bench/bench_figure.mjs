// How long a frame of the figure takes in the WebAssembly module: node bench/bench_figure.mjs [build/loosen.wasm]
// The median over all moves and sides, each at several moments of its loop; motions are solved before the clock runs.
// And how long a picture takes, and the first calls of all.
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

/** Milliseconds of a call: the shorter of the clock's and the processor's time. */
function time(call) {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  call();
  const wall = performance.now() - begin;
  const used = process.cpuUsage(cpu);
  return Math.min(wall, (used.user + used.system) / 1000 || wall);
}

function picture(move, size) {
  if (core.loosen_picture(move, size, size, 0) === 0) throw new Error(JSON.stringify(out()));
}

// The first calls of a fresh process: nothing is compiled well yet.
const start = time(() => must(core.loosen_start()));
const first = time(() => picture(0, 176));
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
      const ms = time(() => must(core.loosen_preview(index, side, at)));
      times.push(ms);
      if (ms > slowest.ms) slowest = { ms, id: move.id };
    }
  }
}
const byValue = (a, b) => a - b;
times.sort(byValue);
const share = (part) => times[Math.floor(part * (times.length - 1))].toFixed(2);
console.log(`figure  WebAssembly: a frame ${share(0.5)} ms (with its motion), 95 % under ${share(0.95)} ms, ${times.length} frames`);

/** The median over all moves, each solved before. */
function pictures(size) {
  const all = [];
  for (const index of (moves.moves ?? moves).keys()) {
    picture(index, size);
    all.push(time(() => picture(index, size)));
  }
  return all.sort(byValue)[all.length >> 1].toFixed(1);
}
console.log(`figure  WebAssembly: a picture of 176 by 176 ${pictures(176)} ms, of 224 by 224 ${pictures(224)} ms`);
console.log(`figure  WebAssembly: cold, the start ${start.toFixed(0)} ms and the first picture ${first.toFixed(0)} ms`);
