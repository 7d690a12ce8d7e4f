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
    "measures.*.source", "measures.*.items.*"],
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
      for (const use of source.matchAll(/^(?!#define).*?$/gm)) {
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

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const language = process.argv[2];
  const english = texts();
  if (language === undefined) console.log(JSON.stringify(Object.fromEntries(english), null, 1));
  else {
    const file = join(root, "words", `${language}.json`);
    const words = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    const marks = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join(" ");
    const faults = [
      ...[...english].filter(([text]) => !words[text]).map(([text, where]) => `lacks ${where}: ${text}`),
      ...Object.entries(words).filter(([text, said]) => marks(text) !== marks(said)).map(([text]) => `other marks: ${text}`),
    ];
    for (const fault of faults) console.log(fault);
    console.log(`${english.size} texts, ${faults.length} faults`);
    process.exit(faults.length === 0 ? 0 : 1);
  }
}
