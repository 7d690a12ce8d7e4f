// GLPK and CBC solve the same instances from their LP files; every optimum must be the exact search's.
// node tests/solvers.mjs build/tests/instance_lp   (needs glpsol and cbc)
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const writer = process.argv[2] ?? "build/tests/instance_lp";
const sizes = [[6, 4, 0, 12], [12, 5, 100, 12], [16, 8, 200, 10], [28, 5, 300, 8]]; // moves, minutes, first seed, count
const limit_s = 50;

/** Optimum by GLPK: a number, "none" when infeasible, "?" when it did not finish. */
async function glpk(file) {
  const report = file + ".glpk";
  await run("glpsol", ["--lp", file, "--tmlim", String(limit_s), "-w", report]);
  const line = readFileSync(report, "utf8").split("\n").find((l) => l.startsWith("s mip"));
  const [, , , , status, value] = (line ?? "").split(" ");
  return status === "o" ? Number(value) : status === "n" ? "none" : "?";
}

async function cbc(file) {
  const report = file + ".cbc";
  await run("cbc", [file, "ratioGap", "0", "allowableGap", "0", "sec", String(limit_s), "solve", "solution", report]);
  const first = readFileSync(report, "utf8").split("\n")[0];
  if (/^Infeasible|^Integer infeasible/.test(first)) return "none";
  const value = /^Optimal .*objective value (\S+)/.exec(first);
  return value ? Math.abs(Number(value[1])) : "?"; // the sign is that of a minimum in some versions
}

const folder = mkdtempSync(join(tmpdir(), "loosen-lp-"));
let passed = 0;
let failed = 0;
try {
  const work = [];
  for (const [moves, minutes, seed, count] of sizes) {
    const lines = execFileSync(writer, [folder, moves, minutes, seed, count].map(String), { encoding: "utf8" }).trim().split("\n");
    for (const line of lines) {
      const [file, objective] = line.split(" ");
      work.push({ file, ours: objective === "none" ? objective : Number(objective) });
    }
  }
  const worker = async () => {
    for (let job; (job = work.pop()); ) {
      for (const [name, solver] of [["GLPK", glpk], ["CBC", cbc]]) {
        let theirs;
        try {
          theirs = await solver(job.file);
        } catch (error) {
          theirs = String(error);
        }
        const ours = name === "CBC" && job.ours !== "none" ? Math.abs(job.ours) : job.ours;
        const same = theirs === ours;
        if (same) passed++;
        else failed++;
        console.log(`${same ? "ok" : "not ok"} ${name} ${job.file.split("/").pop()} ${theirs}, ours ${job.ours}`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
