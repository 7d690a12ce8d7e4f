// A routine in the making: moves from the library, their doses, their order by drag, buttons or keys. Time and names are the
// core's. What is not saved yet is kept, so that a look at a move's page loses nothing.
import { contentOf, find, isRoutine } from "../collection";
import { CoreError, WEEKDAYS, type AboutRoutine, type Level, type Place, type Routine, type RoutineStep, type Weekday } from "../core";
import { choices, h, icon, type IconName } from "../dom";
import { forget, keep, kept } from "../keep";
import { picture } from "../pictures";
import { draggable, keyed } from "../reorder";
import { backTo, routeText } from "../rooms";
import { t } from "../text";
import { PLACES } from "../words";
import { missingView } from "./routine";
import { dayName } from "./routines";
import type { Room, View } from "./view";

const LEVELS: readonly Level[] = ["easier", "usual", "harder"];
const STEPS_MAX = 40;
const NAME_MAX = 60; // letters; the core counts bytes
const NOTE_MAX = 200;

const NEW: Routine = { kind: "routine", name: "", note: "", place: "floor", days: [], steps: [] };

/** `key` null: a new one. */
export function editView(room: Room, key: string | null): View {
  const item = key === null ? null : find(room, key);
  if (key !== null && (!item || !item.mine || !isRoutine(item))) return missingView();
  return new Editor(room, key, item && isRoutine(item) ? item.about.routine : NEW);
}

/** One's own copy of a routine or programme, and its page. */
export async function makeCopy(room: Room, key: string): Promise<string | null> {
  const item = find(room, key);
  if (!item) return null;
  const { id: _id, ...content } = contentOf(item.about);
  return room.documents.save({ ...content, name: item.mine ? t("edit.copy", { name: content.name }) : content.name });
}

class Editor implements View {
  readonly name = "edit";
  readonly title: string;
  readonly element: HTMLElement;
  private draft: Routine;
  private about: AboutRoutine | null = null;
  private readonly list = h("ol", { class: "editing" });
  private readonly empty = h("p", { class: "note" }, t("edit.empty"));
  private readonly total = h("p", { class: "total-line", role: "status" });
  private readonly told = h("div", { class: "told", role: "status" });
  private readonly failed = h("p", { class: "note care-note", role: "alert", hidden: true });
  private readonly rows = new Map<string, HTMLElement>();
  private readonly adder: Adder;
  private readonly save = h("button", { type: "submit", class: "go" }, t("edit.save"));

  constructor(private readonly room: Room, private readonly key: string | null, first: Routine) {
    this.title = t(key === null ? "edit.new" : "edit.title");
    const draft = kept<{ key: string | null; routine: Routine }>("draft");
    this.draft = draft && draft.key === key ? draft.routine : { ...first, steps: [...first.steps] };
    this.adder = new Adder(room, () => this.draft.steps.map(({ move }) => move), (move, on) => (on ? this.add(move) : this.remove(move)));
    this.element = h("div", { class: "edit narrow" },
      h("header", { class: "hello" }, backTo("routines", ...(key === null ? [] : [key])), h("h1", { tabindex: -1 }, this.title)),
      this.form(), this.adder.dialog);
    this.show();
  }

  leave(): void { this.adder.close(); }

  private form(): HTMLElement {
    const { draft } = this;
    const name = h("input", { type: "text", id: "routine-name", class: "text-box", maxlength: NAME_MAX, value: draft.name, required: true,
      autocomplete: "off", placeholder: t("edit.name.hint"), oninput: () => this.change({ name: name.value }) });
    const note = h("textarea", { id: "routine-note", rows: 2, maxlength: NOTE_MAX, value: draft.note ?? "",
      oninput: () => this.change({ note: note.value.replace(/\s+/g, " ") }) });
    const add = h("button", { type: "button", class: "go second add", onclick: () => this.adder.open() }, t("edit.add"));
    return h("form", { class: "edit-form", novalidate: true, onsubmit: (event: Event) => { event.preventDefault(); this.finish(name); } },
      h("label", { class: "h2", for: "routine-name" }, t("edit.name")), name,
      h("section", {}, h("h2", {}, t("edit.moves")), this.empty, this.list, this.told, add),
      choices<Place>({ name: "routine-place", legend: t("moves.place"), class: "four pictured", chosen: [draft.place],
        choices: PLACES.map((place) => ({ ...place, picture: place.value })),
        onchange: ([place]) => { if (place) this.change({ place }); } }),
      choices<Weekday>({ name: "routine-days", legend: t("edit.days"), many: true, class: "seven days", chosen: draft.days,
        choices: WEEKDAYS.map((day) => ({ value: day, label: dayName(day) })), onchange: (days) => this.change({ days }) }),
      h("label", { class: "h2", for: "routine-note" }, t("edit.note")), note, this.failed,
      h("div", { class: "bottom stick" }, this.total, this.save));
  }

  private change(part: Partial<Routine>): void {
    this.draft = { ...this.draft, ...part };
    keep("draft", { key: this.key, routine: this.draft });
    this.failed.hidden = true;
    this.ask();
    this.showTotal();
  }

  /** What the core says of it; a name is not needed for that. */
  private ask(): void {
    try {
      const about = this.draft.steps.length === 0 ? null : this.room.core.about({ ...this.draft, name: "–", note: "" });
      this.about = about?.kind === "routine" ? about : null;
    } catch (error) {
      this.about = null;
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failed.textContent = error instanceof CoreError ? error.message : String(error);
    this.failed.hidden = false;
  }

  private finish(name: HTMLInputElement): void {
    if (this.draft.name.trim() === "" || this.draft.steps.length === 0) {
      this.fail(new CoreError("MISSING_FIELD", t(this.draft.name.trim() === "" ? "edit.needs.name" : "edit.needs.moves")));
      (this.draft.name.trim() === "" ? name : this.element.querySelector<HTMLElement>(".add"))?.focus();
      return;
    }
    try {
      const about = this.room.core.about({ ...this.draft, name: this.draft.name.trim(), note: (this.draft.note ?? "").trim() });
      if (about.kind !== "routine") return;
      void this.room.documents.save(about.routine, this.key ?? undefined).then((id) => {
        forget("draft");
        location.replace(routeText("routines", id));
      }, (error: unknown) => this.fail(error));
    } catch (error) {
      this.fail(error);
    }
  }

  // ---- the moves

  private set(steps: Routine["steps"]): void {
    this.change({ steps });
    this.show();
  }

  private add(move: string): void {
    if (this.draft.steps.length >= STEPS_MAX) return;
    this.set([...this.draft.steps, { move, level: "usual" }]);
  }

  /** The way back is offered where it was taken out. */
  private remove(move: string): void {
    const before = this.draft.steps;
    const index = before.findIndex((step) => step.move === move);
    this.set(before.filter((step) => step.move !== move));
    const undo = h("button", { type: "button", class: "plain", onclick: () => {
      const steps = this.draft.steps.filter((step) => step.move !== move);
      steps.splice(index, 0, before[index]!);
      this.set(steps);
      this.told.replaceChildren();
      this.focusOn(move, "remove");
    } }, t("routine.undo"));
    this.told.replaceChildren(h("span", {}, t("edit.removed", { name: this.nameOf(move) })), undo);
    if (!this.adder.dialog.open) undo.focus();
  }

  private moveTo(move: string, to: number): boolean {
    const steps = [...this.draft.steps];
    const from = steps.findIndex((step) => step.move === move);
    if (to < 0 || to >= steps.length || from === to) return false;
    const [step] = steps.splice(from, 1);
    steps.splice(to, 0, step!);
    this.set(steps);
    this.told.replaceChildren(h("span", { class: "hidden" }, t("edit.moved", { name: this.nameOf(move), at: to + 1, n: steps.length })));
    return true;
  }

  private nameOf(move: string): string { return this.room.core.move(move)?.name ?? move; }

  private focusOn(move: string, what: string): void {
    const row = this.rows.get(move);
    const wanted = row?.querySelector<HTMLButtonElement>(`[data-do="${what}"]`);
    (wanted?.disabled ? row?.querySelector<HTMLElement>("[data-do]:not(:disabled)") : wanted)?.focus({ preventScroll: true });
  }

  private showTotal(): void {
    this.total.textContent = this.about ? t("edit.total", { n: this.about.steps.length, minutes: this.about.minutes }) : t("edit.none");
  }

  private show(): void {
    if (!this.about) this.ask();
    const steps = this.about?.steps ?? [];
    this.empty.hidden = steps.length > 0;
    steps.forEach((step, index) => {
      const row = this.rows.get(step.move) ?? this.row(step);
      this.rows.set(step.move, row);
      row.querySelector(".dose")!.textContent = step.dose;
      row.querySelector<HTMLButtonElement>("[data-do=up]")!.disabled = index === 0;
      row.querySelector<HTMLButtonElement>("[data-do=down]")!.disabled = index === steps.length - 1;
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
    });
    while (this.list.children.length > steps.length) this.list.lastElementChild!.remove();
    for (const move of [...this.rows.keys()]) if (!steps.some((step) => step.move === move)) this.rows.delete(move);
    this.showTotal();
  }

  private row(step: RoutineStep): HTMLElement {
    const { move, name } = step;
    const go = (by: 1 | -1, what: "up" | "down") => (): void => {
      const at = this.draft.steps.findIndex((one) => one.move === move);
      if (this.moveTo(move, at + by)) this.focusOn(move, what);
    };
    const act = (what: string, label: string, picture: IconName, onclick: () => void): HTMLElement =>
      h("button", { type: "button", class: "act", "data-do": what, "aria-label": `${label}: ${name}`, title: label, onclick }, icon(picture));
    const level = h("select", { class: "level", "aria-label": t("edit.dose", { name }), onchange: () => {
      this.change({ steps: this.draft.steps.map((one) => (one.move === move ? { move, level: level.value as Level } : one)) });
      this.show();
    } }, ...LEVELS.map((value) => h("option", { value }, t(`move.${value}`))));
    level.value = step.level;
    const grip = h("span", { class: "grip", "aria-hidden": "true", title: t("edit.drag") }, icon("same"));
    const row: HTMLElement = h("li", { class: "editing-row", "data-move": move },
      grip, picture(this.room.core, move, 72, 72),
      h("div", { class: "about" }, h("span", { class: "move-title" }, name), h("span", { class: "dose soft" })),
      h("div", { class: "row-acts" }, level, act("up", t("edit.up"), "up", go(-1, "up")), act("down", t("edit.down"), "down", go(1, "down")),
        act("remove", t("edit.remove"), "drop", () => this.remove(move))));
    draggable(this.list, row, grip, (to) => this.moveTo(move, to));
    keyed(row, { up: go(-1, "up"), down: go(1, "down") });
    return row;
  }
}

// ---------------------------------------------------------------- the library, to add from

class Adder {
  readonly dialog: HTMLDialogElement;
  private readonly list = h("ul", { class: "adding" });
  private readonly count = h("p", { class: "found", role: "status" });
  private readonly input: HTMLInputElement;
  private readonly rows = new Map<string, HTMLElement>();

  constructor(private readonly room: Room, private readonly chosen: () => string[], private readonly onPick: (move: string, on: boolean) => void) {
    this.input = h("input", { type: "search", id: "add-find", maxlength: 60, autocomplete: "off", enterkeyhint: "search",
      placeholder: t("moves.search.hint"), oninput: () => this.show() });
    this.dialog = h("dialog", { class: "sheet-dialog add-dialog", "aria-labelledby": "add-title" },
      h("h2", { id: "add-title" }, t("edit.add.title")),
      h("div", { class: "search-box" }, icon("search"), h("label", { class: "hidden", for: "add-find" }, t("moves.search")), this.input),
      this.count, this.list, h("div", { class: "add-end" }, h("button", { type: "button", class: "go", onclick: () => this.close() }, t("edit.add.done"))));
  }

  open(): void {
    this.show();
    this.dialog.showModal();
    this.input.focus();
  }

  close(): void { if (this.dialog.open) this.dialog.close(); }

  private show(): void {
    const { core } = this.room;
    const found = core.findMoves({ words: this.input.value }).filter((id) => core.move(id)!.kind !== "picture");
    const chosen = new Set(this.chosen());
    this.count.textContent = t("moves.found", { n: found.length });
    this.list.replaceChildren(...found.map((id) => {
      const row = this.rows.get(id) ?? this.row(id);
      this.rows.set(id, row);
      row.querySelector("input")!.checked = chosen.has(id);
      return row;
    }));
  }

  private row(id: string): HTMLElement {
    const input: HTMLInputElement = h("input", { type: "checkbox", name: id, onchange: () => this.onPick(id, input.checked) });
    const move = this.room.core.move(id)!;
    return h("li", {}, h("label", { class: "check add-row" }, input, picture(this.room.core, id, 72, 72),
      h("span", { class: "ask" }, move.name, h("span", { class: "help" }, move.regions.map((region) => t(`region.${region}`)).join(", "))),
      h("span", { class: "box" }, icon("tick"))));
  }
}
