// The safety questions: one page for each group, one tap where none applies. Which questions apply, and what the answers
// mean, is the core's.
import type { Answer, Answers, Question, Verdict } from "../core";
import { h, icon } from "../dom";
import { pages, runs } from "../screening";
import { t } from "../text";
import type { View } from "./view";

export interface SafetyOptions {
  questions: readonly Question[];
  /** One card before a session instead of all pages. */
  short: boolean;
  /** Why they are asked, in a sentence. */
  sentence: string;
  answers: Answers;
  /** After each change: what the answers mean so far. */
  judge: (answers: Answers) => Verdict;
  onDone: (answers: Answers) => void;
}

type Change = (question: Question, answer: Answer | undefined) => void;

export function safetyView(options: SafetyOptions): View {
  const sheets = options.short ? [{ group: "", questions: [...options.questions] }] : pages(options.questions);
  const answers: Answers = { ...options.answers };
  const element = h("div", { class: "safety narrow" });
  let at = 0;

  /** Answers to questions that do not apply any more are dropped. */
  const settle = (): Verdict => {
    for (;;) {
      const verdict = options.judge(answers);
      const stale = options.questions.filter(({ id }) => id in answers && !verdict.asked.includes(id));
      if (stale.length === 0) return verdict;
      for (const { id } of stale) delete answers[id];
    }
  };

  const show = (focus: "page" | string | null): void => {
    const sheet = sheets[at]!;
    let verdict = settle();
    const open = sheet.questions.filter(({ id }) => verdict.asked.includes(id));
    const isList = open.every(({ kind }) => kind === "yes-no" || kind === "list");
    const go = h("button", { type: "submit", class: "go" });
    const label = (): void => {
      const some = open.some(({ id }) => answers[id] === true || (Array.isArray(answers[id]) && answers[id].length > 0));
      go.textContent = isList && !some ? t("safety.none") : t("safety.go");
    };
    label();
    const change: Change = (question, answer) => {
      if (answer === undefined) delete answers[question.id];
      else answers[question.id] = answer;
      verdict = settle();
      const now = sheet.questions.filter(({ id }) => verdict.asked.includes(id));
      if (now.map(({ id }) => id).join() !== open.map(({ id }) => id).join()) show(question.id);
      else label();
    };
    const next = (event: Event): void => {
      event.preventDefault();
      for (const { id, kind } of open) {
        if (kind === "yes-no") answers[id] ??= false;
        if (kind === "list") answers[id] ??= [];
      }
      verdict = settle();
      if (at + 1 < sheets.length && verdict.level !== 1) {
        at++;
        show("page");
      } else options.onDone(answers);
    };
    const heading = h("h1", { tabindex: -1 }, options.short ? t("safety.today") : sheet.group);
    element.replaceChildren(
      h("div", { class: "over" }, at > 0
        ? h("button", { type: "button", class: "round quiet", "aria-label": t("nav.back"), onclick: () => { at--; show("page"); } },
          icon("before")) : null,
        h("p", { class: "soft" }, options.short ? options.sentence : t("safety.page", { at: at + 1, of: sheets.length }))),
      options.short ? "" : h("div", { class: "steps", "aria-hidden": "true" },
        ...sheets.map((_, i) => h("span", { class: i <= at ? "on" : "" }))),
      heading,
      at === 0 && !options.short ? h("p", {}, options.sentence) : "",
      isList ? h("p", { class: "soft" }, t("safety.tap")) : "",
      h("form", { class: "sheet", onsubmit: next },
        ...runs(open).map((group) => group[0]!.kind === "yes-no" ? checklist(group, answers, change)
          : group[0]!.kind === "number" ? number(group[0]!, answers, change) : optionRows(group[0]!, answers, change)),
        h("div", { class: "bottom" }, go)));
    if (focus === "page") {
      heading.focus();
      scrollTo(0, 0);
    } else if (focus !== null) {
      const named = [...element.querySelectorAll<HTMLInputElement>(`[name="${focus}"]`)];
      (named.find((input) => input.checked) ?? named[0])?.focus();
    }
  };
  show(null);
  return { name: options.short ? "safety-short" : "safety", title: t("safety.title"), element };
}

// ---------------------------------------------------------------- one form of answer each

const helpText = (question: Question): HTMLElement | null =>
  question.help === "" ? null : h("span", { class: "help" }, question.help);

function row(props: Record<string, unknown>, ...text: (string | Node | null)[]): HTMLElement {
  return h("li", {}, h("label", { class: "check" }, h("input", props), h("span", { class: "box" }, icon("tick")),
    h("span", { class: "ask" }, ...text)));
}

function checklist(group: Question[], answers: Answers, change: Change): HTMLElement {
  return h("ul", { class: "checks" }, ...group.map((question) => row({
    type: "checkbox", name: question.id, checked: answers[question.id] === true,
    onchange: (event: Event) => change(question, (event.target as HTMLInputElement).checked),
  }, question.ask, helpText(question))));
}

function number(question: Question, answers: Answers, change: Change): HTMLElement {
  const answer = answers[question.id];
  const input = h("input", {
    type: "number", name: question.id, id: `ask-${question.id}`, class: "number-box", inputmode: "numeric", step: 1,
    min: question.least, max: question.most, required: true, value: typeof answer === "number" ? String(answer) : "",
    oninput: () => change(question, input.validity.valid && input.value !== "" ? input.valueAsNumber : undefined),
  });
  return h("div", { class: "question" }, h("label", { class: "h2", for: input.id }, question.ask), helpText(question), input);
}

/** One option of a choice, any options of a list. */
function optionRows(question: Question, answers: Answers, change: Change): HTMLElement {
  const many = question.kind === "list";
  const answer = answers[question.id];
  const inputs = (): HTMLInputElement[] => [...field.querySelectorAll("input")];
  const changed = (): void => {
    const ticked = inputs().filter((input) => input.checked).map((input) => input.value);
    change(question, many ? ticked : ticked[0]);
  };
  const field = h("fieldset", { class: "question", onchange: changed },
    h("legend", { class: "h2" }, question.ask), helpText(question),
    h("ul", { class: `checks ${many ? "" : "one"}` }, ...(question.options ?? []).map((option) => row({
      type: many ? "checkbox" : "radio", name: question.id, value: option.id, required: !many,
      checked: Array.isArray(answer) ? answer.includes(option.id) : answer === option.id,
    }, option.text))));
  return field;
}
