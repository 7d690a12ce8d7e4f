// The grid of a hand-out, to be ticked as it stands on the paper.
import { clock, isoDay } from "../clock";
import { find, isRoutine } from "../collection";
import { h, icon } from "../dom";
import { isTaken, takeOver, type PaperDay } from "../paper";
import { backTo } from "../rooms";
import { locale, t } from "../text";
import { missingView } from "./routine";
import type { Room, View } from "./view";

const DAYS = 14; // as on the sheet
const PAIN_MOST = 10;
const DAY_MS = 24 * 3600_000;

export function paperView(room: Room, key: string): View {
  const item = find(room, key);
  if (!item || !isRoutine(item)) return missingView();
  const { about } = item;
  const name = about.routine.name;
  const today = isoDay(clock.now() + clock.utcOffsetMin() * 60_000);
  const days: PaperDay[] = [];
  const place = h("div", { class: "paper-scroll", role: "region", "aria-label": t("paper.grid"), tabindex: 0 });
  const said = h("p", { class: "note", role: "status", hidden: true });
  const save = h("button", { type: "button", class: "go", disabled: true });
  const first = h("input", { type: "date", id: "first-day", class: "number-box", max: today, required: true,
    value: isoDay(Date.parse(`${today}T12:00Z`) - (DAYS - 1) * DAY_MS), onchange: () => fill() });

  const filled = (): PaperDay[] => days.filter(({ done }) => done.some(Boolean));
  const label = (): void => {
    const n = filled().length;
    save.textContent = n === 0 ? t("paper.save.none") : t("paper.save", { n });
    save.disabled = n === 0;
  };
  const fill = (): void => {
    days.length = 0;
    for (let i = 0; i < DAYS && first.value !== ""; i++) {
      const noon = new Date(`${first.value}T12:00`);
      noon.setDate(noon.getDate() + i); // a day of summer time's change is 23 or 25 hours long
      days.push({ at: noon.getTime(), done: about.steps.map(() => false), before: null, after: null });
    }
    place.replaceChildren(grid(room, name, about.steps.map((step) => step.name), days, label));
    label();
  };
  save.addEventListener("click", () => {
    const taken = filled();
    for (const day of taken) takeOver(room.log, about, day);
    said.textContent = t("paper.saved", { n: taken.length });
    said.hidden = false;
    fill();
    first.focus();
  });
  fill();
  const element = h("div", { class: "paper broad" },
    h("header", { class: "hello" }, backTo("routines", key), h("h1", { tabindex: -1 }, t("paper.title", { name })), h("p", { class: "soft" }, t("paper.lead"))),
    h("div", { class: "first-day" }, h("label", { class: "h2", for: "first-day" }, t("paper.first")), first),
    place, said, h("div", { class: "bottom stick" }, save));
  return { name: "paper", title: t("paper.title", { name }), element };
}

function grid(room: Room, routine: string, names: string[], days: PaperDay[], onchange: () => void): HTMLElement {
  const short = (at: number): string => new Date(at).toLocaleDateString(locale(), { day: "numeric", month: "short" });
  const letter = (at: number): string => new Date(at).toLocaleDateString(locale(), { weekday: "short" });
  const state = days.map(({ at }) => (isTaken(room.log, routine, at) ? "taken" : new Date(at).setHours(0) > clock.now() ? "ahead" : "open"));
  const tick = (day: PaperDay, d: number, move: number): HTMLElement => {
    if (state[d] !== "open") return h("td", { class: state[d] }, state[d] === "taken" && move === 0 ? t("paper.taken") : "");
    const input: HTMLInputElement = h("input", { type: "checkbox", "aria-label": `${names[move]}, ${short(day.at)}`,
      onchange: () => { day.done[move] = input.checked; onchange(); } });
    return h("td", {}, h("label", { class: "tick" }, input, h("span", { class: "box" }, icon("tick"))));
  };
  const pain = (day: PaperDay, d: number, when: "before" | "after"): HTMLElement => {
    if (state[d] !== "open") return h("td", { class: state[d] });
    const input: HTMLInputElement = h("input", { type: "number", min: 0, max: PAIN_MOST, step: 1, inputmode: "numeric", class: "pain-cell",
      "aria-label": `${t(`paper.${when}`)}, ${short(day.at)}`, onchange: () => {
        day[when] = input.validity.valid && input.value !== "" ? input.valueAsNumber : null;
        if (day[when] === null) input.value = "";
      } });
    return h("td", {}, input);
  };
  return h("table", { class: "paper-grid" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("paper.move")), ...days.map(({ at }) =>
      h("th", { scope: "col" }, h("span", {}, letter(at)), " ", h("b", {}, short(at)))))),
    h("tbody", {}, ...names.map((name, m) => h("tr", {}, h("th", { scope: "row" }, name), ...days.map((day, d) => tick(day, d, m)))),
      ...(["before", "after"] as const).map((when) => h("tr", { class: "pain-row" }, h("th", { scope: "row" }, t(`paper.${when}`)),
        ...days.map((day, d) => pain(day, d, when))))));
}
