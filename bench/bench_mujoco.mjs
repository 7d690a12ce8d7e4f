// The body in WebAssembly against MuJoCo's own WebAssembly, on the model that the body writes and in the same poses of
// the same run: kinematics, centre of mass and the lengths of all muscles against mj_kinematics + mj_comPos + mj_tendon.
// npm ci --prefix bench && node bench/bench_mujoco.mjs [build/bench.wasm]; says so and ends when it is not installed.
import { readFile } from "node:fs/promises";

const POSES = 200;
const ROUNDS = 25;

let load;
try {
  load = (await import("@mujoco/mujoco")).default;
} catch {
  console.log("MuJoCo for WebAssembly is not installed: npm ci --prefix bench");
  process.exit(0);
}
const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2] ?? "build/bench.wasm"), {});
const ours = instance.exports;
const mujoco = await load();

function textAt(at, length) {
  const bytes = new Uint8Array(ours.memory.buffer, at);
  return new TextDecoder().decode(bytes.subarray(0, length ?? bytes.indexOf(0)));
}

const length = ours.bench_start();
if (length === 0) throw new Error("the body cannot be built");
const model = mujoco.MjModel.from_xml_string(textAt(ours.bench_model(), length));
const data = new mujoco.MjData(model);
const JOINT = mujoco.mjtObj.mjOBJ_JOINT.value ?? mujoco.mjtObj.mjOBJ_JOINT;
const TENDON = mujoco.mjtObj.mjOBJ_TENDON.value ?? mujoco.mjtObj.mjOBJ_TENDON;

// The same poses in MuJoCo's order of joints.
const addresses = model.jnt_qposadr;
const poses = [];
for (let i = 0; i < POSES; i++) {
  const count = ours.bench_joints(i);
  const values = new Float64Array(ours.memory.buffer, ours.bench_joint_values(), count);
  const q = new Float64Array(model.nq);
  for (let j = 0; j < count; j++) q[addresses[mujoco.mj_name2id(model, JOINT, textAt(ours.bench_joint_name(j)))]] = values[j];
  poses.push(q);
}
const tendons = [];
for (let m = 1, name; (name = textAt(ours.bench_muscle_name(m))); m++) tendons.push(mujoco.mj_name2id(model, TENDON, name));

let sum = 0;
function run_ours(i) {
  sum += ours.bench_pose(i);
}
function run_theirs(i) {
  data.qpos.set(poses[i]);
  mujoco.mj_kinematics(model, data);
  mujoco.mj_comPos(model, data);
  mujoco.mj_tendon(model, data);
}

// First that both do the same work.
let centre_m = 0, muscle_m = 0;
for (let i = 0; i < POSES; i++) {
  const a = new Float64Array(ours.memory.buffer, ours.bench_pose(i), 4 + tendons.length);
  run_theirs(i);
  const com = data.subtree_com, lengths = data.ten_length;
  for (let k = 0; k < 3; k++) centre_m = Math.max(centre_m, Math.abs(a[k] - com[k]));
  tendons.forEach((t, m) => { muscle_m = Math.max(muscle_m, Math.abs(a[4 + m] - lengths[t])); });
}

function median(run) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < POSES; i++) run(i);
    times.push(((performance.now() - start) * 1000) / POSES);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1];
}

for (let warm = 0; warm < 5; warm++) for (let i = 0; i < POSES; i++) run_ours(i), run_theirs(i);
const a = median(run_ours), b = median(run_theirs);
const row = (name, value, unit) => console.log(`${name.padEnd(60)} ${value.padStart(9)} ${unit}`);
console.log(`WebAssembly, MuJoCo ${mujoco.mj_versionString?.() ?? ""}, ${POSES} poses, ${tendons.length} muscles`);
row("centre of mass, at most apart", (centre_m * 1e3).toExponential(1), "mm");
row("muscle lengths, at most apart", (muscle_m * 1e3).toExponential(1), "mm");
row("kinematics, centre of mass, all muscle lengths", a.toFixed(1), "us");
row("mj_kinematics + mj_comPos + mj_tendon (with its Jacobians)", b.toFixed(1), "us");
row("ours / MuJoCo", (a / b).toFixed(2), "");
