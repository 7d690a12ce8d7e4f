// Other languages, in node: none lacks a text, and no English reaches a person through the core. node tests/words.mjs
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { faults, texts } from "../tools/texts.mjs";

const here = (path) => new URL(`../${path}`, import.meta.url);
const json = (path) => JSON.parse(readFileSync(here(path), "utf8"));
const { instance } = await WebAssembly.instantiate(readFileSync(here("build/loosen.wasm")), {});
const core = instance.exports;
const NOW = 1_800_000_000_000, DAY = 24 * 3600_000;

const text = () => new TextDecoder().decode(new Uint8Array(core.memory.buffer, core.loosen_out(), core.loosen_out_len()));
const ok = (code) => {
  assert.equal(code, 0, text());
  return JSON.parse(text());
};
const send = (value) => {
  const bytes = new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
  new Uint8Array(core.memory.buffer, core.loosen_in(bytes.length), bytes.length).set(bytes);
  return bytes.length;
};

const LANGUAGES = [...readFileSync(here("web/src/text.ts"), "utf8").matchAll(/\{ code: "([\w-]+)", name: /g)]
  .map(([, code]) => code).filter((code) => code !== "en");
const marks = (entry) => [...new Set(JSON.stringify(entry).match(/\{\w+\}/g) ?? [])].sort();

// ---- a language that is none: every known text between brackets

const KNOWN = texts();
const PSEUDO = Object.fromEntries([...KNOWN.keys()].map((one) => [one, `⟦${one}⟧`]));

/** What is left of a text without all that stands between brackets. */
function bare(said) {
  for (let before = ""; before !== said;) [before, said] = [said, said.replace(/⟦[^⟦⟧]*⟧/g, "")];
  return said;
}

/** Of these keys a person reads every value; of the others, whatever is more than one word. */
const READ = new Set(["name", "text", "sentence", "plain", "why", "why_out", "why_level", "reason", "note", "dose", "words", "say",
  "again", "ask", "help", "summary", "ready", "how", "line", "proof", "advice", "emergency", "said", "come_back", "next", "fact",
  "sentences", "places", "aliases", "cues", "mistakes", "corrections", "group", "phases", "needed", "useful", "low_words",
  "high_words"]);
/** Ids, Latin, links, and who a thing was read by. */
const IDS = new Set(["id", "latin", "link", "kind", "move", "moves", "key", "phase", "other", "serves", "version", "reviewed", "places_ids"]);

function* english(value, key, path) {
  if (typeof value === "string") {
    const left = bare(value);
    const plain = READ.has(key) ? /[A-Za-z]{2,}/.test(left) : / .*[A-Za-z]{2,}|[A-Za-z]{2,}.* /.test(left);
    if (!IDS.has(key) && plain) yield `${path}: ${value}`;
  } else if (Array.isArray(value)) for (const [i, one] of value.entries()) yield* english(one, key, `${path}.${i}`);
  else if (value !== null && typeof value === "object")
    for (const [name, one] of Object.entries(value)) yield* english(one, name, `${path}.${name}`);
}

const speaks = (value, what, but = []) =>
  assert.deepEqual([...english(value, "", what)].filter((one) => !but.some((path) => path.test(one))), [], what);

/** Some weeks of sessions, so that progress has something to say; a measure, a leg, a direction, a rest and a favourite. */
function log() {
  const lines = [];
  let made = 0;
  const event = (at, kind, fields) => {
    const ms = at.toString(16).padStart(12, "0");
    const id = `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${(++made).toString(16).padStart(12, "0")}`;
    lines.push(JSON.stringify({ id, at, kind, ...(kind === "session-started" ? { session: id } : {}), ...fields }));
    return id;
  };
  for (let ago = 40; ago > 0; ago--) {
    const at = NOW - ago * DAY;
    if (ago % 3 === 0) continue;
    const session = event(at, "session-started", { value: 10, text: "{}" });
    event(at + 1000, "pain-before", { session, value: ago > 20 ? 6 : 3 });
    for (const [i, move] of ["cat-cow", "childs-pose", "glute-bridge"].entries()) {
      event(at + 60_000 * (i + 1), "step-done", { session, move, side: "none", level: "usual", value: 40 });
      event(at + 600_000 + i, "move-felt", { session, move, value: move === "glute-bridge" && ago < 2 ? -1 : 1 });
    }
    event(at + 605_000, "leg-site", { session, move: "childs-pose", value: ago > 20 ? 3 : 1 });
    event(at + 610_000, "pain-after", { session, value: 2 });
    event(at + 611_000, "session-finished", { session, value: 480 });
    if (ago % 8 === 0) event(at + 700_000, "measured", { value: ago / 8, text: '{"measure":"peg","items":[4,5,3]}' });
    if (ago % 10 === 0) event(at + 800_000, "direction-tested", { value: 1, text: '{"direction":"extension"}' });
  }
  return lines.join("\n");
}

const tests = {
  there_are_languages() {
    assert.deepEqual(LANGUAGES, ["es", "de", "fr", "zh-Hans"]);
  },
  async the_first_visit_speaks_what_the_browser_asks_for() {
    const script = execFileSync("esbuild", [fileURLToPath(here("web/src/text.ts")), "--bundle", "--format=esm"], { encoding: "utf8" });
    const { wished } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
    for (const [asked, spoken] of [[["de-AT", "en"], "de"], [["es-419"], "es"], [["fr"], "fr"], [["zh"], "zh-Hans"], [["zh-CN"], "zh-Hans"],
      [["zh-SG"], "zh-Hans"], [["zh-TW"], "en"], [["zh-Hant-HK", "fr"], "fr"], [["it", "es"], "es"], [["it"], "en"], [[], "en"],
      [["en-US", "de"], "en"]]) assert.equal(wished(asked), spoken, asked.join());
  },
  no_language_lacks_a_text_of_the_page() {
    const en = json("web/text/en.json");
    for (const language of LANGUAGES) {
      const said = json(`web/text/${language}.json`);
      assert.deepEqual(Object.keys(said).sort(), Object.keys(en).sort(), language);
      const forms = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
      for (const [key, entry] of Object.entries(said)) {
        assert.deepEqual(marks(entry), marks(en[key]), `${language}: marks of ${key}`);
        if (typeof entry === "object") assert.deepEqual(Object.keys(entry).sort(), forms, `${language}: ${key}`);
        else assert.equal(typeof en[key], "string", `${language}: ${key} has one form for every number`);
      }
    }
  },
  no_language_lacks_a_text_of_the_core() {
    for (const language of LANGUAGES) {
      const found = faults(language);
      assert.equal(found.length, 0, `${language}: ${found.length} faults, as node tools/texts.mjs ${language} lists them`);
    }
  },
  the_core_takes_every_language() {
    ok(core.loosen_start());
    for (const language of LANGUAGES) {
      const words = json(`words/${language}.json`);
      ok(core.loosen_words(send(words)));
      const cat = ok(core.loosen_moves()).find(({ id }) => id === "cat-cow");
      assert.equal(cat.name, words[json("moves/cat-cow.json").name]);
      assert.equal(ok(core.loosen_questions()).emergency, words[json("rules/screen.json").emergency]);
    }
  },
  words_that_cannot_be_read_change_nothing() {
    const before = ok(core.loosen_moves());
    assert.notEqual(core.loosen_words(send('{"a":\n "b"')), 0);
    assert.deepEqual([JSON.parse(text()).error, JSON.parse(text()).line], ["JSON_SYNTAX", 2]);
    assert.deepEqual(ok(core.loosen_moves()), before);
  },
  english_comes_back() {
    ok(core.loosen_words(0));
    const english = ok(core.loosen_moves());
    ok(core.loosen_words(send(PSEUDO)));
    assert.notDeepEqual(ok(core.loosen_moves()), english);
    ok(core.loosen_words(0));
    assert.deepEqual(ok(core.loosen_moves()), english);
  },
  numbers_and_dates_are_written_as_the_language_writes_them() {
    ok(core.loosen_log(send(log())));
    const date = { es: "de diciembre de 2026", de: /\d\. Dezember 2026/, fr: /\d décembre 2026/, "zh-Hans": /2026年12月\d+日/ };
    for (const language of LANGUAGES) {
      ok(core.loosen_words(send(json(`words/${language}.json`))));
      const { curve, measures } = ok(core.loosen_detail(NOW, 0));
      assert.match(curve.sentence, language === "zh-Hans" ? /\d\.\d/ : /^(?!.*\d\.\d).*\d,\d/, language);
      assert.match(measures.find(({ id }) => id === "peg").said, new RegExp(date[language]), language);
      assert.ok(curve.days.every(({ pain }) => typeof pain === "number"), "what is drawn stays a number");
    }
  },
  clauses_end_without_a_full_stop_in_every_language() {
    ok(core.loosen_log(send(log())));
    let levels = 0;
    for (const language of LANGUAGES) {
      ok(core.loosen_words(send(json(`words/${language}.json`))));
      ok(core.loosen_screen(send({}), NOW));
      const { steps } = ok(core.loosen_plan(send({ minutes: 20, for: ["hips", "lower-back"] }), NOW, 0));
      for (const { reason } of steps) {
        assert.doesNotMatch(reason, /[.。]$|[.。][;；]|[；，] |; [A-ZÀ-Þ]/, language);
        levels += /[;；]/.test(reason);
      }
    }
    assert.ok(levels >= LANGUAGES.length, "some say why they are easier or further");
  },
  help_has_the_numbers_of_the_countries_that_speak_the_language() {
    const numbers = { es: ["112", "911"], de: ["112"], fr: ["112", "911"], "zh-Hans": ["120"] };
    const { emergency } = json("rules/screen.json");
    const paper = [...KNOWN.keys()].find((one) => one.startsWith("with sharp or electric pain"));
    for (const language of LANGUAGES) {
      const words = json(`words/${language}.json`);
      for (const number of numbers[language])
        for (const text of [words[emergency], words[paper], json(`web/text/${language}.json`)["stop.help"]])
          assert.match(text, new RegExp(`(?<!\\d)${number}(?!\\d)`), `${language}: ${text}`);
      for (const number of emergency.match(/\d{3}/g)) assert.ok(words[emergency].includes(number), `${language} lacks ${number}`);
    }
  },
  a_reminder_that_has_no_words_is_called_in_the_language() {
    const reminder = { uid: "abc", at: NOW, date: "2026-11-23", time: "07:30", days: ["mon"], alarm: 10 };
    for (const language of LANGUAGES) {
      ok(core.loosen_words(send(json(`words/${language}.json`))));
      assert.equal(core.loosen_reminder(send(reminder)), 0);
      const called = json(`web/text/${language}.json`)["remind.neutral"];
      assert.ok(text().includes(`\r\nSUMMARY:${called}\r\n`) && text().includes(`\r\nDESCRIPTION:${called}\r\n`), text());
      assert.equal(core.loosen_reminder(send({ ...reminder, summary: "Own" })), 0);
      assert.ok(text().includes("\r\nSUMMARY:Own\r\n") && !text().includes(called));
    }
  },
  kinds_are_found_by_the_words_of_the_filters() {
    for (const language of LANGUAGES) {
      ok(core.loosen_words(send(json(`words/${language}.json`))));
      const said = json(`web/text/${language}.json`), moves = ok(core.loosen_moves());
      for (const kind of new Set(moves.map((move) => move.kind))) {
        const found = ok(core.loosen_find_moves(send({ words: said[`kind.${kind}`] })));
        for (const { id } of moves.filter((move) => move.kind === kind)) assert.ok(found.includes(id), `${language}: ${said[`kind.${kind}`]}: ${id}`);
      }
    }
  },
  what_is_wrong_with_a_link_is_told_in_the_language() {
    ok(core.loosen_words(send(json("words/fr.json"))));
    assert.notEqual(core.loosen_routine_link(send("r1/nowhere")), 0);
    assert.match(JSON.parse(text()).text, /^ce lien/);
  },
  no_english_is_left_in_moves_questions_and_routines() {
    ok(core.loosen_words(send(PSEUDO)));
    ok(core.loosen_log(send(log())));
    const moves = ok(core.loosen_moves());
    speaks(moves, "moves", [/\.phases\.\d+\.(id|kind|to)/, /\.places\.\d+: [a-z]+$/, /\.(needed|useful)\.\d+: [a-z]+$/, /\.muscle:/]);
    for (let i = 0; i < moves.length; i++) speaks(ok(core.loosen_move(i, NOW, 0)), `page of ${moves[i].id}`);
    speaks(ok(core.loosen_questions()), "questions");
    speaks(ok(core.loosen_due(NOW)), "due", [/due\.(ask|why):/]);
    speaks(ok(core.loosen_screen(send({ pregnant: true, "blood-thinners": true, "chest-pain": false }), NOW)), "verdict");
    for (const after of [1, 4, 9]) speaks(ok(core.loosen_light(1, after)), "light");
    speaks(ok(core.loosen_occasions()), "occasions");
    speaks(ok(core.loosen_routines()), "routines");
    speaks(ok(core.loosen_body_info()), "body", [/\.builds\./, /\.key:/]);
  },
  no_english_is_left_in_a_plan_its_reasons_and_its_session() {
    ok(core.loosen_screen(send({}), NOW));
    for (const wish of [{}, { minutes: 30, place: "bed" }, { minutes: 3, place: "chair", for: ["hips"] },
      { minutes: 15, place: "standing", without: ["KN"], without_props: ["wall", "chair"] }]) {
      speaks(ok(core.loosen_plan(send(wish), NOW, 0)), "plan");
      speaks(ok(core.loosen_prove()), "proof");
      speaks(ok(core.loosen_whys()), "whys");
    }
    speaks(ok(core.loosen_week(send({ days: 3 }))), "week");
    const score = ok(core.loosen_begin(NOW));
    speaks(score, "score");
    for (const cue of score) speaks(ok(core.loosen_state(NOW + 1000 * cue.t_s)), "state");
    ok(core.loosen_figure(NOW + 60_000));
    speaks(ok(core.loosen_glows()), "glows", [/\.name: [a-z_0-9]+$/]);
  },
  no_english_is_left_in_progress() {
    const detail = ok(core.loosen_detail(NOW, 0));
    speaks(detail, "detail", [/\.unit: /, /own_names/]);
    assert.ok(detail.sentences.length > 2 && detail.measures.some(({ said }) => said !== ""), "there was something to say");
    speaks(ok(core.loosen_progress(NOW, 0)), "progress");
  },
  no_english_is_left_in_what_a_body_cannot() {
    const body = { cannot: ["kneel", "lie-on-front"], limits: { hip_flexion: 50, knee_angle: 60, lumbar_flexion: [-5, 10], straight_leg_raise: 30 } };
    const { left_out } = ok(core.loosen_body(send(body)));
    assert.ok(left_out.length > 5);
    speaks(left_out, "left out");
    speaks(ok(core.loosen_routines()), "routines of this body");
    ok(core.loosen_body(send({})));
  },
  no_english_is_left_beside_a_move_of_ones_own() {
    const say = { ready: "Stand tall.", go: "Reach up.", hold: "Breathe.", back: "Come down." }, long = "and reach ".repeat(30).trim();
    const dose = { hold_s: 20, reps: 2 }, doses = { easier: dose, usual: dose, harder: dose };
    assert.notEqual(core.loosen_pose_begin(send({ start: "floating" })), 0);
    speaks(JSON.parse(text()).text, "refusal", []);
    const { figure } = ok(core.loosen_pose_begin(send({ start: "standing" })));
    const form = { id: "own-a", name: "⟦Reach⟧", start: "standing", way: "hold", places: ["floor"], regions: ["hips"], say, doses, figure };
    const told = (change, fields) => {
      const { problems } = ok(core.loosen_make(send({ ...form, ...change })));
      assert.deepEqual(problems.map(({ field }) => field).sort(), [...fields].sort());
      speaks(problems, JSON.stringify(change), [/\.field: /]);
    };
    told({}, []);
    told({ id: "own-b", name: "", start: "", places: [], regions: [], say: {} }, ["name", "ready", "start", "places", "regions", "go", "hold", "back"]);
    told({ name: ok(core.loosen_moves())[0].name }, ["name"]);
    told({ name: "x".repeat(100) }, ["name"]);
    told({ say: { ...say, go: "Lift {arm}.", hold: long, back: "Lower your {side} arm." } }, ["go", "back", "hold"]);
    told({ doses: { easier: { hold_s: 0, reps: 1 }, usual: { hold_s: 500, reps: 1 }, harder: { hold_s: 20, reps: 99 } } }, ["usual", "harder", "easier"]);
    told({ doses: { ...doses, easier: { hold_s: 40, reps: 2 } } }, ["easier"]);
    told({ way: "repeat", doses: { easier: { reps: 1 }, usual: { reps: 50 }, harder: dose } }, ["usual"]);
    speaks(ok(core.loosen_make_look()).problems, "looks", [/\.field: /]);
  },
  no_english_is_left_in_what_no_body_can_do() {
    const said = ["seated-cat-cow", "childs-pose"].flatMap((id) => {
      const { variants, aliases, ...move } = json(`moves/${id}.json`);
      for (const dose of Object.values(move.doses)) delete dose.variant;
      for (const { coords } of move.poses) // arms through the trunk
        for (const key in coords) if (/^(arm|elbow)_/.test(key)) coords[key] = { arm_add: 30, elbow_flex: 20, arm_flex: 10 }[key.replace(/_[rl]$/, "")] ?? coords[key];
      if (move.seat_m) [move.seat_m, move.props] = [0.6, { needed: ["chair"] }]; // and a seat too high
      const { problems } = ok(core.loosen_own_check(send({ ...move, id: "own-a", name: "⟦A⟧" })));
      speaks(problems, id, [/\.field: /]);
      return problems.map((problem) => problem.text);
    });
    for (const kind of [/apart/, /jerk/, /goes through the/]) assert.ok(said.some((one) => kind.test(one)), `${kind}: ${said.join(" ")}`);
  },
  no_english_is_left_on_paper() {
    const [first] = ok(core.loosen_routines()).filter(({ kind }) => kind === "routine");
    ok(core.loosen_routine(send(first.routine)));
    const html = [];
    assert.equal(core.loosen_handout_begin(send("https://example.org/#r1"), 0), 0);
    html.push(text());
    for (let i = 0; i < first.routine.steps.length; i++) {
      assert.equal(core.loosen_handout_step(i, 0), 0);
      html.push(text());
    }
    assert.equal(core.loosen_handout_end(), 0);
    html.push(text());
    const left = bare(html.join("").replace(/<title>([^<]*)<\/title>/g, "$1").replace(/<[^>]*>/g, " "));
    assert.ok(!/[A-Za-z]{2,}/.test(left), left.replace(/\s+/g, " ").slice(0, 300));
  },
  a_plan_that_was_made_in_one_language_is_read_in_another() {
    ok(core.loosen_words(0));
    const wish = { minutes: 15, seed: 3 };
    const plain = ok(core.loosen_plan(send(wish), NOW, 0));
    ok(core.loosen_words(send(json("words/de.json"))));
    assert.ok(ok(core.loosen_plan(send(wish), NOW, 0)).steps.length > 2 && plain.steps.length > 2);
    assert.deepEqual(ok(core.loosen_adopt(send(plain))).steps.map(({ move, level }) => [move, level]),
      plain.steps.map(({ move, level }) => [move, level]));
    ok(core.loosen_words(0));
  },
};

let failed = 0;
for (const [name, run] of Object.entries(tests)) {
  try {
    await run();
    console.log(`ok ${name.replaceAll("_", " ")}`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name.replaceAll("_", " ")}\n${error.message.slice(0, 3000)}`);
  }
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
