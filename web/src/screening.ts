// What was answered before, and what is due to be asked. The judging is the core's.
// A `screened` event holds the answers that were asked then, and the yes answers that still stand from before: so the
// newest one alone says what is known, and one that answers every question is a full screening.
import type { LogEvent, Question } from "./core";

export type Answers = Record<string, boolean>;

const FULL_EVERY_MS = 30 * 24 * 3600_000;
const SHORT_HOLDS_MS = 2 * 3600_000;

export interface Standing {
  /** The answers that stand; those asked before every session are left open. */
  answers: Answers;
  /** Everything that was answered last, for changing it. */
  last: Answers;
  full: boolean;  // all questions are due
  short: boolean; // those asked before each session are due
}

export function standing(events: readonly LogEvent[], questions: readonly Question[], now: number): Standing {
  const screened = events.filter((event) => event.kind === "screened").map((event) => ({
    at: event.at, level: event.value ?? 4, answers: read(event.text),
  }));
  const newest = screened[screened.length - 1];
  const isFull = (answers: Answers): boolean => questions.every((question) => question.id in answers);
  const lastFull = screened.filter((entry) => isFull(entry.answers)).pop();
  const started = events.filter((event) => event.kind === "session-started").pop();
  const answers: Answers = {};
  for (const question of questions)
    if (!question.every_session && newest?.answers[question.id]) answers[question.id] = true;
  const passed = newest !== undefined && newest.level > 1 && now - newest.at < SHORT_HOLDS_MS
    && (started === undefined || started.at < newest.at);
  return {
    answers: passed ? newest.answers : answers, last: newest?.answers ?? {},
    full: lastFull === undefined || now - lastFull.at > FULL_EVERY_MS, short: !passed,
  };
}

function read(text: string | undefined): Answers {
  try {
    const answers = JSON.parse(text ?? "{}") as unknown;
    return answers !== null && typeof answers === "object" ? (answers as Answers) : {};
  } catch {
    return {};
  }
}

/** The checklist pages: questions under their group's heading, in the order of the rules. */
export function pages(questions: readonly Question[]): { group: string; questions: Question[] }[] {
  const groups = new Map<string, Question[]>();
  for (const question of questions) groups.set(question.group, [...(groups.get(question.group) ?? []), question]);
  return [...groups].map(([group, list]) => ({ group, questions: list }));
}
