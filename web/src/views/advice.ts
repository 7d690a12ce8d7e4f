// What the answers mean when exercise has to wait (levels 1 and 2), or goes on with care (level 3, gentle moves).
import type { Questions, Verdict } from "../core";
import { h } from "../dom";
import type { View } from "./view";

const TITLES: Record<number, string> = {
  1: "Please get help now", 2: "Speak to a clinician first", 3: "Go with care", 4: "You are good to go",
};

export function adviceView(options: {
  questions: Questions; verdict: Verdict; onChange: () => void; onGo: () => void;
}): View {
  const { verdict, questions } = options;
  const advice = verdict.level === 1 ? questions.emergency : verdict.advice;
  // What only leaves moves out does not matter while there are no moves.
  const level = new Map(questions.questions.map((question) => [question.id, question.level]));
  const reasons = verdict.reasons.filter((reason) => reason.text !== advice
    && (verdict.may_exercise || (level.get(reason.rule) ?? 0) <= 2));
  const element = h("div", { class: `advice narrow level-${verdict.level}` },
    h("p", { class: "soft" }, verdict.may_exercise ? "What your answers mean" : "No exercises for now"),
    h("h1", { tabindex: -1 }, TITLES[verdict.level] ?? TITLES[2]!),
    h("p", { class: "lead" }, advice),
    h("ul", { class: "reasons" }, ...reasons.map((reason) =>
      h("li", {}, reason.text, h("span", { class: "source" }, reason.source)))),
    h("div", { class: "bottom" },
      verdict.may_exercise ? h("button", { type: "button", class: "go", onclick: options.onGo },
        verdict.gentle_only ? "Go on gently" : "Show my session") : null,
      h("button", { type: "button", class: "plain", onclick: options.onChange }, "Change my answers")));
  return { name: "advice", title: TITLES[verdict.level] ?? "Advice", element };
}
