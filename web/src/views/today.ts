// Today: minutes, place, what is stiff; the plan at once below; Start under the thumb. The core plans; this shows.
import { clock, count, dayText, minutesText } from "../clock";
import type { Plan, PlanStep, Region, Verdict, Wish } from "../core";
import { CoreError } from "../core";
import { choices, h, icon, painScale } from "../dom";
import { keep, kept } from "../keep";
import { picture } from "../pictures";
import { MINUTES, PLACES, REGIONS } from "../words";
import { preview } from "./preview";
import type { Room, View } from "./view";

const LEAST = 3;
const MOST = 30;
const DAY_MS = 24 * 3600_000;
const wide = matchMedia("(min-width: 1000px)");

interface Chosen { minutes: number; place: Wish["place"] & string; for: Region[] }

export function todayView(room: Room, options: {
  verdict: Verdict; onStart: (plan: Plan, wish: Wish, pain: number | null) => void; onSafety: () => void;
}): View {
  const { core } = room;
  const chosen: Chosen = { minutes: 10, place: "floor", for: ["lower-back"], ...kept<Partial<Chosen>>("wish") };
  let plan: Plan | null = null;
  let changed = false;
  const wish = (): Wish => ({ ...chosen, seed: Math.floor((clock.now() + clock.utcOffsetMin() * 60_000) / DAY_MS) });

  const summary = h("h2", { class: "summary" });
  const note = h("p", { class: "note" });
  const list = h("ol", { class: "plan" });
  const undo = h("button", { type: "button", class: "plain undo", onclick: () => replan() }, "Undo changes");
  const start = h("button", { type: "button", class: "go", onclick: () => ask.showModal() }, "Start");
  const side = preview(room);

  const replan = (): void => {
    keep("wish", chosen);
    changed = false;
    try {
      show(core.plan(wish(), clock.now(), clock.utcOffsetMin()));
    } catch (error) {
      show(null, sentence(error));
    }
  };

  const show = (next: Plan | null, refusal = ""): void => {
    plan = next;
    const has = plan !== null && plan.steps.length > 0;
    summary.textContent = has ? summaryText(plan!) : "Nothing fits this wish";
    note.textContent = refusal || (has ? plan!.note : "Choose another place or more minutes.");
    note.hidden = note.textContent === "";
    undo.hidden = !changed;
    start.disabled = !has;
    list.replaceChildren(...(has ? plan!.steps.map(row) : []));
    if (wide.matches && has) side.show(plan!.steps[0]!.move);
  };

  const change = (index: number, what: "swap" | "drop"): void => {
    try {
      changed = true;
      show(what === "swap" ? core.swap(index) : core.drop(index));
    } catch (error) {
      note.textContent = sentence(error);
      note.hidden = false;
      changed = false;
    }
    const rows = list.querySelectorAll<HTMLElement>(`[data-do="${what}"]`);
    (rows[Math.min(index, rows.length - 1)] ?? start).focus({ preventScroll: true });
  };

  const row = (step: PlanStep, index: number): HTMLElement => {
    const props = ((core.move(step.move)?.["props"] as { needed: string[] } | undefined)?.needed ?? []).filter((prop) => prop !== "mat");
    return h("li", { class: "step", "data-move": step.move },
      h("button", { type: "button", class: "open", "aria-label": `Look at ${step.name}`,
        onclick: () => side.open(step.move) }, picture(core, step.move, 88, 88)),
      h("div", { class: "about" },
        h("h3", {}, step.name),
        h("p", { class: "dose" }, [step.dose, ...(props.length > 0 ? [`needs a ${props.join(" and a ")}`] : [])].join(" · ")),
        h("p", { class: "reason" }, step.reason)),
      h("div", { class: "acts" },
        h("button", { type: "button", class: "act", "data-do": "swap", "aria-label": `Swap ${step.name}`, title: "Swap",
          onclick: () => change(index, "swap") }, icon("swap")),
        h("button", { type: "button", class: "act", "data-do": "drop", "aria-label": `Leave out ${step.name}`,
          title: "Leave out", onclick: () => change(index, "drop") }, icon("drop"))));
  };

  const ask = painSheet((pain) => { if (plan) options.onStart(plan, wish(), pain); });
  const minutes = minutesPicker(chosen.minutes, (value) => {
    chosen.minutes = value;
    replan();
  });
  const element = h("div", { class: "today" },
    h("div", { class: "column" },
      h("div", { class: "wishes" },
        h("header", { class: "hello" },
          h("p", { class: "soft" }, dayText(clock.now())),
          h("h1", { tabindex: -1 }, "What do you have time for?")),
        minutes,
        choices({ name: "place", legend: "Where are you?", class: "four pictured", chosen: [chosen.place],
          choices: PLACES.map((place) => ({ ...place, picture: place.value })),
          onchange: ([value]) => { if (value) { chosen.place = value; replan(); } } }),
        choices({ name: "region", legend: "What feels stiff?", many: true, class: "three", chosen: chosen.for,
          choices: REGIONS, onchange: (values) => { chosen.for = values; replan(); } })),
      h("section", { class: "session", "aria-label": "Your session" },
        h("div", { class: "line" }, h("div", { role: "status" }, summary), undo),
        note,
        list,
        careNote(options.verdict, options.onSafety)),
      h("div", { class: "bottom stick" }, start)),
    side.element,
    ask);
  replan();
  return { name: "today", title: "Today", element, frame: () => side.frame(), leave: () => side.leave() };
}

function summaryText(plan: Plan): string {
  const ups = plan.get_ups === 0 ? "no get-up" : plan.get_ups === 1 ? "one get-up" : `${plan.get_ups} get-ups`;
  return `${count(plan.steps.length, "move")}, ${ups}, ${minutesText(plan.total_s)}`;
}

const sentence = (error: unknown): string => (error instanceof CoreError ? error.message : String(error));

/** Seven usual lengths, and a step at a time between 3 and 30. */
function minutesPicker(first: number, onchange: (minutes: number) => void): HTMLElement {
  let value = first;
  const number = h("output", { class: "number", "aria-live": "polite" });
  const less = h("button", { type: "button", class: "round", "aria-label": "A minute less", onclick: () => set(value - 1) },
    icon("less"));
  const more = h("button", { type: "button", class: "round", "aria-label": "A minute more", onclick: () => set(value + 1) },
    icon("more"));
  const group = choices({ name: "minutes", legend: "Minutes", hideLegend: true, class: "seven",
    choices: MINUTES.map((m) => ({ value: m, label: String(m), spoken: `${m} minutes` })), chosen: [],
    onchange: ([minutes]) => { if (minutes !== undefined) set(minutes); } });
  const show = (): void => {
    number.replaceChildren(h("b", {}, String(value)), " min");
    less.disabled = value <= LEAST;
    more.disabled = value >= MOST;
    for (const input of group.querySelectorAll("input")) input.checked = Number(input.value) === value;
  };
  const set = (minutes: number): void => {
    value = Math.min(MOST, Math.max(LEAST, minutes));
    show();
    onchange(value);
  };
  show();
  return h("div", { class: "minutes" }, h("div", { class: "stepper" }, less, number, more), group);
}

/** How the back is before the session; one tap starts. */
function painSheet(onStart: (pain: number | null) => void): HTMLDialogElement {
  const go = (pain: number | null): void => {
    dialog.close();
    onStart(pain);
  };
  let pain: number | null = null;
  const startNow = h("button", { type: "button", class: "go", onclick: () => go(pain) }, "Start without a number");
  const dialog: HTMLDialogElement = h("dialog", { class: "sheet-dialog", "aria-labelledby": "pain-title" },
    h("h2", { id: "pain-title" }, "How is your back right now?"),
    h("p", { class: "soft" }, "0 is no pain, 10 the worst you can imagine."),
    painScale("pain-before", null, (value) => {
      pain = value;
      startNow.textContent = "Start";
    }),
    startNow,
    h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Not yet"));
  return dialog;
}

/** What today's answers leave out, in the words of the rules. */
function careNote(verdict: Verdict, onSafety: () => void): HTMLElement {
  const change = h("button", { type: "button", class: "plain", onclick: onSafety }, "Change my safety answers");
  if (verdict.level >= 4) return h("div", { class: "care" }, change);
  return h("details", { class: "care" },
    h("summary", {}, "Some moves are left out, for your safety"),
    h("ul", { class: "reasons" }, ...verdict.reasons.map((reason) =>
      h("li", {}, reason.text, h("span", { class: "source" }, reason.source)))),
    change);
}
