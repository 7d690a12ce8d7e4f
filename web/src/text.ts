// The page's fixed texts, by key, in the person's language. English is part of the page; another language is a file of its
// own that is fetched when it is chosen. What depends on a plan, a move or an answer comes from the core.
import en from "../text/en.json";

export type Key = keyof typeof en;
type Params = Record<string, string | number>;
/** One sentence, or one for each plural category of the language; {n} chooses among them. */
type Entry = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

export interface Language { code: string; name: string; dir: "ltr" | "rtl" }
/** Those that web/text/ holds, each in its own words. */
export const LANGUAGES: readonly Language[] = [{ code: "en", name: "English", dir: "ltr" }];

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

/** Loads a language and turns the page its way; false when it cannot be had now, and nothing changes. */
export async function speak(code: string): Promise<boolean> {
  const wanted = LANGUAGES.find((one) => one.code === code);
  if (!wanted) return false;
  try {
    entries = code === "en" ? en : (await (await fetch(`text-${code}.json`)).json()) as Record<string, Entry>;
  } catch {
    return false;
  }
  language = wanted;
  plurals = new Intl.PluralRules(code);
  document.documentElement.lang = code;
  document.documentElement.dir = wanted.dir;
  return true;
}
