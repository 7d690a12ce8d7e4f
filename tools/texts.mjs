// Every text of the core that a person reads, as JSON: English text → where it stands first. Those of its data (moves,
// routines, rules), and the sentences of its sources, which stand in LSN_TR, LSN_IN, LSN_N or LSN_SAID.
// `node tools/texts.mjs`; `node tools/texts.mjs --sentences` without the data; with a language (`es`), what is wrong with
// words/es.json, and exit 1 when anything is.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

// Per kind of file, where its texts are: keys from the top; `*` is every element or every key.
const PLACES = {
  moves: ["name", "aliases.*", "summary", "why", "ready", "variants.*.name", "variants.*.how", "doses.*.source",
    "phases.*.say", "phases.*.again", "cues.*", "mistakes.*", "corrections.*", "sources.*.fact"],
  routines: ["name", "note", "source_words", "routines.*.name", "routines.*.note"],
  screen: ["emergency", "advice.*", "words.*", "questions.*.group", "questions.*.ask", "questions.*.help",
    "questions.*.options.*.text", "rules.*.say", "rules.*.source"],
  adapt: ["rules.*.what", "rules.*.source", "measures.*.name", "measures.*.ask", "measures.*.low_words", "measures.*.high_words",
    "measures.*.source", "measures.*.items.*", "measures.*.test.steps.*"],
};

function* at(value, path) {
  if (value === undefined || value === null) return;
  if (path.length === 0) {
    if (typeof value === "string") yield value;
    return;
  }
  const [key, ...rest] = path;
  if (key !== "*") return yield* at(value[key], rest);
  for (const one of Object.values(value)) yield* at(one, rest);
}

/** The literal texts among the arguments of a macro whose bracket opens at `at`; neighbours are one text, as in C. */
function literals(source, at) {
  const found = [];
  let depth = 1, here = at + 1, text = null, pure = true;
  const end = () => {
    if (text !== null && pure) found.push(text);
    [text, pure] = [null, true];
  };
  for (; depth > 0 && here < source.length; here++) {
    const c = source[here];
    if (c === '"') {
      const literal = /"(?:[^"\\]|\\.)*"/y;
      literal.lastIndex = here;
      const [whole] = literal.exec(source);
      text = (text ?? "") + JSON.parse(whole);
      here += whole.length - 1;
    } else if (c === "(") depth++, pure = false;
    else if (c === ")") depth--;
    else if (c === "," && depth === 1) end();
    else if (!/[\s\\]/.test(c)) pure = false;
  }
  end();
  return found;
}

/** The sentences of the sources: English text → file and line of its first use. */
export function sentences() {
  const found = new Map();
  const folders = [...readdirSync(join(root, "core")).map((one) => `core/${one}`), "wasm"];
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder)).filter((one) => /\.[ch]$/.test(one)).sort()) {
      const source = readFileSync(join(root, folder, name), "utf8");
      for (const use of source.matchAll(/^(?!#define LSN_(?:TR|IN|N|SAID)\().*?$/gm)) {
        for (const macro of use[0].matchAll(/\bLSN_(?:TR|IN|N|SAID)\(/g)) {
          const at = use.index + macro.index + macro[0].length - 1;
          for (const text of literals(source, at))
            if (text !== "" && !found.has(text))
              found.set(text, `${folder}/${name}:${source.slice(0, at).split("\n").length}`);
        }
      }
    }
  return found;
}

/** English text → file and place of its first use. */
export function texts() {
  const found = new Map();
  const read = (file, places) => {
    const json = JSON.parse(readFileSync(join(root, file), "utf8"));
    for (const place of places)
      for (const text of at(json, place.split(".")))
        if (text !== "" && !found.has(text)) found.set(text, `${file} ${place}`);
  };
  for (const folder of ["moves", "routines"])
    for (const name of readdirSync(join(root, folder)).filter((one) => one.endsWith(".json")).sort())
      read(`${folder}/${name}`, PLACES[folder]);
  for (const name of ["screen", "adapt"]) read(`rules/${name}.json`, PLACES[name]);
  for (const [text, where] of sentences()) if (!found.has(text)) found.set(text, where);
  return found;
}

/** Bytes that a text has room for where a file or a buffer holds it. */
const ROOM = { "routines.*.name": 80, "routines.*.note": 400, "name": 80, "note": 400 };
/** What the voice says, in a time that English was measured for: so many characters of it may become. */
const SPOKEN = /^(ready|variants\.\*\.how|phases\.\*\.(say|again))$/;
const longest = (text, language) => (/^(zh|ja|ko)/.test(language) ? 1 : 1.5) * text.length;
/** Getting ready and how a variant goes are one cue (LSN_CUE_TEXT_MAX in core/session/session.h). */
const CUE_BYTES = 396;

const marks = (text) => (text.match(/\{\w+/g) ?? []).sort().join(" ");
/** What a format asks for, in the order of its arguments; null when a % of it is no mark. */
function asks(text) {
  const found = [];
  let next = 0;
  for (const [, number, form] of text.matchAll(/%(?:([1-9]?)([sSdl%])|)/g)) {
    if (form === undefined) return null;
    if (form !== "%") found[number ? Number(number) - 1 : next++] = form;
  }
  return Array.from(found, (form) => form ?? "?").join("");
}

const bytes = (text) => new TextEncoder().encode(text).length;

/** What is wrong with words/{language}.json. */
export function faults(language) {
  const file = join(root, "words", `${language}.json`);
  const words = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const english = texts();
  const found = [];
  for (const [text, where] of english) {
    const said = words[text];
    const [from, place] = where.split(" ");
    if (!said) found.push(`lacks ${where}: ${text}`);
    else if (from.startsWith("routines/") && bytes(said) > (ROOM[place] ?? Infinity))
      found.push(`longer than ${ROOM[place]} bytes, ${where}: ${said}`);
    else if (from.startsWith("moves/") && SPOKEN.test(place) && said.length > Math.ceil(longest(text, language)))
      found.push(`longer than its time, ${where}: ${said}`);
  }
  for (const [text, said] of Object.entries(words)) {
    if (marks(text) !== marks(said)) found.push(`other marks: ${text}`);
    if (asks(text) !== null && asks(text) !== asks(said)) found.push(`other arguments: ${text}`);
  }
  for (const name of readdirSync(join(root, "moves")).filter((one) => one.endsWith(".json"))) {
    const move = JSON.parse(readFileSync(join(root, "moves", name), "utf8"));
    const ready = words[move.ready] ?? "";
    for (const { how } of move.variants ?? [])
      if (bytes(`${ready} ${words[how] ?? ""}`) > CUE_BYTES) found.push(`longer than a cue, moves/${name}: ${ready} ${words[how]}`);
  }
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const language = process.argv[2];
  if (language === undefined) console.log(JSON.stringify(Object.fromEntries(texts()), null, 1));
  else if (language === "--sentences") console.log(JSON.stringify(Object.fromEntries(sentences()), null, 1));
  else {
    const found = faults(language);
    for (const fault of found) console.log(fault);
    console.log(`${texts().size} texts, ${found.length} faults`);
    process.exit(found.length === 0 ? 0 : 1);
  }
}
