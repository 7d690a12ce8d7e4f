// What the answers mean when exercise has to wait (levels 1 and 2), or goes on with care (level 3, gentle moves).
// The most urgent reason comes first; each can say who says so.
import { dateText } from "../clock";
import type { Questions, Reason, Verdict } from "../core";
import { h, icon } from "../dom";
import type { View } from "./view";

const WAITING: Record<Verdict["urgency"], string> = {
  none: "Speak to a clinician first", routine: "Speak to a clinician first", urgent: "See a doctor within days",
  today: "Call a doctor today", now: "Call for help now",
};

function titleOf(verdict: Verdict): string {
  if (verdict.level === 1) return "Please get help now";
  if (!verdict.may_exercise) return WAITING[verdict.urgency];
  return verdict.level === 4 ? "You can start" : "Go with care";
}

export function adviceView(options: {
  questions: Questions; verdict: Verdict; today: string; onChange: () => void; onGo: () => void;
  onTalked: (on: string, allowed: string[]) => void;
}): View {
  const { verdict } = options;
  // What only leaves moves out does not matter while there are no moves.
  const reasons = verdict.reasons.filter((reason) => verdict.may_exercise || (reason.level <= 2 && !reason.allowed));
  const canTalk = !verdict.may_exercise && reasons.length > 0 && reasons.every((reason) => reason.can_be_allowed);
  const element = h("div", { class: `advice narrow level-${verdict.level}` },
    h("p", { class: "soft" }, verdict.may_exercise ? "What your answers mean" : "No exercises for now"),
    h("h1", { tabindex: -1 }, titleOf(verdict)),
    h("p", { class: "lead" }, verdict.advice),
    h("ul", { class: "reasons" }, ...reasons.map(reasonItem)),
    canTalk ? talkForm(reasons, options) : null,
    h("div", { class: "bottom" },
      verdict.may_exercise ? h("button", { type: "button", class: "go", onclick: options.onGo },
        verdict.gentle_only ? "Go on gently" : "Show my session") : null,
      h("button", { type: "button", class: "plain", onclick: options.onChange }, "Change my answers")));
  return { name: "advice", title: titleOf(verdict), element };
}

export function reasonItem(reason: Reason): HTMLElement {
  return h("li", {}, reason.text, reason.allowed ? " A clinician allowed it." : "",
    h("details", { class: "who" }, h("summary", {}, "Who says so?"),
      h("p", { class: "source" }, `${reason.source}. Last checked ${dateText(reason.reviewed)}.`)));
}

/** "I have talked to a clinician about this": when, and what was allowed. */
function talkForm(reasons: Reason[], options: {
  questions: Questions; today: string; onTalked: (on: string, allowed: string[]) => void;
}): HTMLElement {
  const on = h("input", { type: "date", id: "talk-day", class: "number-box", value: options.today, max: options.today,
    required: true });
  const ticks = reasons.map((reason) => h("input", { type: "checkbox", name: "allowed", value: reason.rule }));
  const save = h("button", { type: "submit", class: "go second", disabled: true }, "Save this");
  const changed = (): void => { save.disabled = !ticks.some((tick) => tick.checked); };
  const submit = (event: Event): void => {
    event.preventDefault();
    options.onTalked(on.value, ticks.filter((tick) => tick.checked).map((tick) => tick.value));
  };
  return h("details", { class: "talk" },
    h("summary", {}, "I have talked to a clinician about this"),
    h("form", { onsubmit: submit, onchange: changed },
      h("p", { class: "soft" }, "Tick only what a doctor or physiotherapist said is all right to exercise with. "
        + `It counts for ${options.questions.clinician_days} days at most; then you are asked again.`),
      h("ul", { class: "checks" }, ...reasons.map((reason, i) => h("li", {}, h("label", { class: "check" }, ticks[i],
        h("span", { class: "box" }, icon("tick")), h("span", { class: "ask" }, reason.text))))),
      h("label", { class: "h2", for: on.id }, "On which day?"), on, save));
}
