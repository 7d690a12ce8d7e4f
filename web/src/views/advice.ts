// What the answers mean when exercise has to wait (levels 1 and 2), or goes on with care (level 3, gentle moves).
// The most urgent reason comes first; each can say who says so.
import { dateText } from "../clock";
import type { Questions, Reason, Verdict } from "../core";
import { h, icon } from "../dom";
import { t } from "../text";
import type { View } from "./view";

function titleOf(verdict: Verdict): string {
  if (verdict.level === 1) return t("advice.now");
  if (!verdict.may_exercise) return t(`advice.waiting.${verdict.urgency}`);
  return verdict.level === 4 ? t("advice.start") : t("advice.care");
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
    h("p", { class: "soft" }, verdict.may_exercise ? t("advice.mean") : t("advice.wait")),
    h("h1", { tabindex: -1 }, titleOf(verdict)),
    h("p", { class: "lead" }, verdict.advice),
    h("ul", { class: "reasons" }, ...reasons.map(reasonItem)),
    canTalk ? talkForm(reasons, options) : null,
    h("div", { class: "bottom" },
      verdict.may_exercise ? h("button", { type: "button", class: "go", onclick: options.onGo },
        verdict.gentle_only ? t("advice.gently") : t("advice.go")) : null,
      h("button", { type: "button", class: "plain", onclick: options.onChange }, t("advice.change"))));
  return { name: "advice", title: titleOf(verdict), element };
}

export function reasonItem(reason: Reason): HTMLElement {
  return h("li", {}, reason.text, reason.allowed ? ` ${t("advice.allowed")}` : "",
    h("details", { class: "who" }, h("summary", {}, t("move.sources")),
      h("p", { class: "source" }, t("advice.source", { source: reason.source, day: dateText(reason.reviewed) }))));
}

/** "I have talked to a clinician about this": when, and what was allowed. */
function talkForm(reasons: Reason[], options: {
  questions: Questions; today: string; onTalked: (on: string, allowed: string[]) => void;
}): HTMLElement {
  const on = h("input", { type: "date", id: "talk-day", class: "number-box", value: options.today, max: options.today,
    required: true });
  const ticks = reasons.map((reason) => h("input", { type: "checkbox", name: "allowed", value: reason.rule }));
  const save = h("button", { type: "submit", class: "go second", disabled: true }, t("advice.save"));
  const changed = (): void => { save.disabled = !ticks.some((tick) => tick.checked); };
  const submit = (event: Event): void => {
    event.preventDefault();
    options.onTalked(on.value, ticks.filter((tick) => tick.checked).map((tick) => tick.value));
  };
  return h("details", { class: "talk" },
    h("summary", {}, t("advice.talked")),
    h("form", { onsubmit: submit, onchange: changed },
      h("p", { class: "soft" }, t("advice.tick", { n: options.questions.clinician_days })),
      h("ul", { class: "checks" }, ...reasons.map((reason, i) => h("li", {}, h("label", { class: "check" }, ticks[i],
        h("span", { class: "box" }, icon("tick")), h("span", { class: "ask" }, reason.text))))),
      h("label", { class: "h2", for: on.id }, t("advice.day")), on, save));
}
