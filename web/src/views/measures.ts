// What is due to be measured, one question at a time, each skippable; and how this morning is. What is due, the scores and
// what is said of them are the core's.
import { clock, withDates } from "../clock";
import type { Measure } from "../core";
import { choices, h, icon, painScale } from "../dom";
import { routeText } from "../rooms";
import { t } from "../text";
import type { Room } from "./view";

const SCALE_MOST = 20; // steps that still stand as squares; beyond them a number is typed
const WEEK = 7;

/** Which tests of range are left out takes the core a figure to find: only asked when one is due. */
function due({ core }: Room, when: Measure["when"]): Measure[] {
  const now: [number, number] = [clock.now(), clock.utcOffsetMin()];
  const found = core.detail(...now).measures.filter((measure) => measure.due && measure.when === when);
  if (!found.some(({ test }) => test)) return found;
  const out = core.tests(...now).filter(({ left_out }) => left_out !== "").map(({ id }) => id);
  return found.filter(({ id }) => !out.includes(id));
}

const rhythm = (days: number): string =>
  (days === 1 ? t("measure.daily") : t("measure.weeks", { n: Math.round(days / WEEK) }));

/** The questions that are due before or after a session; an empty place when there are none. */
export function measureCard(room: Room, when: "before" | "after"): HTMLElement {
  const place = h("section", { class: "asks" });
  const left = due(room, when);
  const next = (said: string): void => {
    const measure = left.shift();
    place.replaceChildren(...[said === "" ? null : h("p", { class: "asked", role: "status", tabindex: -1 }, said),
      measure ? question(room, measure, (answer) => {
        if (answer === null) left.length = 0; // not now means none of them now
        next(answer ?? t("measure.later"));
        place.querySelector<HTMLElement>(".asked")?.focus({ preventScroll: true });
      }) : null].filter((child) => child !== null));
    place.hidden = place.childElementCount === 0;
  };
  next("");
  return place;
}

/** A test of range has a page of its own: it is only named here. */
function again(measure: Measure, onDone: (said: string | null) => void): HTMLElement {
  return h("div", { class: "ask" }, h("p", { class: "soft" }, rhythm(measure.every_days)), h("h2", {}, measure.name),
    h("p", {}, measure.ask),
    h("a", { class: "go-link", href: routeText("me", "reach", measure.id), "data-key": measure.id }, t("reach.now"), icon("after")),
    h("button", { type: "button", class: "plain", onclick: () => onDone(null) }, t("not.now")));
}

function question(room: Room, measure: Measure, onDone: (said: string | null) => void): HTMLElement {
  if (measure.test) return again(measure, onDone);
  const own = measure.own_names ?? [];
  const names = measure.items.map((item, i) => (measure.names ? own[i] ?? "" : item));
  const values: (number | null)[] = measure.items.map(() => null);
  const save = h("button", { type: "submit", class: "go", disabled: true }, t("save"));
  const wanted = (i: number): boolean => !measure.names || names[i]!.trim() !== "" || values[i] !== null;
  const complete = (i: number): boolean => names[i]!.trim() !== "" && values[i] !== null;
  const check = (): void => {
    const all = measure.items.map((_, i) => i).filter(wanted);
    save.disabled = all.length === 0 || !all.every(complete);
  };
  const row = (item: string, i: number): HTMLElement => {
    const unnamed = measure.names && (own[i] ?? "") === "";
    const scale = answer(measure, i, names[i] || item, (value) => {
      values[i] = value;
      check();
    });
    scale.hidden = unnamed; // a scale without a name asks nothing
    return h("div", { class: "ask-item" },
      unnamed ? nameField(item, i, (name) => {
        names[i] = name;
        scale.hidden = name.trim() === "" && values[i] === null;
        check();
      }) : measure.items.length > 1 ? h("p", { class: "ask-name" }, names[i]!) : null,
      scale);
  };
  return h("form", { class: "ask", onsubmit: (event: Event) => {
    event.preventDefault();
    const kept = measure.items.map((_, i) => i).filter(complete);
    const { value, text } = room.core.measure(measure.id, kept.map((i) => values[i]!),
      measure.names ? kept.map((i) => names[i]!.trim()) : undefined);
    const { at } = room.log.record("measured", { value, text });
    const detail = room.core.detail(Math.max(at, clock.now()), clock.utcOffsetMin());
    onDone(withDates(detail.measures.find(({ id }) => id === measure.id)?.said ?? "") || t("measure.saved"));
  } },
    h("p", { class: "soft" }, rhythm(measure.every_days)),
    h("h2", {}, measure.ask),
    measure.names && own.length === 0
      ? h("p", { class: "soft" }, t("measure.name")) : null,
    ...measure.items.map((item, i) => (measure.names && own.length > 0 && own[i] === undefined ? null : row(item, i))),
    h("div", { class: "ends" }, h("span", {}, `${measure.low} ${measure.low_words}`),
      h("span", {}, `${measure.high} ${measure.high_words}`)),
    h("div", { class: "ask-acts" }, save,
      h("button", { type: "button", class: "plain", onclick: () => onDone(null) }, t("not.now"))));
}

function nameField(label: string, i: number, onchange: (name: string) => void): HTMLElement {
  const input = h("input", { type: "text", id: `own-${i}`, maxlength: 60, autocomplete: "off",
    oninput: () => onchange(input.value) });
  return h("div", { class: "own" }, h("label", { for: `own-${i}` }, label), input);
}

function answer(measure: Measure, i: number, legend: string, onchange: (value: number | null) => void): HTMLElement {
  if (measure.high - measure.low > SCALE_MOST) return typed(measure, i, legend, onchange);
  const steps = Array.from({ length: measure.high - measure.low + 1 }, (_, n) => measure.low + n);
  return choices({ name: `${measure.id}-${i}`, legend, hideLegend: true, class: "pain",
    choices: steps.map((value) => ({ value, label: value < 0 ? `−${-value}` : String(value) })), chosen: [],
    onchange: ([value]) => onchange(value ?? null) });
}

/** A number typed; null while it is none that the measure takes. */
export function typed(measure: Measure, i: number, legend: string, onchange: (value: number | null) => void): HTMLElement {
  const id = `${measure.id}-${i}`;
  const input = h("input", { type: "number", id, inputmode: "decimal", min: measure.low, max: measure.high, step: 0.5,
    oninput: () => onchange(input.value !== "" && input.checkValidity() ? Number(input.value) : null) });
  return h("div", { class: "own" }, h("label", { for: id }, measure.sides ? `${legend} (${measure.unit})` : measure.unit === "in" ? t("units.floor") : legend), input);
}

/** Pain this morning, asked when there was a session yesterday; an empty place when it is not due. */
export function morningCard(room: Room, onTold: () => void): HTMLElement {
  const place = h("section", { class: "asks" });
  place.hidden = !room.core.detail(clock.now(), clock.utcOffsetMin()).morning_due;
  if (place.hidden) return place;
  const thanks = (text: string): void => place.replaceChildren(h("p", { class: "asked", role: "status" }, text));
  place.append(h("div", { class: "ask" },
    h("h2", {}, t("morning.ask")),
    h("p", { class: "soft" }, t("morning.why")),
    painScale("morning", null, (value) => {
      room.log.record("next-morning", { value });
      thanks(t("morning.thanks", { pain: value }));
      onTold();
    }),
    h("button", { type: "button", class: "plain", onclick: () => thanks(t("morning.later")) }, t("not.now"))));
  return place;
}
