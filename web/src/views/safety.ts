// The safety questions: a checklist page for each group; "None of these" is one tap. Judging is the core's.
import type { Question } from "../core";
import { h, icon } from "../dom";
import type { Answers } from "../screening";
import { pages } from "../screening";
import type { View } from "./view";

export interface SafetyOptions {
  questions: readonly Question[];
  /** One card before a session instead of all pages. */
  short: boolean;
  answers: Answers;
  /** After each page: true ends the questions here. */
  isGrave: (answers: Answers) => boolean;
  onDone: (answers: Answers) => void;
}

export function safetyView(options: SafetyOptions): View {
  const sheets = options.short ? [{ group: "", questions: [...options.questions] }] : pages(options.questions);
  const answers: Answers = { ...options.answers };
  const element = h("div", { class: "safety narrow" });
  let at = 0;

  const show = (focus: boolean): void => {
    const sheet = sheets[at]!;
    const yes = (): boolean => sheet.questions.some((question) => answers[question.id]);
    const go = h("button", { type: "submit", class: "go" });
    const label = (): void => { go.textContent = yes() ? "Continue" : "None of these"; };
    label();
    const next = (event: Event): void => {
      event.preventDefault();
      for (const question of sheet.questions) answers[question.id] ??= false;
      if (at + 1 < sheets.length && !options.isGrave(answers)) {
        at++;
        show(true);
      } else options.onDone(answers);
    };
    const heading = h("h1", { tabindex: -1 }, options.short ? "Is any of this true today?" : sheet.group);
    element.replaceChildren(
      h("div", { class: "over" }, at > 0
        ? h("button", { type: "button", class: "round quiet", "aria-label": "Back", onclick: () => { at--; show(true); } },
          icon("before")) : null,
        h("p", { class: "soft" },
          options.short ? "A quick look before you start" : `Safety first · ${at + 1} of ${sheets.length}`)),
      heading,
      h("p", { class: "soft" }, "Tap what applies. A little counts."),
      h("form", { class: "sheet", onsubmit: next },
        h("ul", { class: "checks" }, ...sheet.questions.map((question) => h("li", {},
          h("label", { class: "check" },
            h("input", { type: "checkbox", checked: answers[question.id] === true, onchange: (event: Event) => {
              answers[question.id] = (event.target as HTMLInputElement).checked;
              label();
            } }),
            h("span", { class: "box" }, icon("tick")),
            h("span", { class: "ask" }, question.ask,
              question.help !== "" ? help(question.help) : null))))),
        h("div", { class: "bottom" }, go)));
    if (focus) {
      heading.focus();
      scrollTo(0, 0);
    }
  };
  show(false);
  return { name: options.short ? "safety-short" : "safety", title: "Safety", element };
}

/** Signs that count together are written with a dot between them, and shown as a list. */
function help(text: string): HTMLElement {
  const signs = text.split(" · ");
  return signs.length === 1 ? h("span", { class: "help" }, text)
    : h("div", { class: "help" }, h("ul", {}, ...signs.map((sign) => h("li", {}, sign))));
}
