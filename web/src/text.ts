// The page's fixed texts, by key, in the person's language. English is part of the page; another language is two files that
// are fetched when it is chosen: the page's texts, and the core's words, which the core is told. What depends on a plan, a
// move or an answer comes from the core.
import en from "../text/en.json";

export type Key = keyof typeof en;
type Params = Record<string, string | number>;
/** One sentence, or one for each plural category of the language; {n} chooses among them. */
type Entry = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

export interface Language { code: string; name: string; dir: "ltr" | "rtl" }
/** Those that web/text/ and words/ hold, each in its own words. */
export const LANGUAGES: readonly Language[] = [
  { code: "en", name: "English", dir: "ltr" },
  { code: "es", name: "Español", dir: "ltr" },
  { code: "de", name: "Deutsch", dir: "ltr" },
  { code: "fr", name: "Français", dir: "ltr" },
  { code: "zh-Hans", name: "简体中文", dir: "ltr" },
];
/** Both files of a language, as tools/site.sh names them. */
export const filesOf = (code: string): string[] => (code === "en" ? [] : [`text-${code}.json`, `words-${code}.json`]);

let entries: Record<string, Entry> = en;
let language: Language = LANGUAGES[0]!;
let plurals = new Intl.PluralRules("en");

/** The text of a key; {name} stands for a parameter. A key that the language lacks is said in English. */
export function t(key: Key, params: Params = {}): string {
  const entry: Entry = entries[key] ?? en[key];
  const text = typeof entry === "string" ? entry : entry[plurals.select(Number(params["n"] ?? 0))] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export const has = (key: string): key is Key => key in en;

/** For dates and numbers: British forms stand for English, as they always have here. */
export const locale = (): string => (language.code === "en" ? "en-GB" : language.code);

export const code = (): string => language.code;

/** Chinese has marks of its own, and no spaces after them. */
const wide = (): boolean => language.code === "zh-Hans";
export const list = (items: readonly string[]): string => items.join(wide() ? "、" : ", ");
export const sentences = (...texts: readonly string[]): string => texts.filter((text) => text !== "").join(wide() ? "" : " ");
export const ended = (text: string): string => `${text}${wide() ? "。" : "."}`;
/** Lines of Chinese end between words where the type is large: a space without width before each (with keep-all). */
export const parted = (text: string): string => (wide() && "Segmenter" in Intl
  ? [...new Intl.Segmenter("zh", { granularity: "word" }).segment(text)].map((one) => (one.isWordLike && one.index > 0 ? "\u200b" : "") + one.segment).join("")
  : text);
export const number = (n: number): string => n.toLocaleString(locale());

/** As in the middle of a sentence; German writes its nouns large wherever they stand. */
export const lower = (text: string): string => (language.code === "de" ? text : text.toLocaleLowerCase(locale()));
export const lowerFirst = (text: string): string => lower(text.charAt(0)) + text.slice(1);

/** What the person's browser asks for, of what there is. Chinese as it is written in Taiwan or Hong Kong is another. */
export function wished(tags: readonly string[]): string {
  for (const tag of tags) {
    const { language: plain, script } = new Intl.Locale(tag).maximize();
    const found = LANGUAGES.find((one) => one.code === plain || one.code === `${plain}-${script}`);
    if (found) return found.code;
  }
  return "en";
}

/** Loads a language, tells the core and turns the page its way; false when it cannot be had now, and nothing changes. */
export async function speak(code: string, core: { words(text: string): void }): Promise<boolean> {
  const wanted = LANGUAGES.find((one) => one.code === code);
  if (!wanted) return false;
  try {
    const answers = await Promise.all(filesOf(code).map((name) => fetch(name)));
    if (!answers.every(({ ok }) => ok)) return false;
    const [texts, words] = await Promise.all(answers.map((answer) => answer.text()));
    const next = texts === undefined ? en : JSON.parse(texts) as Record<string, Entry>;
    core.words(words ?? "");
    entries = next;
  } catch {
    return false;
  }
  language = wanted;
  plurals = new Intl.PluralRules(code);
  document.documentElement.lang = code;
  document.documentElement.dir = wanted.dir;
  return true;
}
