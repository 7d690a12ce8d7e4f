// GLPK and CBC solve the same instances from their LP files, random ones and real wishes; every optimum must be the
// exact search's, and a real plan must say that it is proven.
// node tests/solvers.mjs build/tests/instance_lp build/loosen   (needs glpsol and cbc)
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const writer = process.argv[2] ?? "build/tests/instance_lp";
const sizes = [[6, 4, 0, 12], [12, 5, 100, 12], [16, 8, 200, 10], [28, 5, 300, 8]]; // moves, minutes, first seed, count
const loosen = process.argv[3] ?? "build/loosen";
const wishes = [
  "--minutes 3",
  "--minutes 4 --place chair",
  "--minutes 5 --place bed",
  "--minutes 5 --for hips",
  "--minutes 6 --place standing",
  "--minutes 7 --for lower-back=9 --for legs=2",
  "--minutes 8 --without KN",
  "--minutes 10",
  "--minutes 10 --place chair --for upper-back",
  "--minutes 12 --for hamstrings",
  "--minutes 15 --place bed --for lower-back",
  "--minutes 30 --place standing",
];
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
  for (const [i, wish] of wishes.entries()) {
    const file = join(folder, `wish-${i + 1}.lp`);
    const asked = ["plan", ...wish.split(" "), "--seed", "1", "--data", join(folder, "data")];
    execFileSync(loosen, [...asked, "--lp", file]);
    const plan = JSON.parse(execFileSync(loosen, [...asked, "--json"], { encoding: "utf8" }));
    work.push({ file, ours: plan.optimal ? plan.objective : "not proven" });
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
        const ours = name === "CBC" && typeof job.ours === "number" ? Math.abs(job.ours) : job.ours;
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
