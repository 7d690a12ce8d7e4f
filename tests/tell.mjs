// What the test programs in JavaScript share: naming tests, running the program, folders that go away.
// A test is a sentence and a function that throws. The last line counts: "N passed, N failed".
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const tests = [];
const folders = [];

export const program = resolve(process.argv[2] ?? "build/loosen");

export function test(name, run) { tests.push({ name, run }); }

/** A new folder that is removed at the end. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), "loosen-test-"));
  folders.push(made);
  return made;
}

function environment(more) {
  const env = { ...process.env, HOME: "/nonexistent", TZ: "UTC", LC_ALL: "C", LOOSEN_LANGUAGE: "", ...more };
  for (const name of ["DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "XDG_DATA_HOME", "COLORTERM", "KITTY_WINDOW_ID"])
    if (!(name in more)) delete env[name];
  return env;
}

/** A folder with a program of that name that writes its arguments, a line each, into the file `said` beside it. */
export function fake(name, last = "") {
  const made = folder(), path = join(made, name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${made}/said'\n${last}\n`);
  chmodSync(path, 0o755);
  return { path: `${made}:${process.env.PATH}`, said: () => {
    try { return readFileSync(join(made, "said"), "utf8"); } catch { return ""; } // not called yet
  } };
}

/** Runs a command to its end. */
export function loosen(args, { input = "", env = {} } = {}) {
  const run = spawnSync(program, args, { input, env: environment(env), encoding: "utf8", timeout: 120_000,
    maxBuffer: 64 << 20 });
  return { code: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
}

/** Starts a command that goes on. */
export function start(args, { env = {}, stdio = "pipe" } = {}) {
  return spawn(program, args, { env: environment(env), stdio });
}

/** The process of the program that has `word` among its arguments, also when another started it. */
export function processWith(word) {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    let words = [];
    try { words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0"); } catch { continue; } // it has ended
    if (words[0] === program && words.includes(word)) return Number(pid);
  }
  throw new Error(`no process has ${word}`);
}

/** Starts a command under a terminal of its own, of 100 × 40, through script(1). */
export function startInTerminal(args, { env = {} } = {}) {
  const words = [program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  return spawn("script", ["-qec", `stty cols 100 rows 40; exec ${words}`, "/dev/null"],
    { env: environment({ TERM: "xterm-256color", ...env }), stdio: "pipe" });
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** What a process writes, and waiting for it. */
export function listen(child) {
  const heard = { text: "", exit: null };
  child.stdout.on("data", (bytes) => (heard.text += bytes));
  child.stderr?.on("data", (bytes) => (heard.text += bytes));
  child.on("exit", (code, signal) => (heard.exit = { code, signal }));
  heard.until = async (what, ms = 30_000) => {
    const end = Date.now() + ms;
    while (!(what instanceof RegExp ? what.test(heard.text) : heard.text.includes(what))) {
      if (Date.now() > end || heard.exit) throw new Error(`"${what}" never came; it wrote: ${heard.text.slice(-600)}`);
      await pause(20);
    }
    return heard.text;
  };
  heard.end = async (ms = 30_000) => {
    const end = Date.now() + ms;
    while (!heard.exit) {
      if (Date.now() > end) throw new Error(`it does not end; it wrote: ${heard.text.slice(-600)}`);
      await pause(20);
    }
    return heard.exit;
  };
  return heard;
}

export async function runTests() {
  let passed = 0, failed = 0;
  for (const { name, run } of tests) {
    try {
      await run();
      passed++;
      console.log(`ok ${name}`);
    } catch (error) {
      failed++;
      console.log(`not ok ${name}\n  ${String(error?.stack ?? error).split("\n").slice(0, 6).join("\n  ")}`);
    }
  }
  for (const made of folders) rmSync(made, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
