// The pages of the safety questions. What is due, which questions are asked and what follows is the core's answer.
import type { Answers, Question } from "./core";

/** The pages: questions under their group's heading, in the order of the rules. */
export function pages(questions: readonly Question[]): { group: string; questions: Question[] }[] {
  const groups = new Map<string, Question[]>();
  for (const question of questions) groups.set(question.group, [...(groups.get(question.group) ?? []), question]);
  return [...groups].map(([group, list]) => ({ group, questions: list }));
}

/** Those answers that these questions can show. */
export function shown(answers: Answers, questions: readonly Question[]): Answers {
  const known = new Set(questions.map((question) => question.id));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => known.has(id)));
}

/** Consecutive yes-no questions make one checklist; the others stand alone. */
export function runs(questions: readonly Question[]): Question[][] {
  const found: Question[][] = [];
  for (const question of questions) {
    const last = found[found.length - 1];
    if (question.kind === "yes-no" && last?.[0]?.kind === "yes-no") last.push(question);
    else found.push([question]);
  }
  return found;
}
