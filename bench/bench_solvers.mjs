// The exact search against GLPK, CBC and HiGHS on the same random instances, written as LP files.
// node bench/bench_solvers.mjs build/tests/instance_lp [seconds a solver gets] [instances of each size] [minutes for all]
//   [solvers, by commas]
// Needs glpsol and cbc; `npm ci` in bench/ for HiGHS. Processor time, so that other work on the machine counts less;
// the outside solvers' includes starting and reading the file (HiGHS: reading and solving, after a first tiny program
// so that its own compilation is mostly over). What is not begun when the minutes are over is left out and counted.
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
  highs.solve("Maximize\n obj: x + y\nSubject To\n c: x + 2 y <= 2\nBounds\n x <= 1\n y <= 1\nGeneral\n x y\nEnd\n");
  const start = process.cpuUsage();
  const answer = highs.solve(text, { time_limit: Number(process.argv[4]), mip_rel_gap: 0, mip_abs_gap: 0 });
  console.log(answer.Status === "Optimal", Math.round(answer.ObjectiveValue ?? 0), process.cpuUsage(start).user / 1e3);
  process.exit(0);
}

const [, , writer = "build/tests/instance_lp", seconds = "60", each = "5", minutes_for_all = "60", asked = "GLPK,CBC,HiGHS"] = process.argv;
const over = Date.now() + 6e4 * Number(minutes_for_all);
const sizes = [27, 100, 300].flatMap((moves) => [5, 10, 15, 30].map((minutes) => ({ moves, minutes })));

/** Runs with a limit on its processor time; returns user milliseconds, of the limit when it was cut. */
async function timed(command) {
  const script = `ulimit -t ${Math.ceil(Number(seconds)) + 1}; TIMEFORMAT='user %U'; time ${command} > /dev/null 2>&1`;
  const { stderr } = await run("bash", ["-c", script], { timeout: 2e4 * Number(seconds) });
  return 1e3 * Number(/user (\S+)/.exec(stderr)[1]);
}

const solvers = {
  async GLPK(file) {
    const ms = await timed(`glpsol --lp ${file} -w ${file}.glpk`);
    const report = existsSync(`${file}.glpk`) ? readFileSync(`${file}.glpk`, "utf8") : "";
    const line = report.split("\n").find((l) => l.startsWith("s mip")) ?? "";
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
    const script = `ulimit -t ${3 * Math.ceil(Number(seconds))}; exec node ${self} --highs ${file} ${3 * Number(seconds)}`; // its own limit is on the clock
    const { stdout } = await run("bash", ["-c", script], { timeout: 2e4 * Number(seconds) });
    const [solved, value, ms] = stdout.trim().split("\n").pop().split(" ");
    return { ms: Number(ms), solved: solved === "true" && Number(ms) <= 1e3 * Number(seconds), value: Number(value) };
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
    const row = { ...size, seed: Number(/-(\d+)\.lp$/.exec(file)[1]), objective, ours: { ms: Number(ms), solved: proven === "proven" } };
    results.push(row);
    jobs.push({ file, row });
  }
}
jobs.sort((a, b) => a.row.seed - b.row.seed || a.row.moves * a.row.minutes - b.row.moves * b.row.minutes);
// HiGHS in WebAssembly is the slowest: it comes last, on what time allows
const queue = [["GLPK", "CBC"], ["HiGHS"]].flatMap((names) => jobs.map((job) => ({ ...job, names: names.filter((name) => asked.split(",").includes(name)) })));
const worker = async () => {
  for (let job; Date.now() < over && (job = queue.shift()); ) {
    for (const name of job.names) {
      const answer = await solvers[name](job.file).catch(() => ({ ms: 1e3 * Number(seconds), solved: false }));
      if (answer.solved && job.row.ours.solved && answer.value !== Math.abs(Number(job.row.objective))) {
        disagreements++;
        console.log(`${name} disagrees on ${job.file}: ${answer.value}, ours ${job.row.objective}`);
      }
      job.row[name] = answer;
    }
  }
};
await Promise.all([worker(), worker()]);
rmSync(folder, { recursive: true, force: true });

const names = ["ours", ...Object.keys(solvers).filter((name) => asked.split(",").includes(name))];
const table = (label, rows) => {
  const cells = names.map((name) => {
    const run = rows.filter((r) => r[name]);
    if (run.length === 0) return "not run".padStart(26);
    const ms = run.map((r) => (r[name].solved ? r[name].ms : Math.max(r[name].ms, 1e3 * Number(seconds))));
    const solved = `${run.filter((r) => r[name].solved).length}/${run.length}`;
    return `${quantile(ms, 0.5).toFixed(1).padStart(10)} ${quantile(ms, 0.95).toFixed(0).padStart(8)} ${solved.padStart(6)}`;
  });
  console.log(label.padEnd(22) + cells.join(""));
};
console.log(`${results.length} instances, ${seconds} s a solver; milliseconds of processor time: median, p95, solved of those tried`);
console.log("".padEnd(22) + names.map((n) => n.padStart(26)).join(""));
for (const { moves, minutes } of sizes) {
  table(`${moves} moves, ${minutes} minutes`, results.filter((r) => r.moves === moves && r.minutes === minutes));
}
table("all", results);
for (const name of names.slice(1)) {
  const run = results.filter((r) => r[name]);
  const ratios = run.filter((r) => r[name].solved).map((r) => r[name].ms / r.ours.ms);
  const beaten = run.filter((r) => r[name].solved && (!r.ours.solved || r[name].ms < r.ours.ms)).length;
  if (ratios.length === 0) continue;
  console.log(`${name} / ours: median ${quantile(ratios, 0.5).toFixed(0)}, least ${Math.min(...ratios).toFixed(1)}; faster than ours on ${beaten} of ${run.length}`);
}
console.log(`disagreements: ${disagreements}`);
