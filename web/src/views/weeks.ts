// A programme in the making: routines, each with a letter, and what each day of each week asks for. Both are put into another
// order by drag, buttons or keys. Whether it is sound is the core's to say; what is not saved yet is kept.
import { find, isProgramme, isRoutine, nameOf, own, readyMade, type Item } from "../collection";
import { CoreError, WEEKDAYS, type AboutRoutine, type Programme, type Routine, type WeekDays, type Weekday } from "../core";
import { h, icon, type IconName } from "../dom";
import { forget, keep, kept } from "../keep";
import { draggable, keyed } from "../reorder";
import { backTo, routeText } from "../rooms";
import { t } from "../text";
import { letterOf } from "./programme";
import { missingView } from "./routine";
import { dayName, factsOf } from "./routines";
import type { Room, View } from "./view";

const ROUTINES_MAX = 8;
const WEEKS_MAX = 12;
const NAME_MAX = 60; // letters; the core counts bytes
const NOTE_MAX = 200;
const COLOURS = 3;
/** Minutes that a day can ask for; the core takes any from 3 to 30. */
const BEST: readonly number[] = [3, 5, 8, 10, 15, 20, 30];

const NEW: Programme = { kind: "programme", name: "", note: "", routines: [], weeks: [{}] };

/** `key` null: a new one. */
export function weeksView(room: Room, key: string | null): View {
  const item = key === null ? null : find(room, key);
  if (key !== null && (!item || !item.mine || !isProgramme(item))) return missingView();
  return new WeeksEditor(room, key, item && isProgramme(item) ? item.about.programme : NEW);
}

type What = "routine" | "week";
interface Row { element: HTMLElement; show: (index: number, count: number) => void }

class WeeksEditor implements View {
  readonly name = "edit-weeks";
  readonly title: string;
  readonly element: HTMLElement;
  private draft: Programme;
  /** The weeks of the draft by numbers of their own, so that a row stays the same row where it moves. */
  private numbers: number[];
  private nextNumber = 0;
  private readonly lists = { routine: h("ol", { class: "editing" }), week: h("ol", { class: "editing weeks-edited" }) };
  private readonly rows = { routine: new Map<string, Row>(), week: new Map<string, Row>() };
  private readonly empty = h("p", { class: "note" }, t("programme.edit.empty"));
  private readonly total = h("p", { class: "total-line" });
  private readonly told = { routine: h("div", { class: "told", role: "status" }), week: h("div", { class: "told", role: "status" }) };
  private readonly failed = h("p", { class: "note care-note", role: "alert", hidden: true });
  private readonly add = h("button", { type: "button", class: "go second add", onclick: () => this.openPicker() }, t("programme.edit.add"));
  private readonly addWeek = h("button", { type: "button", class: "go second", onclick: () => this.copyWeek(this.draft.weeks.length - 1) },
    t("programme.edit.week.add"));
  private readonly picker: HTMLDialogElement;

  constructor(private readonly room: Room, private readonly key: string | null, first: Programme) {
    this.title = t(key === null ? "programme.edit.new" : "programme.edit.title");
    const draft = kept<{ key: string | null; programme: Programme }>("draft-weeks");
    this.draft = draft && draft.key === key ? draft.programme : structuredClone(first);
    this.numbers = this.draft.weeks.map(() => this.nextNumber++);
    this.picker = h("dialog", { class: "sheet-dialog add-dialog", "aria-labelledby": "pick-title" });
    this.element = h("div", { class: "edit narrow" },
      h("header", { class: "hello" }, backTo("routines", ...(key === null ? [] : [key])), h("h1", { tabindex: -1 }, this.title)),
      this.form(), this.picker);
    this.show();
  }

  leave(): void { if (this.picker.open) this.picker.close(); }

  private form(): HTMLElement {
    const { draft } = this;
    const name = h("input", { type: "text", id: "programme-name", class: "text-box", maxlength: NAME_MAX, value: draft.name, required: true,
      autocomplete: "off", placeholder: t("programme.edit.name.hint"), oninput: () => this.change({ name: name.value }) });
    const note = h("textarea", { id: "programme-note", rows: 2, maxlength: NOTE_MAX, value: draft.note ?? "",
      oninput: () => this.change({ note: note.value.replace(/\s+/g, " ") }) });
    return h("form", { class: "edit-form", novalidate: true, onsubmit: (event: Event) => { event.preventDefault(); this.finish(name); } },
      h("label", { class: "h2", for: "programme-name" }, t("edit.name")), name,
      h("section", {}, h("h2", {}, t("programme.edit.routines")), this.empty, this.lists.routine, this.told.routine, this.add),
      h("section", {}, h("h2", {}, t("programme.edit.weeks")), h("p", { class: "soft" }, t("programme.edit.weeks.text")),
        this.lists.week, this.told.week, this.addWeek),
      h("label", { class: "h2", for: "programme-note" }, t("edit.note")), note, this.failed,
      h("div", { class: "bottom stick" }, this.total, h("button", { type: "submit", class: "go" }, t("edit.save"))));
  }

  private change(part: Partial<Programme>): void {
    this.draft = { ...this.draft, ...part };
    keep("draft-weeks", { key: this.key, programme: this.draft });
    this.failed.hidden = true;
  }

  private finish(name: HTMLInputElement): void {
    const { draft } = this;
    if (draft.name.trim() === "") {
      this.fail(t("edit.needs.name"));
      return name.focus();
    }
    try {
      const about = this.room.core.about({ ...draft, name: draft.name.trim(), note: (draft.note ?? "").trim() });
      if (about.kind !== "programme") return;
      void this.room.documents.save(about.programme, this.key ?? undefined).then((id) => {
        forget("draft-weeks");
        location.replace(routeText("routines", id));
      }, (error: unknown) => this.fail(String(error)));
    } catch (error) {
      this.fail(error instanceof CoreError ? error.message : String(error));
    }
  }

  private fail(text: string): void {
    this.failed.textContent = text;
    this.failed.hidden = false;
    this.failed.scrollIntoView({ block: "center" });
  }

  // ---- what is changed

  private set(routines: Routine[], weeks: WeekDays[], numbers = this.numbers): void {
    this.numbers = numbers;
    this.change({ routines, weeks });
    this.show();
  }

  private count(what: What): number { return what === "routine" ? this.draft.routines.length : this.draft.weeks.length; }

  private moveTo(what: What, from: number, to: number): boolean {
    if (to < 0 || to >= this.count(what) || from === to) return false;
    const moved = <T>(all: readonly T[]): T[] => {
      const next = [...all];
      next.splice(to, 0, ...next.splice(from, 1));
      return next;
    };
    const { routines, weeks } = this.draft;
    if (what === "routine") this.set(moved(routines), weeks);
    else this.set(routines, moved(weeks), moved(this.numbers));
    const name = what === "routine" ? this.draft.routines[to]!.name : t("programme.edit.the-week");
    this.told[what].replaceChildren(h("span", { class: "hidden" }, t("edit.moved", { name, at: to + 1, n: this.count(what) })));
    return true;
  }

  /** The way back is offered where it was taken out; a day that asked for it rests meanwhile. */
  private remove(what: What, index: number): void {
    const { draft, numbers } = this;
    const name = what === "routine" ? draft.routines[index]!.name : t("programme.week", { n: index + 1 });
    if (what === "routine") {
      const { id } = draft.routines[index]!;
      const without = (week: WeekDays): WeekDays => Object.fromEntries(Object.entries(week).filter(([, asks]) => asks !== id));
      this.set(draft.routines.filter((_, i) => i !== index), draft.weeks.map(without));
    } else this.set(draft.routines, draft.weeks.filter((_, i) => i !== index), numbers.filter((_, i) => i !== index));
    const undo = h("button", { type: "button", class: "plain", onclick: () => {
      this.set(draft.routines, draft.weeks, numbers);
      this.told[what].replaceChildren();
      this.focusOn(what, index, "remove");
    } }, t("routine.undo"));
    this.told[what].replaceChildren(h("span", {}, t("edit.removed", { name })), undo);
    undo.focus();
  }

  private copyWeek(index: number): void {
    const { routines, weeks } = this.draft;
    if (weeks.length >= WEEKS_MAX) return;
    const put = <T>(all: readonly T[], one: T): T[] => [...all.slice(0, index + 1), one, ...all.slice(index + 1)];
    this.set(routines, put(weeks, { ...weeks[index] }), put(this.numbers, this.nextNumber++));
    this.focusOn("week", index + 1, "mon");
  }

  /** A routine that names its days takes those that rest. */
  private take(item: Item<AboutRoutine>): void {
    const { routines, weeks } = this.draft;
    const id = "abcdefgh".split("").find((one) => !routines.some((routine) => routine.id === one));
    if (id === undefined) return;
    const { days, ...rest } = item.about.routine;
    const onDays = Object.fromEntries(days.map((day) => [day, id]));
    this.set([...routines, { ...rest, id, days: [] }], weeks.map((week) => ({ ...onDays, ...week })));
    this.focusOn("routine", routines.length, "remove");
  }

  private ask(week: number, day: Weekday, value: string): void {
    const { [day]: _before, ...rest } = this.draft.weeks[week]!;
    const asks = value === "" ? {} : { [day]: /^\d+$/.test(value) ? { best: Number(value) } : value };
    this.set(this.draft.routines, this.draft.weeks.map((one, i) => (i === week ? { ...rest, ...asks } : one)));
  }

  // ---- what is shown

  private show(): void {
    const { routines, weeks } = this.draft;
    this.empty.hidden = routines.length > 0;
    this.fill("routine", routines.map(({ id }) => id!), (id) => this.routineRow(id));
    this.fill("week", this.numbers.map(String), (number) => this.weekRow(number));
    this.add.disabled = routines.length >= ROUTINES_MAX;
    this.addWeek.disabled = weeks.length >= WEEKS_MAX;
    const days = weeks.reduce((sum, week) => sum + Object.keys(week).length, 0);
    this.total.textContent = `${t("programme.weeks", { n: weeks.length })} · ${t("programme.edit.days", { n: days })}`;
  }

  private fill(what: What, keys: string[], make: (key: string) => Row): void {
    const list = this.lists[what];
    const rows = this.rows[what];
    for (const [key, row] of [...rows]) if (!keys.includes(key)) {
      row.element.remove();
      rows.delete(key);
    }
    keys.forEach((key, index) => {
      const row = rows.get(key) ?? make(key);
      rows.set(key, row);
      row.show(index, keys.length);
      if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null);
    });
  }

  private focusOn(what: What, index: number, act: string): void {
    const row = this.lists[what].children[index];
    const wanted = row?.querySelector<HTMLButtonElement>(`[data-do="${act}"]`);
    (wanted?.disabled ? row?.querySelector<HTMLElement>("button[data-do]:not(:disabled)") : wanted)?.focus({ preventScroll: true });
  }

  /** Buttons up, down and away, the grip, and the keys, for a row of either list. */
  private tools(what: What, element: HTMLElement, extra: HTMLElement[] = []):
      { grip: HTMLElement; acts: HTMLElement; show: (index: number, count: number, name: string) => void } {
    const at = (): number => [...this.lists[what].children].indexOf(element);
    const button = (act: string, picture: IconName, onclick: () => void): HTMLButtonElement =>
      h("button", { type: "button", class: "act", "data-do": act, onclick }, icon(picture));
    const go = (by: 1 | -1, act: string) => (): void => {
      const from = at();
      if (this.moveTo(what, from, from + by)) this.focusOn(what, from + by, act);
    };
    const up = button("up", "up", go(-1, "up")), down = button("down", "down", go(1, "down"));
    const away = button("remove", "drop", () => this.remove(what, at()));
    const grip = h("span", { class: "grip", "aria-hidden": "true", title: t("edit.drag") }, icon("same"));
    draggable(this.lists[what], element, grip, (to) => this.moveTo(what, at(), to));
    keyed(element, { up: go(-1, "up"), down: go(1, "down") });
    return { grip, acts: h("div", { class: "row-acts" }, ...extra, up, down, away), show: (index, count, name) => {
      up.disabled = index === 0;
      down.disabled = index === count - 1;
      away.disabled = what === "week" && count === 1;
      for (const [one, label] of [[up, "edit.up"], [down, "edit.down"], [away, "edit.remove"]] as const) {
        one.setAttribute("aria-label", `${t(label)}: ${name}`);
        one.title = t(label);
      }
    } };
  }

  private routineRow(id: string): Row {
    const badge = h("span", { class: "initial", "aria-hidden": "true" });
    const routine = this.draft.routines.find((one) => one.id === id)!;
    const about = this.room.core.about(routine);
    const element = h("li", { class: "editing-row lettered-row", "data-routine": id });
    const { grip, acts, show } = this.tools("routine", element);
    element.append(grip, badge, h("div", { class: "about" }, h("span", { class: "move-title" }, routine.name), h("span", { class: "dose soft" }, factsOf(about))), acts);
    return { element, show: (index, count) => {
      badge.className = `initial of-${index % COLOURS}`;
      badge.textContent = letterOf(index);
      show(index, count, routine.name);
    } };
  }

  private weekRow(number: string): Row {
    const heading = h("h3", {});
    const element = h("li", { class: "editing-week" });
    const at = (): number => this.numbers.indexOf(Number(number));
    const copy = h("button", { type: "button", class: "act", "data-do": "copy", onclick: () => this.copyWeek(at()) }, icon("more"));
    const { grip, acts, show } = this.tools("week", element, [copy]);
    const days = WEEKDAYS.map((day) => this.dayPicker(day, at));
    element.append(h("div", { class: "week-head" }, grip, heading, acts),
      h("div", { class: "week-days" }, ...days.map((one) => one.element)));
    return { element, show: (index, count) => {
      const name = t("programme.week", { n: index + 1 });
      heading.textContent = name;
      copy.disabled = count >= WEEKS_MAX;
      copy.setAttribute("aria-label", `${t("programme.edit.week.copy")}: ${name}`);
      copy.title = t("programme.edit.week.copy");
      for (const one of days) one.show(index);
      show(index, count, name);
    } };
  }

  /** A day: its letter, and over it a list to choose from, so that a phone opens its own. */
  private dayPicker(day: Weekday, at: () => number): { element: HTMLElement; show: (week: number) => void } {
    const badge = h("span", { class: "initial", "aria-hidden": "true" });
    const select = h("select", { "data-do": day, onchange: () => this.ask(at(), day, select.value) });
    const element = h("div", { class: "day-picker" }, h("span", { class: "soft", "aria-hidden": "true" }, dayName(day)), badge, select);
    return { element, show: (week) => {
      const { routines, weeks } = this.draft;
      const asks = weeks[week]![day];
      const best = typeof asks === "object" ? asks.best : 0;
      const minutes = best > 0 && !BEST.includes(best) ? [...BEST, best].sort((a, b) => a - b) : BEST;
      select.replaceChildren(h("option", { value: "" }, t("programme.edit.rest")),
        ...routines.map((routine, i) => h("option", { value: routine.id! }, `${letterOf(i)} · ${routine.name}`)),
        ...minutes.map((n) => h("option", { value: String(n) }, t("programme.edit.best", { n }))));
      select.value = typeof asks === "string" ? asks : best > 0 ? String(best) : "";
      select.setAttribute("aria-label", `${t("programme.week", { n: week + 1 })}, ${dayName(day)}`);
      const index = routines.findIndex(({ id }) => id === asks);
      badge.className = `initial ${index >= 0 ? `of-${index % COLOURS}` : best > 0 ? "best" : "rest"}`;
      badge.textContent = index >= 0 ? letterOf(index) : best > 0 ? `${best}′` : "";
    } };
  }

  // ---- routines to take from

  private openPicker(): void {
    const { room } = this;
    const group = (title: string, items: Item[]): (HTMLElement | null)[] => {
      const routines = items.filter(isRoutine);
      return routines.length === 0 ? [] : [h("h3", {}, title), h("ul", { class: "adding" }, ...routines.map((item) => h("li", {},
        h("button", { type: "button", class: "pick", onclick: () => {
          this.picker.close();
          this.take(item);
        } }, h("span", { class: "about" }, h("span", { class: "move-title" }, nameOf(item.about)), h("span", { class: "soft" }, factsOf(item.about))),
          icon("more")))))];
    };
    const mine = group(t("routines.own"), own(room));
    this.picker.replaceChildren(...[h("h2", { id: "pick-title" }, t("programme.edit.add")),
      h("p", { class: "soft" }, t("programme.edit.add.text")),
      ...mine, ...group(t("routines.ready"), readyMade(room)),
      h("div", { class: "add-end pair" },
        h("a", { class: "plain", href: routeText("routines", "new") }, t("routines.make")),
        h("button", { type: "button", class: "go second", onclick: () => this.picker.close() }, t("programme.edit.close")))].filter((one) => one !== null));
    this.picker.showModal();
    this.picker.scrollTop = 0;
  }
}
