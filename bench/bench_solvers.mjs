// The exact search against GLPK, CBC and HiGHS on the same random instances, written as LP files.
// node bench/bench_solvers.mjs build/tests/instance_lp [seconds a solver gets] [instances of each size]
// Needs glpsol and cbc; `npm ci` in bench/ for HiGHS. Processor time, so that other work on the machine counts less;
// the outside solvers' includes starting and reading the file (HiGHS: the solve and reading alone).
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const self = fileURLToPath(import.meta.url);

if (process.argv[2] === "--highs") {
  const { default: load } = await import("highs");
  const highs = await load();
  const text = readFileSync(process.argv[3], "utf8");
  const start = process.cpuUsage();
  const answer = highs.solve(text, { time_limit: Number(process.argv[4]), mip_rel_gap: 0, mip_abs_gap: 0 });
  console.log(answer.Status === "Optimal", Math.round(answer.ObjectiveValue ?? 0), process.cpuUsage(start).user / 1e3);
  process.exit(0);
}

const [, , writer = "build/tests/instance_lp", seconds = "60", each = "5"] = process.argv;
const sizes = [27, 100, 300].flatMap((moves) => [5, 10, 15, 30].map((minutes) => ({ moves, minutes })));

/** Runs under bash's `time`; returns user milliseconds. */
async function timed(command) {
  const { stderr } = await run("bash", ["-c", `TIMEFORMAT='user %U'; time ${command} > /dev/null 2>&1`], { timeout: 4e3 * Number(seconds) });
  return 1e3 * Number(/user (\S+)/.exec(stderr)[1]);
}

const solvers = {
  async GLPK(file) {
    const ms = await timed(`glpsol --lp ${file} --tmlim ${seconds} -w ${file}.glpk`);
    const line = readFileSync(`${file}.glpk`, "utf8").split("\n").find((l) => l.startsWith("s mip")) ?? "";
    const [, , , , status, value] = line.split(" ");
    return { ms, solved: status === "o", value: Number(value) };
  },
  async CBC(file) {
    const ms = await timed(`cbc ${file} ratioGap 0 allowableGap 0 sec ${seconds} solve solution ${file}.cbc`);
    const first = existsSync(`${file}.cbc`) ? readFileSync(`${file}.cbc`, "utf8").split("\n")[0] : "";
    const value = /^Optimal .*objective value (\S+)/.exec(first);
    return { ms, solved: value !== null, value: Math.abs(Number(value?.[1] ?? 0)) };
  },
  async HiGHS(file) {
    const { stdout } = await run("node", [self, "--highs", file, seconds], { timeout: 4e3 * Number(seconds) });
    const [solved, value, ms] = stdout.trim().split("\n").pop().split(" ");
    return { ms: Number(ms), solved: solved === "true", value: Number(value) };
  },
};

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

const folder = mkdtempSync(join(tmpdir(), "loosen-bench-"));
const results = [];
let disagreements = 0;
const jobs = [];
for (const size of sizes) {
  const { stdout } = await run(writer, [folder, size.moves, size.minutes, 1000, each].map(String));
  for (const line of stdout.trim().split("\n")) {
    const [file, objective, ms, proven] = line.split(" ");
    const row = { ...size, objective, ours: { ms: Number(ms), solved: proven === "proven" } };
    results.push(row);
    jobs.push({ file, row });
  }
}
const worker = async () => {
  for (let job; (job = jobs.shift()); ) {
    for (const [name, solve] of Object.entries(solvers)) {
      const answer = await solve(job.file).catch(() => ({ ms: 1e3 * Number(seconds), solved: false }));
      if (answer.solved && job.row.ours.solved && answer.value !== Number(job.row.objective)) {
        disagreements++;
        console.log(`${name} disagrees on ${job.file}: ${answer.value}, ours ${job.row.objective}`);
      }
      job.row[name] = answer;
    }
  }
};
await Promise.all([worker(), worker()]);
rmSync(folder, { recursive: true, force: true });

const names = ["ours", ...Object.keys(solvers)];
const table = (label, rows) => {
  const cells = names.map((name) => {
    const ms = rows.map((r) => (r[name].solved ? r[name].ms : Math.max(r[name].ms, 1e3 * Number(seconds))));
    const solved = rows.filter((r) => r[name].solved).length;
    return `${quantile(ms, 0.5).toFixed(1).padStart(9)} ${quantile(ms, 0.95).toFixed(0).padStart(7)} ${String(Math.round((100 * solved) / rows.length)).padStart(4)}%`;
  });
  console.log(label.padEnd(22) + cells.join(" "));
};
console.log(`${results.length} instances, ${seconds} s a solver; milliseconds of processor time: median, p95, share solved`);
console.log("".padEnd(22) + names.map((n) => n.padStart(23)).join(""));
for (const { moves, minutes } of sizes) {
  table(`${moves} moves, ${minutes} minutes`, results.filter((r) => r.moves === moves && r.minutes === minutes));
}
table("all", results);
for (const name of names.slice(1)) {
  const ratios = results.map((r) => r[name].ms / r.ours.ms);
  const beaten = results.filter((r) => r[name].solved && (!r.ours.solved || r[name].ms < r.ours.ms)).length;
  console.log(`${name} / ours: median ${quantile(ratios, 0.5).toFixed(0)}, least ${Math.min(...ratios).toFixed(2)}; faster than ours on ${beaten}`);
}
console.log(`disagreements: ${disagreements}`);
