// After the rating: what was done, this week at a glance, when to come back. The sentences are the core's.
import { count, minutesSpoken, minutesText } from "../clock";
import type { Progress } from "../core";
import { h } from "../dom";
import { picture } from "../pictures";
import { locale, t } from "../text";
import { measureCard } from "./measures";
import type { Room, View } from "./view";

const BAR_LEAST = 0.12;

export function doneView(room: Room, options: {
  progress: Progress; seconds: number; moves: string[]; onToday: () => void;
}): View {
  const { progress, moves } = options;
  const element = h("div", { class: "done narrow" },
    h("header", { class: "hello" },
      h("p", { class: "soft" }, t("done.title")),
      h("h1", { tabindex: -1 },
        options.seconds === 0 ? t("done.none") : t("done.time", { time: minutesText(options.seconds) }))),
    moves.length > 0 ? h("section", {}, h("h2", {}, count(moves.length, "move")),
      h("ul", { class: "pictures" }, ...moves.map((move) => h("li", {}, picture(room.core, move, 72, 72),
        h("span", {}, room.core.move(move)?.name ?? move))))) : null,
    h("section", { class: "week-section" }, h("h2", {}, t("done.week")), week(progress)),
    h("section", { class: "sentences" }, ...progress.sentences.map((text) => h("p", {}, text)),
      progress.come_back !== "" ? h("p", { class: "come-back" }, progress.come_back) : null),
    measureCard(room, "after"),
    h("div", { class: "bottom stick" },
      h("button", { type: "button", class: "go", onclick: options.onToday }, t("back.today"))));
  return { name: "done", title: t("done.title"), element };
}

/** Seven days as bars; each with its words for those who cannot see it. */
function week(progress: Progress): HTMLElement {
  const most = Math.max(60, ...progress.week.map((day) => day.seconds));
  return h("ol", { class: "week" }, ...progress.week.map((day, i) => {
    const bar = h("span", { class: "day-bar", "aria-hidden": "true" }, h("span", { class: "day-fill" }));
    const fill = bar.firstElementChild as HTMLElement;
    fill.style.height = `${day.done ? 100 * Math.max(BAR_LEAST, day.seconds / most) : 0}%`;
    const pain = day.pain_before !== null && day.pain_after !== null && day.pain_before >= 0 && day.pain_after >= 0
      ? t("done.pain", { before: day.pain_before, after: day.pain_after }) : "";
    const name = dayName(day.day, i === progress.week.length - 1);
    return h("li", { class: day.done ? "is-done" : "" },
      h("span", { class: "hidden" }, `${name.long}: ${day.done ? minutesSpoken(day.seconds) + pain : t("done.rest")}`),
      bar,
      h("span", { class: "day-minutes", "aria-hidden": "true" }, day.done ? minutesText(day.seconds) : "–"),
      h("span", { class: "day-name", "aria-hidden": "true" }, name.short));
  }));
}

function dayName(day: string, isToday: boolean): { short: string; long: string } {
  const date = new Date(`${day}T12:00:00`);
  if (Number.isNaN(date.getTime())) return { short: isToday ? t("done.today") : day.slice(0, 3), long: day };
  const said = (weekday: "long" | "short"): string => date.toLocaleDateString(locale(), { weekday });
  return { short: isToday ? t("done.today") : said("short"), long: said("long") };
}
