// Every text of the core's data that a person reads, as JSON: English text → where it stands first.
// `node tools/texts.mjs`; with a language (`es`), what words/es.json lacks or has too much, and exit 1 when anything.
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
