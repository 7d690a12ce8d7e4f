// Today: minutes, place, what is stiff; the plan at once below; Start under the thumb. The core plans; this shows.
import { withoutProps } from "../body";
import { clock, dayText, minutesText } from "../clock";
import type { Occasion, Place, Plan, PlanStep, Region, Verdict, Whys, Wish } from "../core";
import { CoreError } from "../core";
import { choices, h, icon, painScale } from "../dom";
import { keep, kept } from "../keep";
import { picture } from "../pictures";
import { Thought } from "../thought";
import { t } from "../text";
import { MINUTES, PLACES, REGIONS } from "../words";
import { reasonItem } from "./advice";
import { measureCard, morningCard } from "./measures";
import { preview, type Preview } from "./preview";
import type { Room, View } from "./view";
import { whereStep } from "./where";

const LEAST = 3;
const MOST = 30;
const DAY_MS = 24 * 3600_000;
const wide = matchMedia("(min-width: 1000px)");

const FIRST_WISH: Chosen = { minutes: 10, place: "floor", for: ["lower-back"] };

interface Chosen { minutes: number; place: Place; for: Region[] }

export class Today implements View {
  readonly name = "today";
  readonly title = t("room.today");
  readonly element: HTMLElement;
  private readonly chosen: Chosen = { ...FIRST_WISH, ...kept<Partial<Chosen>>("wish") };
  private plan: Plan | null = null;
  private changed = false;
  private readonly summary = h("h2", { class: "summary" });
  private readonly proof = h("p", { class: "proof soft" });
  private readonly note = h("p", { class: "note" });
  private readonly list = h("ol", { class: "plan" });
  private readonly undo = h("button", { type: "button", class: "plain undo", onclick: () => this.replan() }, t("today.undo"));
  private readonly start = h("button", { type: "button", class: "go", onclick: () => this.pain.showModal() }, t("today.start"));
  private readonly pain: HTMLDialogElement;
  private readonly pickers = h("div", { class: "wishes" });
  private readonly occasionLine = h("p", { class: "soft occasion-line", role: "status" });
  private readonly occasions: readonly Occasion[];
  /** What is wished for as long as it is chosen, instead of the person's own wish. */
  private occasion: Occasion | null = null;
  private readonly inFlare: boolean;
  private readonly props: Record<string, string>;
  private readonly side: Preview;
  private readonly thought: Thought;
  private readonly leftOut = h("ul", { class: "left-out" });
  private readonly others = h("details", { class: "others", ontoggle: () => void this.explain(this.others) },
    h("summary", {}, t("today.left-out")), this.leftOut);
  /** When the shown plan was made; what the worker is asked about. */
  private made = { nowMs: 0, utcOffsetMin: 0 };
  private whys: Promise<Whys> | null = null;

  constructor(private readonly room: Room, private readonly options: {
    verdict: Verdict; onBody: () => void; onStart: (plan: Plan, wish: Wish, pain: number | null) => void; onSafety: () => void;
    onFlare: (begins: boolean) => void; onDue: () => void;
  }) {
    this.side = preview(room);
    this.thought = new Thought(room.core);
    this.pain = painSheet(room, (pain) => { if (this.plan) options.onStart(this.plan, this.wish(), pain); }, options.onDue);
    this.occasions = room.core.occasions();
    this.props = room.core.bodyInfo().prop_names;
    const { flare, high_pain } = room.core.detail(clock.now(), clock.utcOffsetMin());
    this.inFlare = flare && !high_pain;
    if (this.inFlare) this.occasion = this.occasions.find((one) => one.flare) ?? null;
    this.element = h("div", { class: "today" },
      h("div", { class: "column" }, morningCard(room, () => this.replan()), this.wishes(), this.session(), h("div", { class: "bottom stick" }, this.start)),
      this.side.element, this.pain);
    this.replan();
  }

  frame(): void { this.side.frame(); }
  again(): void { this.replan(); }
  leave(): void {
    this.thought.end();
    this.side.leave();
  }

  /** The same wish gives the same plan all day. */
  private wish(): Wish {
    return { ...this.chosen, ...this.occasion?.wish, without_props: withoutProps(), seed: Math.floor((clock.now() + clock.utcOffsetMin() * 60_000) / DAY_MS) };
  }

  private wishes(): HTMLElement {
    this.pick();
    return h("div", { class: "wishes" },
      h("header", { class: "hello" },
        h("p", { class: "soft" }, dayText(clock.now())),
        h("h1", { tabindex: -1 }, t("today.title"))),
      this.occasionRow(), this.pickers);
  }

  /** Minutes, place and parts as they stand now. */
  private pick(): void {
    const now: Chosen = { ...this.chosen, ...this.occasion?.wish };
    const changed = (change: Partial<Chosen>): void => {
      Object.assign(this.chosen, this.occasion?.wish, change);
      this.occasion = null;
      this.markOccasion();
      this.replan();
    };
    this.pickers.replaceChildren(
      minutesPicker(now.minutes, (minutes) => changed({ minutes })),
      choices({ name: "place", legend: t("today.place"), class: "four pictured", chosen: [now.place],
        choices: PLACES.map((place) => ({ ...place, picture: place.value })),
        onchange: ([place]) => { if (place) changed({ place }); } }),
      choices({ name: "region", legend: t("today.region"), many: true, class: "three", chosen: now.for,
        choices: REGIONS, onchange: (regions) => changed({ for: regions }) }));
  }

  // ---- occasions: times of the day with a session of their own

  private readonly occasionButtons = new Map<Occasion, HTMLButtonElement>();

  private occasionRow(): HTMLElement {
    for (const one of this.occasions) this.occasionButtons.set(one, h("button", { type: "button", class: "occasion",
      "data-occasion": one.id, onclick: () => this.takeOccasion(one) }, one.at_once ? icon("play") : null, one.name));
    this.markOccasion();
    return h("section", { class: "occasions", "aria-label": t("today.occasions") },
      h("div", { class: "occasion-row" }, ...this.occasionButtons.values()), this.occasionLine,
      this.inFlare ? h("button", { type: "button", class: "plain flare-over", onclick: () => this.options.onFlare(false) },
        t("today.flare.over")) : null,
      this.flareSheet);
  }

  private markOccasion(): void {
    for (const [one, button] of this.occasionButtons) {
      if (!one.at_once) button.setAttribute("aria-pressed", String(one === this.occasion));
    }
    this.occasionLine.textContent = this.occasion === null ? ""
      : this.occasion.flare ? t("today.flare.on") : this.occasion.line;
    this.occasionLine.hidden = this.occasion === null;
  }

  private takeOccasion(one: Occasion): void {
    if (one.flare && !this.inFlare) return this.flareSheet.showModal();
    this.occasion = one === this.occasion ? null : one;
    this.markOccasion();
    this.pick();
    this.replan();
    if (one.at_once && this.plan) this.options.onStart(this.plan, this.wish(), null);
  }

  private readonly flareSheet: HTMLDialogElement = h("dialog", { class: "sheet-dialog", "aria-labelledby": "flare-title" },
    h("h2", { id: "flare-title" }, t("today.flare.ask")),
    h("p", {}, t("today.flare.text")),
    h("button", { type: "button", class: "go", onclick: () => {
      this.flareSheet.close();
      this.options.onFlare(true);
    } }, t("today.flare.yes")),
    h("button", { type: "button", class: "plain", onclick: () => this.flareSheet.close() }, t("today.flare.no")));

  private session(): HTMLElement {
    return h("section", { class: "session", "aria-label": t("today.session") },
      h("div", { class: "line" }, h("div", { role: "status" }, this.summary), this.undo),
      this.proof, this.note, this.list, this.others, measureCard(this.room, "before"),
      careNote(this.options.verdict, this.options.onSafety),
      h("div", { class: "care" },
        h("button", { type: "button", class: "plain my-body", onclick: this.options.onBody }, t("today.body"))));
  }

  private replan(): void {
    if (this.occasion === null) keep("wish", this.chosen);
    this.changed = false;
    this.made = { nowMs: clock.now(), utcOffsetMin: clock.utcOffsetMin() };
    try {
      this.show(this.room.core.plan(this.wish(), this.made.nowMs, this.made.utcOffsetMin));
    } catch (error) {
      this.show(null, sentence(error));
    }
    void this.prove();
  }

  /** The first plan is there at once; where it is not proven yet, a worker looks on, and its plan comes in quietly
   *  unless something was touched meanwhile. */
  private async prove(): Promise<void> {
    const first = this.plan;
    if (first === null || first.optimal) return;
    try {
      const best = await this.thought.prove(this.moment(first));
      const busy = this.pain.open || this.element.querySelector("details.why[open], details.others[open]") !== null;
      if (this.plan === first && !this.changed && !busy) this.show(this.room.core.adopt(best));
    } catch {
      // The first plan stands; it says itself how good it is.
    }
  }

  private moment(plan: Plan): Parameters<Thought["whys"]>[0] { return { wish: this.wish(), ...this.made, plan }; }

  private show(plan: Plan | null, refusal = ""): void {
    this.plan = plan !== null && plan.steps.length > 0 ? plan : null;
    this.summary.textContent = this.plan ? summaryText(this.plan) : t("today.nothing");
    this.note.textContent = refusal || (this.plan ? this.plan.note : t("today.nothing.text"));
    this.note.hidden = this.note.textContent === "";
    this.proof.textContent = proofText(this.plan);
    this.proof.hidden = this.proof.textContent === "";
    this.whys = null;
    this.others.open = false;
    this.others.hidden = this.plan === null;
    this.leftOut.replaceChildren();
    this.undo.hidden = !this.changed;
    this.start.disabled = this.plan === null;
    this.list.replaceChildren(...(this.plan?.steps ?? []).map((step, index) => this.row(step, index)));
    if (wide.matches && this.plan) this.side.show(this.plan.steps[0]!.move);
  }

  /** Fills in the answers below what was opened; they are thought up once for a plan. */
  private async explain(opened: HTMLDetailsElement): Promise<void> {
    const plan = this.plan;
    if (!opened.open || plan === null) return;
    const slot = opened === this.others ? this.leftOut : opened.querySelector("p")!;
    if (slot.childElementCount > 0 || slot.getAttribute("data-filled") !== null) return;
    slot.textContent = t("today.moment");
    try {
      const whys = await (this.whys ??= this.thought.whys(this.moment(plan)));
      if (this.plan !== plan) return;
      slot.setAttribute("data-filled", "");
      if (opened !== this.others) {
        slot.textContent = whys.steps.find((why) => why.move === opened.dataset["move"])?.text ?? "";
      } else {
        slot.replaceChildren(...whys.left_out.map((why) => h("li", {}, h("b", {}, why.name), h("span", {}, why.text))));
      }
    } catch (error) {
      this.whys = null;
      slot.textContent = sentence(error);
    }
  }

  private why(step: PlanStep): HTMLElement {
    const details: HTMLDetailsElement = h("details", { class: "why", "data-move": step.move,
      ontoggle: () => void this.explain(details) },
      h("summary", { "aria-label": t("today.why.name", { name: step.name }) }, t("today.why")), h("p", { role: "status" }));
    return details;
  }

  private change(index: number, what: "swap" | "drop"): void {
    const { core } = this.room;
    const before = this.changed;
    try {
      this.changed = true;
      this.show(what === "swap" ? core.swap(index) : core.drop(index));
    } catch (error) {
      this.changed = before;
      this.note.textContent = sentence(error);
      this.note.hidden = false;
    }
    const rows = this.list.querySelectorAll<HTMLElement>(`[data-do="${what}"]`);
    (rows[Math.min(index, rows.length - 1)] ?? this.undo).focus({ preventScroll: true });
  }

  private row(step: PlanStep, index: number): HTMLElement {
    const { core } = this.room;
    const props = (core.move(step.move)?.["props"] as { needed: string[] } | undefined)?.needed ?? [];
    const needs = props.filter((prop) => prop !== "mat").map((prop) => this.props[prop]).join(t("today.needs.and"));
    const act = (what: "swap" | "drop", title: string, spoken: string): HTMLElement =>
      h("button", { type: "button", class: "act", "data-do": what, "aria-label": spoken, title,
        onclick: () => this.change(index, what) }, icon(what));
    return h("li", { class: "step", "data-move": step.move },
      h("button", { type: "button", class: "open", "aria-label": t("today.look", { name: step.name }),
        onclick: () => this.side.open(step.move) }, picture(core, step.move, 88, 88)),
      h("div", { class: "about" },
        h("h3", {}, step.name),
        h("p", { class: "dose" }, needs === "" ? step.dose : t("today.needs", { dose: step.dose, needs })),
        h("p", { class: "reason" }, step.reason), this.why(step)),
      h("div", { class: "acts" }, act("swap", t("today.swap"), t("today.swap.name", { name: step.name })),
        act("drop", t("today.drop"), t("today.drop.name", { name: step.name }))));
  }
}

function summaryText(plan: Plan): string {
  const ups = plan.get_ups === 0 ? t("today.ups.none") : t("today.ups", { n: plan.get_ups });
  return t("today.summary", { n: plan.steps.length, ups, time: minutesText(plan.total_s) });
}

/** "Proven best for this wish". */
function proofText(plan: Plan | null): string {
  if (plan === null || plan.proof === "") return "";
  return t("today.proof", { proof: `${plan.proof.charAt(0).toUpperCase()}${plan.proof.slice(1)}` });
}

const sentence = (error: unknown): string => (error instanceof CoreError ? error.message : String(error));

/** Seven usual lengths, and a step at a time between 3 and 30. */
function minutesPicker(first: number, onchange: (minutes: number) => void): HTMLElement {
  let value = first;
  const number = h("output", { class: "number", "aria-live": "polite" });
  const less = h("button", { type: "button", class: "round", "aria-label": t("today.less"), onclick: () => set(value - 1) },
    icon("less"));
  const more = h("button", { type: "button", class: "round", "aria-label": t("today.more"), onclick: () => set(value + 1) },
    icon("more"));
  const group = choices({ name: "minutes", legend: t("today.minutes"), hideLegend: true, class: "seven",
    choices: MINUTES.map((m) => ({ value: m, label: String(m), spoken: t("today.minutes.n", { n: m }) })), chosen: [],
    onchange: ([minutes]) => { if (minutes !== undefined) set(minutes); } });
  const show = (): void => {
    number.replaceChildren(h("b", {}, String(value)), ` ${t("today.min")}`);
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

/** How the back is before the session; one tap starts. Where it is, for who wants to say it; `onDue`: that asks questions first. */
export function painSheet(room: Room, onStart: (pain: number | null) => void, onDue: () => void): HTMLDialogElement {
  const go = (pain: number | null): void => {
    dialog.close();
    onStart(pain);
  };
  let pain: number | null = null;
  const startNow = h("button", { type: "button", class: "go", onclick: () => go(pain) }, t("today.start.without"));
  const dialog: HTMLDialogElement = h("dialog", { class: "sheet-dialog", "aria-labelledby": "pain-title" },
    h("h2", { id: "pain-title" }, t("today.pain")),
    h("p", { class: "soft" }, t("today.pain.text")),
    painScale("pain-before", null, (value) => {
      pain = value;
      startNow.textContent = t("today.start");
    }),
    whereStep(room, () => {
      dialog.close();
      onDue();
    }),
    startNow,
    h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, t("today.not-yet")));
  return dialog;
}

/** What today's answers leave out, in the words of the rules. */
function careNote(verdict: Verdict, onSafety: () => void): HTMLElement {
  const change = h("button", { type: "button", class: "plain", onclick: onSafety }, t("today.safety"));
  if (verdict.level >= 4) return h("div", { class: "care" }, change);
  return h("details", { class: "care" },
    h("summary", {}, t("today.care")),
    h("ul", { class: "reasons" }, ...verdict.reasons.map(reasonItem)),
    change);
}
