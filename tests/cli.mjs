// The commands as scripts and people use them: real runs, exit codes, what is written where.
// Usage: node tests/cli.mjs build/loosen
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fake, folder, listen, loosen, pause, processWith, program, runTests, start, startInTerminal, test } from "./tell.mjs";

const COMMANDS = ["moves", "move", "check-moves", "plan", "week", "score", "play", "screen", "picture", "pose", "body", "lengths",
  "export-mjcf", "routines", "handout", "remind", "serve", "progress", "measure", "trial", "log", "export",
  "import", "erase", "version"];
// To all safety questions: signs, age, sex, health, how long, pain, things to work around.
const NONE = "n\n40\n2\nn\n1\nn\nn\n";
const SHORT = "n\n"; // to those before each session

const json = (args, options) => {
  const run = loosen(args, options);
  assert.equal(run.code, 0, run.err);
  return JSON.parse(run.out);
};
const events = (data) => json(["log", "--json", "--data", data]);
const kinds = (data) => events(data).map((event) => event.kind);

/** A folder with answers to the safety questions: all no, or as given. */
function screened(answers = NONE) {
  const data = folder();
  loosen(["screen", "--data", data], { input: answers });
  return data;
}

const FAST = ["play", "--minutes", "3", "--place", "floor", "--seed", "1", "--mute", "--speed", "1000"];
/** Answers for a first FAST session: pain before and after, each move the same, and a note. */
function answers(before, after, felt, note) {
  const { steps } = json(["plan", "--minutes", "3", "--place", "floor", "--seed", "1", "--json"]);
  return `${NONE}${before}\n${after}\n${`${felt}\n`.repeat(new Set(steps.map((step) => step.move)).size)}${note}\n`;
}

// ---------------------------------------------------------------- usage

test("every command has help and exits 0 for it", () => {
  for (const command of COMMANDS) {
    const run = loosen([command, "--help"]);
    assert.equal(run.code, 0, command);
    assert.match(run.out, new RegExp(`^Usage: loosen ${command}`), command);
    assert.equal(loosen(["help", command]).code, 0);
  }
  const all = loosen(["--help"]).out;
  for (const command of COMMANDS) assert.match(all, new RegExp(`loosen ${command}`));
});

test("usage is 2, refused input is 1, and both say what to do", () => {
  const usage = [["nonsense"], ["plan", "--bogus"], ["plan", "--minutes"], ["plan", "--minutes", "ten"],
    ["plan", "--minutes", "10x"], ["plan", "--place", "moon"], ["plan", "--for", "nose"], ["plan", "--for", "hips=11"], ["plan", "--without", "XX"],
    ["plan", "--seed", "-1"], ["plan", "--language", "it"], ["plan", "extra"], ["plan", "--json=yes"], ["move"], ["move", "a", "b"], ["picture", "cat-cow"],
    ["picture", "cat-cow", "--side", "x", "-o", "x.png"], ["picture", "cat-cow", "--view", "back", "-o", "x.png"],
    ["handout"], ["handout", "before-bed"], ["handout", "before-bed", "--paper", "a5", "-o", "x.html"], ["remind", "--weeks", "0"],
    ["export"], ["export", "--format", "xml"], ["import"], ["erase"], ["serve", "--port", "70000"], ["play", "--speed", "0"],
    ["moves", "--minutes", "3"], ["help", "nonsense"], ["week", "--rest", "noonday"], ["week", "--days", "x"]];
  const refused = [["routines", "nonsense"], ["plan", "--routine", "r1/moon//A/cobra.u"], ["remind", "--on", "moon"],
    ["remind", "--time", "25:00"], ["move", "nonsense"], ["plan", "--minutes", "2"], ["plan", "--minutes", "31"], ["plan", "--minutes", "-5"],
    ["picture", "nonsense", "-o", "x.png"], ["picture", "cat-cow", "--size", "5", "-o", "x.png"],
    ["picture", "cat-cow", "--at", "never", "-o", "x.png"], ["picture", "cat-cow", "--at", "9999", "-o", "x.png"],
    ["picture", "cat-cow", "--size", "64", "-o", "/nonexistent/x.png"], ["import", "/nonexistent/file"],
    ["check-moves", "/nonexistent/file"], ["week", "--days", "0"], ["week", "--minutes", "0"], ["plan", "--only", "headstand"],
    ["week", "--rest", "mon,tue,wed,thu,fri,sat,sun"], ["plan", "--lp", "/nonexistent/x.lp"], ["plan", "--data", "/proc/nonexistent/x", "--minutes", "2"]];
  for (const [list, code] of [[usage, 2], [refused, 1]])
    for (const args of list) {
      const run = loosen(args);
      assert.equal(run.code, code, `${args.join(" ")}: ${run.code} ${run.err}`);
      assert.ok((run.err + run.out).length > 10, args.join(" "));
    }
});

test("the coach speaks a language that is asked for, or that the environment names, and JSON is English", () => {
  const words = JSON.parse(readFileSync(new URL("../words/de.json", import.meta.url), "utf8"));
  const cat = JSON.parse(readFileSync(new URL("../moves/cat-cow.json", import.meta.url), "utf8"));
  const move = (env, ...args) => loosen(["move", "cat-cow", ...args], { env }).out;
  for (const said of [move({}, "--language", "de"), move({ LOOSEN_LANGUAGE: "de" }), move({ LC_ALL: "", LANG: "de_AT.UTF-8" }),
    move({ LC_ALL: "de" }), move({ LOOSEN_LANGUAGE: "zh" }, "--language", "de")]) {
    assert.ok(said.includes(words[cat.name]) && said.includes(words[cat.cues[0]].split(" ")[0]), said);
    assert.ok(!said.includes(cat.name));
  }
  for (const said of [move({}), move({ LC_ALL: "it_IT" }), move({ LC_ALL: "zh_TW" }), move({ LC_ALL: "de", LOOSEN_LANGUAGE: "en" }),
    move({ LC_ALL: "de" }, "--language", "en"), move({ LC_ALL: "de" }, "--json")]) assert.ok(said.includes(cat.name), said);
  assert.match(move({ LC_ALL: "zh_CN.UTF-8" }), /猫牛式/);
  assert.match(loosen(["plan", "--language", "de", "--minutes", "10"]).out, /ein sanfter Anfang/);
  assert.match(loosen(["screen", "--questions", "--language", "es"]).out, /Dolor en el pecho/);
  assert.match(loosen(["moves", "--find", "gato vaca", "--language", "es"]).out, /cat-cow/);
  assert.match(loosen(["remind", "--language", "fr"]).out, /SUMMARY:Du temps pour vous/);
  const file = join(folder(), "sheet.html");
  loosen(["handout", "before-bed", "--language", "de", "-o", file]);
  const sheet = readFileSync(file, "utf8");
  assert.match(sheet, /^<!doctype html><html lang="de">/);
  assert.ok(sheet.includes(words["Stop for today"]) && !sheet.includes("Stop for today"));
});

test("a result that cannot be written is not a success", () => {
  const script = `"${program}" moves --json > /dev/full`;
  let code = 0;
  try { execFileSync("sh", ["-c", script], { stdio: "ignore" }); } catch (error) { code = error.status; }
  assert.equal(code, 1);
});

test("there is colour on a terminal alone, and not with NO_COLOR", async () => {
  assert.ok(!loosen(["plan"]).out.includes("\x1b"));
  const plain = listen(startInTerminal(["plan", "--data", folder()], { env: { NO_COLOR: "1" } }));
  await plain.end();
  assert.ok(!plain.text.includes("\x1b["));
  const coloured = listen(startInTerminal(["plan", "--data", folder()]));
  await coloured.end();
  assert.ok(coloured.text.includes("\x1b[1m"));
});

// ---------------------------------------------------------------- the body in numbers

test("pose tells coordinates, joints, contacts, balance and muscles of a moment", () => {
  const pose = json(["pose", "supine-hamstring-stretch", "--at", "20", "--side", "l", "--json"]);
  assert.equal(pose.side, "left");
  assert.equal(pose.phase, "hold");
  assert.ok(Math.abs(pose.joints.hip_flexion_l - pose.coordinates.hip_flexion_l * Math.PI / 180) < 1e-6);
  assert.equal(pose.joint_centres.head.length, 3);
  assert.ok(pose.contacts.length > 2 && pose.contacts.every((contact) => contact.error_m < 0.002));
  assert.ok(pose.support_margin_m > 0);
  const { length_m, s, ds } = pose.muscles.semimembranosus_l;
  assert.ok(length_m > 0.3 && s > 0.7 && s <= 1 && ds > 0.2);
});

test("the left side's pose is the right side's in a mirror", () => {
  const [right, left] = ["r", "l"].map((side) => json(["pose", "supine-figure-four", "--at", "7", "--side", side]));
  assert.equal(left.coordinates.hip_flexion_l, right.coordinates.hip_flexion_r);
  assert.equal(left.muscles.piriformis_l.length_m, right.muscles.piriformis_r.length_m);
  assert.equal(left.joint_centres.foot_l[2], -right.joint_centres.foot_r[2]);
});

test("own limits narrow the pose, a body that cannot is refused, a bad file has its place", () => {
  const data = folder(), file = (name, text) => (writeFileSync(join(data, name), text), join(data, name));
  const at = ["pose", "childs-pose", "--at", "12", "--json", "--body"];
  const narrow = json([...at, file("narrow.json", '{"stature_m": 1.8, "limits": {"hip_flexion": 90}}')]);
  assert.ok(narrow.coordinates.hip_flexion_r <= 90.000001);
  const cannot = loosen([...at, file("cannot.json", '{"cannot": ["kneel"]}')]);
  assert.equal(cannot.code, 1);
  assert.match(cannot.err, /kneel/);
  const bad = loosen([...at, file("bad.json", '{\n  "size": 1.8}')]);
  assert.equal(bad.code, 1);
  assert.match(bad.err, /bad\.json:2:3: .*stature_m/);
  assert.equal(loosen([...at, "/nonexistent/body"]).code, 1);
});

test("a body that is kept counts for the plan until it is forgotten, and a bad one is not kept", () => {
  const data = folder(), file = (name, text) => (writeFileSync(join(data, name), text), join(data, name));
  const plan = (...more) => json(["plan", "--minutes", "20", "--seed", "3", "--json", "--data", data, ...more]);
  const kneels = ({ steps }) => steps.some(({ move }) => ["cat-cow", "tail-wag", "childs-pose"].includes(move));
  const own = file("own.json", '{"look": "sage", "cannot": ["kneel"], "limits": {"hip_flexion": 60}}');
  assert.ok(kneels(plan()));
  assert.ok(!kneels(plan("--body", own)));
  const set = loosen(["body", "set", own, "--data", data]);
  assert.equal(set.code, 0, set.err);
  assert.match(set.out, /You cannot kneel/);
  assert.match(set.out, /Cat–cow +needs kneeling/);
  assert.match(set.out, /Single knee to chest +bends the hip to 1\d\d°, and yours stops at 60°/);
  assert.ok(!kneels(plan()));
  const bad = loosen(["body", "set", file("bad.json", '{"cannot": ["fly"]}'), "--data", data]);
  assert.equal(bad.code, 1);
  assert.match(bad.err, /bad\.json:1:1\d: .*kneel/);
  assert.deepEqual(json(["body", "--json", "--data", data]).body.cannot, ["kneel"]);
  assert.ok(json(["pose", "single-knee-to-chest", "--at", "14", "--data", data]).coordinates.hip_flexion_r <= 60.000001);
  assert.equal(loosen(["body", "forget", "--data", data]).code, 0);
  assert.ok(kneels(plan()));
  assert.equal(loosen(["body", "lose", "--data", data]).code, 2);
});

test("erasing the log erases the body too", () => {
  const data = screened(), own = join(data, "own.json");
  writeFileSync(own, '{"cannot": ["kneel"]}');
  assert.equal(loosen(["body", "set", own, "--data", data]).code, 0);
  assert.equal(loosen(["erase", "--yes", "--data", data]).code, 0);
  assert.deepEqual(json(["body", "--json", "--data", data]).body.cannot, []);
});

const bodyLine = (content, at) => ({ document: "own", kind: "body", at, device: "aa", content });
const versionOf = (data) => loosen(["export", "--format", "jsonl", "--data", data]).out.split("\n").filter((line) => line.includes('"body"'))
  .map((line) => JSON.parse(line)).find(({ kind }) => kind === "body");

test("the terminal and the page have one body: the newest version of its document", () => {
  const data = folder(), file = join(data, "mine.json");
  const cannot = () => json(["body", "--json", "--data", data]).body.cannot;
  assert.equal(loosen(["import", withDocuments(bodyLine({ cannot: ["kneel"] }, 5)), "--data", data]).code, 0);
  assert.deepEqual(cannot(), ["kneel"]);
  assert.match(loosen(["body", "--data", data]).out, /Your body/);
  writeFileSync(file, '{\n  "look": "sage",\n  "cannot": []\n}\n');
  assert.equal(loosen(["body", "set", file, "--data", data]).code, 0);
  assert.deepEqual(versionOf(data).content, { look: "sage", cannot: [] });
  assert.deepEqual(cannot(), []);
  const ahead = Date.now() + 86_400_000; // a browser whose clock is wrong
  loosen(["import", withDocuments(bodyLine({ cannot: ["kneel"] }, ahead)), "--data", data]);
  assert.deepEqual(cannot(), ["kneel"]);
  assert.equal(loosen(["body", "forget", "--data", data]).code, 0);
  assert.equal(versionOf(data).at, ahead + 1);
  assert.equal(versionOf(data).content, null);
  assert.match(loosen(["body", "--data", data]).out, /The mean build/);
  loosen(["import", withDocuments(bodyLine({ wings: 2 }, ahead + 2)), "--data", data]);
  const unknown = loosen(["plan", "--data", data]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.err, /another version.*loosen body forget/);
  assert.equal(loosen(["body", "forget", "--data", data]).code, 0);
  assert.equal(loosen(["plan", "--data", data]).code, 0);
});

test("a body of the terminal's own, as it was before, becomes the document once, and nothing of it is lost", () => {
  const data = folder(), old = join(data, "body.json"), text = '{"cannot": ["kneel"]}';
  writeFileSync(old, text);
  assert.deepEqual(json(["body", "--json", "--data", data]).body.cannot, ["kneel"]);
  assert.ok(!existsSync(old));
  assert.ok(Math.abs(versionOf(data).at - Date.now()) < 60_000);
  const other = folder(), later = join(other, "body.json");
  loosen(["import", withDocuments(bodyLine({ look: "sage" }, Date.now() + 60_000)), "--data", other]);
  writeFileSync(later, text);
  const run = loosen(["body", "--json", "--data", other]);
  assert.deepEqual(JSON.parse(run.out).body.cannot, []);
  assert.match(run.err, /later body, which stands.*body\.json\.old/);
  assert.equal(readFileSync(`${later}.old`, "utf8"), text);
  assert.equal(loosen(["body", "--json", "--data", other]).err, "");
  assert.equal(loosen(["erase", "--yes", "--data", other]).code, 0);
  assert.ok(!readdirSync(other).some((name) => name.startsWith("body")));
});

test("pose wants a moment, a variant and a move that are there", () => {
  assert.equal(loosen(["pose", "cat-cow"]).code, 2);
  for (const args of [["pose", "nonsense", "--at", "1"], ["pose", "cat-cow", "--at", "9999"], ["pose", "cat-cow", "--at", "soon"],
    ["pose", "cat-cow", "--at", "1", "--variant", "nonsense"]])
    assert.equal(loosen(args).code, 1, args.join(" "));
  assert.equal(json(["pose", "cat-cow", "--at", "2", "--variant", "forearms"]).variant, "forearms");
});

test("lengths answers each row with every muscle", () => {
  const run = loosen(["lengths"], { input: "hip_flexion_r,knee_angle_r\n0,0\n90,\r\n\n0,90\n" });
  assert.equal(run.code, 0, run.err);
  const [header, ...rows] = run.out.trim().split("\n");
  assert.equal(header, "row,muscle,length_m,ratio,s");
  const of = (row, muscle) => rows.map((line) => line.split(",")).find((cells) => cells[0] === row && cells[1] === muscle);
  assert.equal(Number(of("0", "psoas_r")[3]), 1);
  assert.ok(Number(of("1", "semimembranosus_r")[3]) > 1.1);
  assert.ok(Number(of("2", "semimembranosus_r")[3]) < 0.95);
  assert.equal(Number(of("1", "semimembranosus_l")[3]), 1);
});

test("a table that cannot be read has its line and column", () => {
  for (const [input, place] of [["hip\n1\n", "-:1:1:"], ["hip_flexion_r,knee_angle_r\n1,2\n3,x\n", "-:3:3:"],
    ["hip_flexion_r\n1,2\n", "-:2:3:"], ["hip_flexion_r,hip_flexion_r\n", "-:1:15:"], ["", "loosen:"]]) {
    const run = loosen(["lengths"], { input });
    assert.equal(run.code, 1, input);
    assert.ok(run.err.startsWith(place), run.err);
  }
});

test("export-mjcf is one model with joints named as coordinates and tendons as muscles", () => {
  const { out } = loosen(["export-mjcf"]);
  assert.match(out, /^<mujoco model="loosen">/);
  assert.match(out, /<joint name="hip_flexion_r" type="hinge" axis="0 0 1"/);
  assert.match(out, /<spatial name="psoas_l">/);
  assert.match(out, /<joint joint1="lumbar_flexion_l5" joint2="lumbar_flexion" polycoef="0 0.125 0 0 0"\/>/);
});

// ---------------------------------------------------------------- moves

test("moves are found by words, and by what they must not have", () => {
  const ids = (...args) => json(["moves", "--json", ...args]).map((move) => move.id);
  assert.equal(ids("--find", "cat cow")[0], "cat-cow");
  assert.deepEqual(ids("--find", "piriformis bed"), ids("--find", "BED, Piriformis"));
  assert.ok(ids("--find", "hips").includes("half-kneeling-hip-flexor"));
  assert.ok(!ids("--find", "hips no kneeling").includes("half-kneeling-hip-flexor"));
  for (const move of json(["moves", "--json", "--place", "chair", "--without", "BAL"])) {
    assert.ok(move.places.includes("chair") && !move.tags.includes("BAL"), move.id);
  }
  const nothing = loosen(["moves", "--find", "zzz"]);
  assert.equal(nothing.code, 1);
  assert.match(nothing.err, /no move fits/);
});

test("moves carry what scripts rely on", () => {
  const moves = json(["moves", "--json"]);
  assert.equal(moves.length, 29);
  for (const move of moves) {
    for (const field of ["id", "name", "kind", "start", "targets", "tags", "sources"]) assert.ok(field in move, `${move.id} ${field}`);
    assert.deepEqual(json(["move", move.id, "--json"]), move);
    assert.ok(loosen(["moves"]).out.includes(move.id));
  }
  assert.equal(json(["move", "CAT-COW", "--json"]).id, "cat-cow");
});

test("check-moves passes good files and places every error", () => { // those built in have a stage of their own in ./check
  const dir = folder(), bad = join(dir, "bad.json");
  const good = loosen(["check-moves", "moves/supine-pelvic-tilt.json"]);
  assert.equal(good.code, 0, good.out);
  writeFileSync(bad, '{\n  "id": "x",\n  "nonsense": 1\n}\n');
  const run = loosen(["check-moves", bad, join(dir, "missing.json")]);
  assert.equal(run.code, 1);
  const lines = run.out.trim().split("\n");
  assert.equal(lines.length, 2);
  for (const line of lines) assert.match(line, /^\S+\.json:\d+:\d+: .{10,}$/);
  assert.match(lines[0], /bad\.json:3:3: /);
});

test("a picture is a PNG of the size asked for, and one that fails leaves no file", () => {
  const dir = folder(), file = join(dir, "a.png");
  assert.equal(loosen(["picture", "cat-cow", "--size", "96", "--view", "front", "-o", file]).code, 0);
  const bytes = readFileSync(file);
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  assert.equal(bytes.readUInt32BE(16), 96);
  assert.equal(bytes.readUInt32BE(20), 96);
  for (const at of ["0", "2.5", json(["move", "cat-cow", "--json"]).phases[0].id])
    assert.equal(loosen(["picture", "cat-cow", "--size", "32", "--at", at, "-o", file]).code, 0, at);
  assert.equal(loosen(["picture", "cat-cow", "--size", "32", "-o", join(dir, "no/b.png")]).code, 1);
  assert.deepEqual(readdirSync(dir), ["a.png"]);
});

test("a picture can be lines for print, by --format or by the file's name", () => {
  const dir = folder();
  for (const args of [["-o", join(dir, "a.svg")], ["--format", "svg", "-o", join(dir, "b.svg")]]) {
    assert.equal(loosen(["picture", "childs-pose", "--size", "400", ...args]).code, 0);
    const svg = readFileSync(args.at(-1), "utf8");
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="400" height="400" /);
    assert.match(svg, /<title>Child.s pose<\/title>/);
    assert.ok(svg.length < 60 * 1024);
  }
  assert.equal(loosen(["picture", "cat-cow", "--format", "csv", "-o", join(dir, "c.svg")]).code, 2);
  assert.equal(loosen(["export", "--format", "svg"]).code, 2);
});

test("a palette changes the picture, and only one that is known", () => {
  const dir = folder();
  const [teal, plain, sage] = [["--palette", "teal"], [], ["--palette", "sage"]].map((palette, i) => {
    const file = join(dir, `${i}.png`);
    assert.equal(loosen(["picture", "cat-cow", "--size", "64", ...palette, "-o", file]).code, 0);
    return readFileSync(file);
  });
  assert.deepEqual(teal, plain);
  assert.notDeepEqual(sage, plain);
  assert.equal(loosen(["picture", "cat-cow", "--palette", "beige", "-o", join(dir, "x.png")]).code, 2);
});

test("the largest picture can be drawn", () => {
  const file = join(folder(), "a.png");
  const run = loosen(["picture", "cobra", "--size", "2048", "-o", file]);
  assert.equal(run.code, 0, run.err);
  assert.equal(readFileSync(file).readUInt32BE(16), 2048);
});

// ---------------------------------------------------------------- plan and score

test("a plan keeps to the wish and is the same for the same seed", () => {
  for (const place of ["floor", "chair", "standing"]) {
    const args = ["plan", "--minutes", "7", "--place", place, "--seed", "3", "--json", "--data", folder()];
    const plan = json(args);
    assert.equal(plan.minutes, 7);
    assert.equal(plan.place, place);
    assert.equal(plan.screened, false);
    assert.ok(plan.total_s <= 420 && plan.steps.length > 0, place);
    assert.deepEqual(json(args), plan);
  }
  const without = json(["plan", "--minutes", "20", "--without", "KN", "--json"]);
  const tagged = new Set(json(["moves", "--json"]).filter((move) => move.tags.includes("KN")).map((move) => move.id));
  assert.ok(without.steps.every((step) => !tagged.has(step.move)));
});

test("a plan has its certificate, and says why when asked", () => {
  const args = ["plan", "--minutes", "8", "--seed", "3", "--json", "--data", folder()];
  const plan = json(args);
  assert.ok(plan.objective > 0 && plan.objective <= plan.bound);
  assert.equal(plan.proof, plan.optimal ? "proven best" : plan.proof);
  assert.equal(plan.why, undefined);
  const { why, steps } = json([...args, "--why"]);
  assert.deepEqual(new Set(why.steps.map((one) => one.move)), new Set(steps.map((step) => step.move)));
  const all = json(["moves", "--json"]).filter((move) => move.kind !== "picture").length;
  assert.equal(why.steps.length + why.left_out.length, all);
  assert.ok([...why.steps, ...why.left_out].every((one) => one.text.endsWith(".")));
  const words = loosen(["plan", "--minutes", "8", "--seed", "3", "--why"]).out;
  for (const part of ["the best: proven", "Why these", "What was left out, and why"]) assert.ok(words.includes(part), part);
});

test("the model is written for outside solvers, to a file or to standard output", () => {
  const file = join(folder(), "plan.lp");
  assert.equal(loosen(["plan", "--minutes", "5", "--seed", "3", "--lp", file]).code, 0);
  const text = readFileSync(file, "utf8");
  assert.match(text, /^(\\[^\n]*\n)*Maximi[sz]e/i);
  assert.match(text, /End\s*$/i);
  assert.equal(loosen(["plan", "--minutes", "5", "--seed", "3", "--lp", "-"]).out, text);
});

test("exactly the moves of a list are put in order", () => {
  const { steps } = json(["plan", "--only", "glute-bridge,cat-cow,cobra", "--json"]);
  assert.deepEqual(new Set(steps.map((step) => step.move)), new Set(["glute-bridge", "cat-cow", "cobra"]));
  assert.equal(steps[0].move, "cat-cow");
});

test("the days ahead keep days of rest and meet the targets", () => {
  const week = json(["week", "--days", "7", "--rest", "sat,sun", "--for", "hips", "--json"]);
  assert.equal(week.days.filter((day) => day.minutes === 0).length, 2);
  assert.ok(week.meets && week.minutes >= week.minutes_bound && week.minutes_bound > 0);
  assert.equal(week.days.reduce((sum, day) => sum + day.minutes, 0), week.minutes);
  const words = loosen(["week", "--days", "3", "--minutes", "6"]).out;
  assert.match(words, /today +6 min/);
  assert.match(words, /not made up for/);
});

test("a score tiles its session in order", () => {
  const cues = json(["score", "--minutes", "6", "--place", "floor", "--for", "hips", "--json"]);
  let at = 0;
  for (const cue of cues) {
    for (const field of ["t_s", "duration_s", "move", "side", "phase", "kind", "text"]) assert.ok(field in cue, field);
    assert.equal(cue.t_s, at);
    at += cue.duration_s;
  }
  assert.ok(at <= 360);
});

test("reading commands create nothing", () => {
  const home = folder();
  for (const args of [[], ["plan"], ["score"], ["log"], ["export", "--format", "jsonl"], ["erase", "--yes"]])
    assert.equal(loosen(args, { env: { HOME: home } }).code, 0, args.join(" "));
  assert.deepEqual(readdirSync(home), []);
});

// ---------------------------------------------------------------- the safety questions

test("answers are kept and a plan says that it was screened", () => {
  const data = screened();
  assert.equal(events(data)[0].value, 4);
  assert.equal(json(["plan", "--json", "--data", data]).screened, true);
});

test("a sign that cannot wait ends it, also for scripts", () => {
  const data = screened("1\n");
  assert.equal(events(data)[0].value, 1);
  for (const args of [["plan", "--json"], ["score", "--json"], ["plan"], []]) {
    const run = loosen([...args, "--data", data]);
    assert.equal(run.code, 1);
    assert.match(run.err, /emergency number/);
    assert.equal(run.out, "");
  }
});

test("something for a clinician comes before any plan", () => {
  const data = screened("n\n40\n2\n3\n1\nn\nn\n");
  assert.equal(events(data)[0].value, 2);
  const run = loosen(["plan", "--json", "--data", data]);
  assert.equal(run.code, 1);
  assert.match(run.err, /doctor/);
  assert.equal(loosen(["play", "--data", data], { input: NONE }).code, 1);
  assert.deepEqual(kinds(data), ["screened"]);
});

/** A `screened` event with all questions answered, some days ago. */
function answeredBefore(data, days, yes = [], version = "2") {
  const { questions } = json(["screen", "--questions", "--json"]);
  const calm = { "yes-no": false, number: 40, list: [] };
  const answers = Object.fromEntries(questions.map((q) => [q.id, calm[q.kind] ?? (q.id === "sex" ? "man" : q.options[0].id)]));
  for (const id of yes) answers[id] = true;
  addEvent(data, Date.now() - days * 86_400_000, { kind: "screened", value: 4, text: JSON.stringify({ version, answers }) });
}

function addEvent(data, at, fields) {
  const hex = at.toString(16).padStart(12, "0");
  const event = { id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`, at, ...fields };
  assert.equal(loosen(["import", "-", "--data", data], { input: JSON.stringify(event) }).code, 0);
}

test("after a month everything is asked again", () => {
  for (const [days, pages] of [[29, 1], [31, 4]]) {
    const data = folder();
    answeredBefore(data, days);
    assert.equal(json(["plan", "--json", "--data", data]).screened, pages === 1);
    const run = loosen([...FAST, "--data", data], { input: NONE });
    assert.equal(run.out.split("Which are true for you?").length - 1, pages, run.out);
  }
});

test("a flare-up and another version of the rules ask everything again", () => {
  const data = folder(), other = folder();
  answeredBefore(data, 2);
  addEvent(data, Date.now() - 86_400_000, { kind: "flare", value: 1 });
  assert.match(loosen(["play", "--data", data]).out, /flare-up has begun/);
  answeredBefore(other, 2, [], "1");
  assert.match(loosen(["play", "--data", other]).out, /questions have changed/);
});

test("the questions are listed, for people and for programs", () => {
  const { version, questions } = json(["screen", "--questions", "--json"]);
  assert.equal(version, "2");
  assert.deepEqual(questions.find(({ id }) => id === "sex").options.map(({ id }) => id), ["woman", "man", "other"]);
  assert.deepEqual([...new Set(questions.map(({ kind }) => kind))].sort(), ["choice", "list", "number", "yes-no"]);
  assert.ok(questions.filter(({ level }) => level === 1).every((q) => q.every_session && q.source));
  assert.match(loosen(["screen", "--questions"]).out, /saddle-numb +New numbness/);
});

test("answers from a file are judged and not kept", () => {
  const home = folder(), file = join(folder(), "answers.json");
  writeFileSync(file, JSON.stringify({ "chest-pain": "no", age: 52, knees: "a little", cancer: "yes" }));
  const run = loosen(["screen", "--answers", file, "--json"], { env: { HOME: home } });
  assert.equal(run.code, 0, run.err);
  const verdict = JSON.parse(run.out);
  assert.deepEqual([verdict.level, verdict.urgency], [2, "urgent"]);
  assert.deepEqual(verdict.reasons.map(({ rule }) => rule), ["cancer", "knees", "over-50"]);
  assert.ok(verdict.reasons.every(({ text, source }) => text && source));
  assert.deepEqual(Object.keys(verdict.forbidden).sort(), ["moves", "postures", "tags"]);
  assert.deepEqual(verdict.forbidden.tags, ["KN"]);
  assert.match(verdict.advice, /doctor/);
  assert.deepEqual(readdirSync(home), []);
  const numb = loosen(["screen", "--answers", "-", "--json"], { input: '{"saddle-numb":"a little"}' });
  assert.deepEqual([JSON.parse(numb.out).level, JSON.parse(numb.out).urgency], [1, "now"]);
});

test("bad answers are refused at their place in the file", () => {
  const file = join(folder(), "answers.json");
  for (const [text, place, word] of [['{\n "age": 500}', "2:9", "whole number"], ['{"sex":"x"}', "1:8", "woman"],
    ['{"tail":true}', "1:2", "no safety question"], ["{", "1:2", ""]]) {
    writeFileSync(file, text);
    const run = loosen(["screen", "--answers", file, "--json"]);
    assert.equal(run.code, 1);
    assert.equal(run.out, "");
    assert.ok(run.err.startsWith(`${file}:${place}: `) && run.err.includes(word), run.err);
  }
  assert.equal(loosen(["screen", "--answers", join(file, "none"), "--json"]).code, 1);
  assert.equal(loosen(["screen", "--json"]).code, 2);
});

test("numb between the legs: no exercise, not by any command, nor after a talk", () => {
  const data = screened("1\n");
  addEvent(data, Date.now(), { kind: "clinician-talked", text: '{"on":"2026-11-20","allowed":["saddle-numb"]}' });
  for (const args of [["plan"], ["plan", "--json"], ["score"], ["score", "--json"], [], ["play", "--minutes", "3"]]) {
    const run = loosen([...args, "--data", data], { input: "1\n" });
    assert.equal(run.code, 1, args.join(" "));
    assert.match(run.err, /emergency number/);
  }
  assert.ok(!kinds(data).includes("session-started"));
});

test("what a clinician allowed opens the session, and is kept with its day", () => {
  const data = screened("n\n40\n2\n3\n1\nn\nn\nn\n"); // cancer; no talk yet
  assert.equal(loosen(["plan", "--data", data]).code, 1);
  const run = loosen(["play", "--minutes", "3", "--mute", "--speed", "1000", "--data", data], { input: "y\n2020-01-01\n1\n" });
  assert.equal(run.code, 1, "a talk of long ago opens nothing");
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const again = loosen(["screen", "--data", data], { input: `n\n40\n2\n3\n1\nn\nn\ny\nsoon\n${day}\n1\n` });
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /A clinician allowed it/);
  assert.deepEqual(JSON.parse(events(data).filter(({ kind }) => kind === "clinician-talked").pop().text), { on: day, allowed: ["cancer"] });
  assert.equal(loosen(["plan", "--data", data]).code, 0);
});

test("with a watched leg the furthest site is asked after each move, and further down ends it", () => {
  const data = folder();
  answeredBefore(data, 1, ["leg-pain"]);
  const args = ["play", "--minutes", "10", "--place", "floor", "--seed", "1", "--mute", "--speed", "1000", "--data", data];
  const calm = loosen(args, { input: `${SHORT}2\n${"1\n\n".repeat(12)}` });
  assert.equal(calm.code, 0, calm.err);
  const told = events(data).filter(({ kind }) => kind === "leg-site");
  assert.ok(told.length >= 2 && told.every(({ value, move }) => value === 1 && move));
  const worse = loosen(args, { input: `${SHORT}2\n3\n\n` });
  assert.match(worse.out, /further down the leg/);
  assert.match(worse.out, /session is over for today/);
  const log = events(data);
  assert.equal(log.findLast(({ kind }) => kind === "stopped").text, "stop-rule");
  assert.equal(log.findLast(({ kind }) => kind === "step-left").move, log.findLast(({ kind }) => kind === "leg-site").move);
});

test("in a terminal a digit tells the furthest site, and a yes ends the session", async () => {
  const data = folder();
  answeredBefore(data, 1, ["leg-pain"]);
  addEvent(data, Date.now() - 3_600_000, { kind: "leg-site", session: "01890a5d-ac96-774b-bcce-b302099a8057", move: "cat-cow", value: 0 });
  const child = startInTerminal(["play", "--minutes", "10", "--place", "floor", "--seed", "1", "--mute", "--speed", "60", "--data", data]);
  const heard = listen(child);
  for (const [word, keys] of [["Which are true", "n\r"], ["Pain now", "3\r"], ["Enter starts", "\r"],
    ["How far down", "0"], ["How far down", ""]]) {
    await heard.until(word);
    heard.text = heard.text.slice(heard.text.lastIndexOf(word) + word.length);
    child.stdin.write(keys);
    await pause(300);
  }
  child.stdin.write("2");
  await heard.until("further down the leg");
  child.stdin.write("y");
  await heard.until("The session is over for today");
  child.stdin.write("\x04");
  await pause(300);
  child.stdin.write("\x04");
  await heard.end();
  assert.deepEqual(events(data).filter(({ kind }) => kind === "leg-site").map(({ value }) => value), [0, 0, 2]);
});

test("pain afterwards is shown as a traffic light, in words", () => {
  for (const [before, after, light] of [[1, 2, "Green\\."], [1, 4, "Amber\\."], [5, 8, "Red\\."]]) {
    const run = loosen([...FAST, "--data", folder()], { input: `${NONE}${before}\n${after}\n` });
    assert.match(run.out, new RegExp(light));
  }
});

test("questions that are not answered are not a no", () => {
  const data = folder();
  for (const input of ["", "n\nn\n", "n\nmaybe\n"]) {
    const run = loosen(["play", "--minutes", "3", "--data", data], { input });
    assert.equal(run.code, 1);
    assert.match(run.err, /not answered/);
  }
  assert.deepEqual(kinds(data), []);
});

// ---------------------------------------------------------------- a session

test("a session by lines ends in the log", () => {
  const data = folder();
  const run = loosen([...FAST, "--data", data], { input: answers(4, 3, "b", "slept badly, but it helped") });
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /You did/);
  assert.match(run.out, /This week/);
  assert.match(run.out, /pain 4 before, 3 after/);
  const log = events(data);
  assert.deepEqual(log.slice(0, 3).map((event) => event.kind), ["screened", "session-started", "pain-before"]);
  assert.ok(log.filter((event) => event.kind === "step-done").length >= 2);
  assert.ok(log.filter((event) => event.kind === "step-done").every((event) => event.value > 0));
  assert.equal(log.find((event) => event.kind === "pain-after").value, 3);
  assert.equal(log.find((event) => event.kind === "move-felt").value, 1);
  assert.equal(log.find((event) => event.kind === "note").text, "slept badly, but it helped");
  const session = log.find((event) => event.kind === "session-started");
  assert.equal(session.id, session.session);
  assert.ok(log.slice(1).every((event) => event.session === session.id));
  assert.equal(log.find((event) => event.kind === "session-finished").value, session.value);
  assert.equal(new Set(log.map((event) => event.at)).size, log.length);
});

test("before the next session only the signs that cannot wait are asked", () => {
  const data = folder();
  assert.equal(loosen([...FAST, "--data", data], { input: NONE }).code, 0);
  const again = loosen([...FAST, "--data", data], { input: "n\n5\n" });
  assert.equal(again.code, 0, again.err);
  assert.equal(again.out.split("Which are true for you?").length - 1, 1);
  const stopped = loosen([...FAST, "--data", data], { input: "1\n" });
  assert.equal(stopped.code, 1);
  assert.match(stopped.err, /emergency number/);
});

test("a kill in the middle keeps what was done", async () => {
  const data = screened();
  const child = start(["play", "--minutes", "5", "--place", "floor", "--mute", "--speed", "60", "--data", data]);
  const heard = listen(child);
  child.stdin.write("2\n");
  const end = Date.now() + 30_000;
  while (!kinds(data).includes("step-done") && Date.now() < end) await pause(50);
  child.kill("SIGKILL");
  await heard.end();
  const log = kinds(data);
  assert.ok(log.includes("session-started") && log.includes("pain-before") && log.includes("step-done"), log.join());
  assert.ok(!log.includes("session-finished"));
});

test("a kind stop in the middle closes the session in the log", async () => {
  const data = screened();
  const child = start(["play", "--minutes", "5", "--place", "floor", "--mute", "--data", data]);
  const heard = listen(child);
  child.stdin.write("2\n");
  await heard.until("0:00");
  child.kill("SIGTERM");
  assert.deepEqual(await heard.end(), { code: null, signal: "SIGTERM" });
  assert.deepEqual(kinds(data).slice(-2), ["stopped", "session-finished"]);
});

test("cues are spoken through espeak-ng where it is, and not when muted", async () => {
  for (const mute of [false, true]) {
    const voice = fake("espeak-ng", "exec sleep 60");
    const child = start(["play", "--minutes", "5", "--place", "floor", ...(mute ? ["--mute"] : []), "--data", screened()],
      { env: { PATH: voice.path } });
    const heard = listen(child);
    child.stdin.write("2\n");
    const text = await heard.until(/ 0:00 {2}.*\n/);
    const cue = / 0:00 {2}(.*)\n/.exec(text)[1];
    for (let i = 0; i < 50 && !mute && !voice.said().endsWith("\n"); i++) await pause(50);
    if (mute) await pause(300);
    assert.equal(voice.said(), mute ? "" : `-v\nen\n-s\n165\n--\n${cue}\n`);
    child.kill("SIGTERM");
    await heard.end(5000); // what is being said does not hold it up
  }
});

test("a line of Chinese is spoken by a voice for it", async () => {
  const voice = fake("espeak-ng", "exec sleep 60");
  const child = start(["play", "--minutes", "3", "--place", "floor", "--language", "zh-Hans", "--data", screened()], { env: { PATH: voice.path } });
  const heard = listen(child);
  child.stdin.write("2\n");
  await heard.until(/ 0:00 {2}.*\n/);
  for (let i = 0; i < 50 && !voice.said().endsWith("\n"); i++) await pause(50);
  assert.match(voice.said(), /^-v\ncmn\n-s\n165\n--\n[^\n]*[一-鿿]/);
  child.kill("SIGTERM");
  await heard.end(5000);
});

test("in a terminal the keys pause, skip, go back, ease and stop", async () => {
  const data = screened();
  const child = startInTerminal(["play", "--minutes", "5", "--place", "floor", "--mute", "--data", data]);
  const heard = listen(child);
  const press = async (keys) => { child.stdin.write(keys); await pause(300); };
  await heard.until("Pain now");
  await press("3\r");
  await heard.until("Enter starts");
  await press("\r");
  await heard.until("\x1b[?1049h");
  await heard.until("space pause");
  await heard.until("Sharp pain, numbness or dizziness? Stop here: q");
  await press(" ");
  await heard.until("paused");
  await press(" ");
  await press("e");
  await heard.until("Lighter now");
  await press("\x1b[C"); // right
  await press("\x1b[D"); // left
  await press("q");
  await heard.until("space  go on");
  await press(" ");
  await press("q");
  await press("y");
  await heard.until("\x1b[?1049l");
  await heard.until("The session is over for today");
  await heard.until("Pain now, 0 to 10?");
  await press("4\r");
  await press("\x04");
  await heard.end();
  const log = kinds(data);
  for (const kind of ["paused", "resumed", "step-eased", "step-left", "stopped", "pain-after"]) assert.ok(log.includes(kind), `${kind} in ${log}`);
  assert.equal(events(data).find((event) => event.kind === "stopped").text, "stop-rule");
});

test("the terminal is as it was after a signal", async () => {
  const data = screened();
  const child = startInTerminal(["play", "--minutes", "5", "--place", "floor", "--mute", "--data", data]);
  const heard = listen(child);
  await heard.until("Pain now");
  child.stdin.write("\r");
  await heard.until("Enter starts");
  child.stdin.write("\r");
  await heard.until("space pause");
  process.kill(processWith(data), "SIGTERM");
  await heard.end();
  assert.match(heard.text, /\x1b\[\?25h\x1b\[\?1049l/);
  assert.deepEqual(kinds(data).slice(-2), ["stopped", "session-finished"]);
});

test("the figure is drawn where the terminal can show it", async () => {
  for (const [env, sign] of [[{ COLORTERM: "truecolor" }, "\u2580"], [{ TERM: "xterm-kitty" }, "\x1b_Ga=T,f=24"]]) {
    const child = startInTerminal(["play", "--minutes", "3", "--place", "floor", "--mute", "--data", screened()], { env });
    const heard = listen(child);
    await heard.until("Pain now");
    child.stdin.write("\r");
    await heard.until("Enter starts");
    child.stdin.write("\r");
    await heard.until(sign);
    child.stdin.write("q");
    await heard.until("space  go on");
    child.stdin.write("q");
    await heard.until("\x1b[?1049l");
    await pause(200);
    child.stdin.write("\x04");
    await heard.end();
  }
});

test("a full disk in the middle of a session loses nothing that was saved and is said", () => {
  const data = screened();
  const args = `--minutes 20 --place floor --mute --speed 1000 --data "${data}"`;
  // 64 blocks of 512 bytes: enough for SQLite to open the log and write a few events.
  const run = spawnSync("sh", ["-c", `ulimit -f 64; exec "${program}" play ${args}`], { encoding: "utf8", input: "5\n" });
  assert.equal(run.status, 1, run.stdout + run.stderr);
  assert.match(run.stderr, /could not be saved/);
  const log = kinds(data);
  assert.deepEqual(log.slice(0, 3), ["screened", "session-started", "pain-before"]);
  assert.ok(!log.includes("session-finished"));
});

// ---------------------------------------------------------------- log, export, import, erase

test("an export brings everything back, and importing twice changes nothing", () => {
  const data = folder(), other = folder(), file = join(folder(), "log.jsonl");
  loosen([...FAST, "--data", data], { input: answers(4, 3, "", '"quoted", and ünïcode') });
  const exported = loosen(["export", "--format", "jsonl", "--data", data]);
  assert.equal(exported.code, 0);
  writeFileSync(file, exported.out);
  for (const added of [exported.out.trim().split("\n").length, 0]) {
    const run = loosen(["import", file, "--data", other]);
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, new RegExp(`^${added} events? added`));
    assert.equal(loosen(["export", "--format", "jsonl", "--data", other]).out, exported.out);
  }
  assert.equal(loosen(["import", "-", "--data", folder()], { input: exported.out }).code, 0);
});

test("a damaged line is named by its number and the rest is kept", () => {
  const data = folder(), other = folder(), file = join(folder(), "log.jsonl");
  loosen([...FAST, "--data", data], { input: NONE });
  const lines = loosen(["export", "--format", "jsonl", "--data", data]).out.trim().split("\n");
  const damaged = [lines[0], "{\"id\":", ...lines.slice(1, 3), "", "nonsense", ...lines.slice(3), lines[0].slice(0, 40)];
  writeFileSync(file, damaged.join("\n"));
  const run = loosen(["import", file, "--data", other]);
  assert.equal(run.code, 1);
  const said = run.err.trim().split("\n");
  assert.equal(said.length, 3);
  assert.match(said[0], new RegExp(`^${file}:2: .{10,}`));
  assert.match(said[1], new RegExp(`^${file}:6: .{10,}`));
  assert.match(said[2], new RegExp(`^${file}:${damaged.length}: .{10,}`));
  assert.equal(events(other).length, lines.length);
});

test("a file that cannot grow is reported and nothing is half-written", () => {
  const data = screened(), big = join(folder(), "big.jsonl");
  const before = loosen(["export", "--format", "jsonl", "--data", data]).out;
  const id = (n) => `01890a5d-ac96-774b-bcce-${n.toString(16).padStart(12, "0")}`;
  const lines = Array.from({ length: 2000 }, (_, n) =>
    JSON.stringify({ id: id(n), at: 1700000000000 + n, kind: "note", text: "x".repeat(200) }));
  writeFileSync(big, lines.join("\n"));
  // 256 blocks of 512 bytes: less than the events take.
  const run = spawnSync("sh", ["-c", `ulimit -f 256; exec "${program}" import "${big}" --data "${data}"`], { encoding: "utf8" });
  assert.equal(run.status, 1, run.stderr);
  assert.match(run.stderr, /the log cannot be written/);
  assert.equal(loosen(["export", "--format", "jsonl", "--data", data]).out, before);
  const picture = spawnSync("sh", ["-c", `ulimit -f 1; exec "${program}" picture cobra --size 256 -o "${data}/a.png"`]);
  assert.equal(picture.status, 1);
  assert.ok(!readdirSync(data).some((name) => name.startsWith("a.png")));
  assert.equal(loosen(["import", big, "--data", data]).code, 0);
});

const OWN = { document: "3f0c9a1be2d47a55", kind: "routine", at: 1700000000000, device: "aa",
  content: { kind: "routine", name: "Sunday slow", place: "floor", steps: [{ move: "cat-cow" }, { move: "glute-bridge", level: "easier" }] } };

/** A file with documents, as the page and `loosen export` write it. */
function withDocuments(...documents) {
  const file = join(folder(), "all.jsonl");
  writeFileSync(file, [{ export: 2 }, ...documents].map((line) => JSON.stringify(line) + "\n").join(""));
  return file;
}

test("an export holds documents, an older one is taken too, and erase leaves none", () => {
  const data = screened(), other = folder(), older = folder();
  const file = withDocuments(OWN, { document: "own", kind: "body", at: 5, device: "", content: { stature_m: 1.7 } });
  const run = loosen(["import", file, "--data", data]);
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /^0 events added, 0 already there\n2 documents .* added, 0 as new or newer there/);
  const out = loosen(["export", "--format", "jsonl", "--data", data]).out;
  const lines = out.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines[0], { export: 2 });
  assert.deepEqual(lines.at(-2), OWN);
  assert.equal(lines[1].kind, "screened");
  const copy = join(folder(), "copy.jsonl");
  writeFileSync(copy, out);
  assert.equal(loosen(["import", copy, "--data", other]).code, 0);
  assert.equal(loosen(["export", "--format", "jsonl", "--data", other]).out, out);
  assert.match(loosen(["import", copy, "--data", other]).out, /0 documents .* added, 2 as new/);
  // As the page wrote them before they had devices.
  writeFileSync(copy, JSON.stringify({ document: OWN.document, at: OWN.at, content: OWN.content }) + "\n");
  assert.equal(loosen(["import", copy, "--data", older]).code, 0);
  assert.match(loosen(["export", "--format", "jsonl", "--data", older]).out, /"kind":"routine".*Sunday slow/);
  assert.equal(loosen(["erase", "--yes", "--data", data]).code, 0);
  assert.equal(loosen(["export", "--format", "jsonl", "--data", data]).out, "");
  assert.ok(!readdirSync(data).some((name) => readFileSync(join(data, name)).includes("Sunday slow")));
});

test("a file of a newer version changes nothing, and a damaged document is named by its line", () => {
  const data = folder(), file = withDocuments(OWN, { ...OWN, document: "b", at: -1 });
  const run = loosen(["import", file, "--data", data]);
  assert.equal(run.code, 1);
  assert.match(run.err, new RegExp(`^${file}:3: "at" is a whole number`));
  const before = loosen(["export", "--format", "jsonl", "--data", data]).out;
  writeFileSync(file, `{"export":3}\n${JSON.stringify({ ...OWN, at: OWN.at + 1 })}\n`);
  const newer = loosen(["import", file, "--data", data]);
  assert.equal(newer.code, 1);
  assert.match(newer.err, /was written by a newer Loosen/);
  assert.equal(loosen(["export", "--format", "jsonl", "--data", data]).out, before);
});

test("one's own routines are listed, and played by name", () => {
  const data = screened();
  loosen(["import", withDocuments(OWN), "--data", data]);
  assert.match(loosen(["routines", "--data", data]).out, /Your own: Sunday slow  3f0c9a1be2d47a55/);
  for (const name of ["sunday slow", OWN.document])
    assert.deepEqual(json(["plan", "--routine", name, "--json", "--data", data]).steps.map(({ move }) => move), ["cat-cow", "glute-bridge"]);
  loosen(["import", withDocuments({ ...OWN, at: OWN.at + 1, content: null }), "--data", data]);
  assert.doesNotMatch(loosen(["routines", "--data", data]).out, /Sunday/);
  assert.equal(loosen(["plan", "--routine", "Sunday slow", "--data", data]).code, 1);
});

test("a spreadsheet gets quoted cells and no formulas", () => {
  const data = folder();
  loosen([...FAST, "--data", data], { input: answers(4, 3, "w", '=1+1, "x"') });
  const rows = loosen(["export", "--format", "csv", "--data", data]).out.split("\r\n");
  assert.equal(rows[0], "id,at,kind,session,move,side,level,value,text");
  assert.equal(rows.length - 2, events(data).length);
  assert.ok(rows.some((row) => row.endsWith(`,note,${events(data)[1].id},,,,,"'=1+1, ""x"""`)), rows.slice(-4).join("\n"));
  assert.match(rows[1], /^[0-9a-f-]{36},\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,screened,/);
});

test("a measure is asked item by item, logged with its score, and due again in a week", () => {
  const data = folder();
  loosen([...FAST, "--data", data], { input: answers(4, 3, "s", "") });
  const peg = () => json(["measure", "--json", "--data", data]).find(({ id }) => id === "peg");
  assert.ok(peg().due);
  const run = loosen(["measure", "peg", "--data", data], { input: "4\neleven\n5\n3\n" });
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /Pain in daily life: 4, the first value\./);
  const measured = events(data).filter((event) => event.kind === "measured");
  assert.deepEqual(measured.map((e) => [e.value, JSON.parse(e.text)]), [[4, { measure: "peg", items: [4, 5, 3] }]]);
  assert.ok(!peg().due);
  assert.deepEqual(peg().scores.map(({ score }) => score), [4]);
  assert.match(loosen(["log", "--data", data]).out, /measured peg: 4\.0/);
  loosen(["measure", "finger-to-floor", "--data", data], { input: "\n" }); // left out
  assert.equal(events(data).filter((event) => event.kind === "measured").length, 1);
  assert.equal(loosen(["measure", "mood", "--data", data]).code, 1);
});

test("a test of range leads through its steps, keeps both sides, and comes whole through an export", () => {
  const data = screened(), other = folder(), file = join(folder(), "log.jsonl");
  const run = loosen(["measure", "side-bend", "--data", data], { input: "18\n12,5\n12.5\n" });
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /1\. Stand with your back against a wall/);
  assert.match(run.out, /Stop when it hurts more/);
  assert.match(run.out, /Side bend, right: 18 cm, the first value\. Side bend, left: 12\.5 cm, the first value\./);
  writeFileSync(file, loosen(["export", "--format", "jsonl", "--data", data]).out);
  assert.equal(loosen(["import", file, "--data", other]).code, 0);
  const { sides } = json(["measure", "--json", "--data", other]).find(({ id }) => id === "side-bend");
  assert.deepEqual(sides.map(({ side, scores }) => [side, scores.map(({ score }) => score)]), [["right", [18]], ["left", [12.5]]]);
});

test("a test of range waits for the safety questions", () => {
  const run = loosen(["measure", "knee-out", "--data", folder()]);
  assert.equal(run.code, 1);
  assert.match(run.err, /safety questions first/);
});

test("a trial of a direction is asked, logged, and comes once a day", () => {
  const data = screened();
  const answers3 = "5\n1\n\n\n3\n1\n\n3\n0\n";
  const first = loosen(["trial", "--data", data], { input: answers3 });
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /Press-up to the elbows, 10 times, slowly/);
  assert.match(first.out, /Better, and it stayed so/);
  const [tried] = events(data).filter((event) => event.kind === "direction-tested");
  assert.deepEqual([tried.value, JSON.parse(tried.text)], [1, { direction: "extension", pain: [5, 3, 3], site: [1, 1, 0] }]);
  const again = loosen(["trial", "--data", data]);
  assert.equal(again.code, 1);
  assert.match(again.err, /tried one way today/);
  assert.match(json(["trial", "--json", "--data", folder()]).left_out, /safety questions first/);
});

test("progress tells of weeks, and invites before there are any", () => {
  const data = folder();
  assert.match(loosen(["progress", "--data", data]).out, /Begin when you like/);
  loosen([...FAST, "--data", data], { input: answers(4, 3, "s", "") });
  const all = json(["progress", "--json", "--data", data]);
  assert.equal(all.sessions, 1);
  assert.equal(all.weeks.at(-1).days_done, 1);
  assert.equal(all.trend.word, "early");
  const shown = loosen(["progress", "--data", data]).out;
  assert.match(shown, /You moved on 1 of the last seven days/);
  assert.match(shown, /Due: loosen measure peg/);
});

test("erase leaves no trace in the files", () => {
  const data = folder();
  const holds = () => readdirSync(data).some((name) => readFileSync(join(data, name)).includes("VERYPRIVATE"));
  loosen([...FAST, "--data", data], { input: answers(4, 3, "s", "VERYPRIVATE") });
  assert.ok(holds());
  assert.equal(loosen(["erase", "--data", data]).code, 2);
  assert.ok(holds());
  assert.equal(loosen(["erase", "--yes", "--data", data]).code, 0);
  assert.ok(!holds());
  assert.deepEqual(events(data), []);
  assert.ok(existsSync(join(data, "loosen.db")));
  assert.equal(statSync(join(data, "loosen.db")).mode & 0o777, 0o600);
});

test("the last session's wish is today's", () => {
  const data = folder();
  loosen(["play", "--minutes", "4", "--place", "chair", "--mute", "--speed", "1000", "--data", data], { input: NONE });
  assert.match(loosen(["--data", data]).out, /4 minutes on a chair/);
  assert.match(loosen(["--place", "floor", "--data", data]).out, /4 minutes on the floor/);
  assert.equal(json(["plan", "--json", "--data", data]).minutes, 10);
});

// ---------------------------------------------------------------- routines, sheets, reminders

test("a routine is played as it stands, by id, file or link, less what the answers forbid", () => {
  const listed = json(["routines", "--json"]);
  assert.equal(listed.length, 6);
  const evening = listed.find((routine) => routine.id === "before-bed");
  const ids = evening.steps.map((step) => step.move);
  const moves = (name, data = screened()) => json(["plan", "--routine", name, "--json", "--data", data]).steps.map((step) => step.move);
  assert.deepEqual(moves("before-bed"), ids);
  const file = join(folder(), "mine.json");
  writeFileSync(file, JSON.stringify({ kind: "routine", name: "Mine", steps: [{ move: "cat-cow" }, { move: "glute-bridge", level: "easier" }] }));
  assert.deepEqual(moves(file), ["cat-cow", "glute-bridge"]);
  assert.deepEqual(moves("https://example.org/#/open/r1/bed//A/supine-pelvic-tilt.e/glute-bridge.u"), ["supine-pelvic-tilt", "glute-bridge"]);
  const shown = loosen(["routines", file]).out;
  assert.match(shown, /r1\/floor\/\/Mine\/cat-cow\.u\/glute-bridge\.e/);
});

test("a damaged routine is refused with file, line and column", () => {
  const file = join(folder(), "bad.json");
  writeFileSync(file, '{"kind":"routine",\n"name":"A",\n"steps":[{"move":"handstand"}]}');
  const run = loosen(["plan", "--routine", file]);
  assert.equal(run.code, 1);
  assert.ok(run.err.includes(`${file}:3:18: there is no move "handstand" here`), run.err);
});

/** The text of a QR code in an SVG, as a scanner reads it. */
function scan(svg) {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)[1]);
  const scale = 4, side = size * scale, pixels = Buffer.alloc(side * side, 255);
  for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h/g)) {
    for (let row = 0; row < scale; row++) {
      const at = (Number(y) * scale + row) * side + Number(x) * scale;
      pixels.fill(0, at, at + Number(run) * scale);
    }
  }
  const file = join(folder(), "code.pgm");
  writeFileSync(file, Buffer.concat([Buffer.from(`P5 ${side} ${side} 255\n`), pixels]));
  return execFileSync("zbarimg", ["-q", "--raw", file]).toString().trim();
}

test("a plan for a time of the day has its minutes, its place and its parts", () => {
  const data = folder();
  const of = (occasion) => json(["plan", "--occasion", occasion, "--json", "--data", data]);
  const desk = of("desk"), bedtime = of("bedtime");
  assert.deepEqual([desk.minutes, desk.place, desk.for], [5, "chair", ["lower-back", "upper-back", "hips"]]);
  assert.ok(desk.total_s <= 300 && desk.steps.length > 1);
  assert.deepEqual([bedtime.minutes, bedtime.place], [8, "bed"]);
  const unknown = loosen(["plan", "--occasion", "lunch"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /"lunch"; it is a session for relief, flare, waking, desk, workout or bedtime/);
});

test("a sheet has a drawing for each move, and a code that a scanner reads as the routine's link", () => {
  const file = join(folder(), "sheet.html");
  const run = loosen(["handout", "desk-day", "--paper", "letter", "--link", "https://example.org/loosen/", "-o", file]);
  assert.equal(run.code, 0, run.err);
  const sheet = readFileSync(file, "utf8");
  assert.equal(sheet.match(/<li class="step"><figure><svg/g).length, 4);
  assert.match(sheet, /@page letter/);
  assert.match(sheet, /class="handout letter"/);
  const code = sheet.slice(sheet.indexOf('<figure class="code">'), sheet.indexOf("<figcaption>"));
  assert.equal(scan(code), "https://example.org/loosen/#/open/r1/chair/12345/Desk%20day/seated-trunk-rotation.u/"
    + "standing-trunk-rotation.u/hip-airplane.e/forward-fold.e");
});

test("a reminder is a calendar file with a neutral summary", () => {
  const run = loosen(["remind", "--on", "mon,fri", "--time", "06:45", "--minutes", "12", "--weeks", "3"]);
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  assert.match(run.out, /\r\nDTSTART:\d{8}T064500\r\nDURATION:PT12M\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=\d{8}T235959\r\n/);
  assert.match(run.out, /\r\nSUMMARY:Time for yourself\r\n/);
  assert.doesNotMatch(run.out, /back|stretch|pain/i);
});

await runTests();
