// The room of routines: what the programme under way asks for today, one's own, and the ready-made ones.
import { asksToday, isProgramme, nameOf, own, readyMade, recallAnswers, type Item } from "../collection";
import { WEEKDAYS, type About, type AboutRoutine, type Weekday } from "../core";
import { h, icon } from "../dom";
import { picture } from "../pictures";
import { routeText } from "../rooms";
import { has, t, type Key } from "../text";
import { openFile } from "./open";
import type { Room, View } from "./view";

const STRIP = 5;

export function routinesView(room: Room): View {
  recallAnswers(room.core);
  const mine = own(room);
  const ready = readyMade(room);
  const cards = (items: Item[]): HTMLElement => h("ul", { class: "routine-cards" }, ...items.map((item) => card(room, item)));
  const element = h("div", { class: "routines broad" },
    h("header", { class: "hello" }, h("h1", { tabindex: -1 }, t("routines.title")), h("p", { class: "soft" }, t("routines.lead"))),
    todayCard(room),
    h("section", {}, h("h2", {}, t("routines.own")),
      mine.length === 0 ? h("p", { class: "soft" }, t("routines.own.none")) : cards(mine),
      h("div", { class: "pair makes" },
        h("a", { class: "go second", href: routeText("routines", "new"), "data-key": "new" }, t("routines.make")),
        openFile(room))),
    h("section", {}, h("h2", {}, t("routines.ready")), cards(ready.filter((item) => !isProgramme(item)))),
    h("section", {}, h("h2", {}, t("routines.weeks")), h("p", { class: "soft" }, t("routines.weeks.text")),
      cards(ready.filter(isProgramme)),
      h("div", { class: "makes" }, h("a", { class: "go second", href: routeText("routines", "new-programme"), "data-key": "new-programme" }, t("programme.make")))));
  return { name: "routines", title: t("routines.title"), element };
}

/** "Today: Gentle start", with its way to begin. */
export function todayCard(room: Room, linked = true): HTMLElement | null {
  const today = asksToday(room);
  if (!today || today.now.state === "over") return null;
  const { item, now, routine } = today;
  const asks = routine ? nameOf(routine.about) : now.day.kind === "best" ? t("programme.best", { n: now.day.minutes ?? 0 })
    : t(now.state === "before" ? "programme.before" : "programme.rest");
  const to = routine ? routeText("start", routine.key) : now.day.kind === "best" ? routeText("today") : null;
  return h("section", { class: "asks-today" },
    h("p", { class: "soft" }, now.state === "before" ? nameOf(item.about)
      : t("programme.at", { name: nameOf(item.about), week: now.week, weeks: now.weeks })),
    h("h2", {}, t("programme.today", { asks })),
    routine ? strip(room, routine.about.steps.map(({ move }) => move)) : null,
    h("div", { class: "pair" },
      to === null ? null : h("a", { class: "go", href: to, "data-key": "today" }, t("routine.start")),
      linked ? h("a", { class: "go second", href: routeText("routines", item.key), "data-key": "under-way" }, t("programme.look")) : null));
}

export function strip({ core }: Room, moves: string[]): HTMLElement {
  return h("span", { class: "strip", "aria-hidden": "true" }, ...moves.slice(0, STRIP).map((move) => picture(core, move, 96, 96)));
}

function card(room: Room, { key, about }: Item): HTMLElement {
  const moves = (about.kind === "routine" ? about : about.routines[0])?.steps.map(({ move }) => move) ?? [];
  return h("li", { class: "routine-card" },
    h("a", { href: routeText("routines", key), "data-key": key }, strip(room, moves),
      h("span", { class: "about" }, h("span", { class: "move-title" }, nameOf(about)), h("span", { class: "soft" }, factsOf(about)))),
    whoSays(about));
}

/** "26 min · 11 moves · Floor". */
export function factsOf(about: About): string {
  if (about.kind === "programme") return t("programme.weeks", { n: about.weeks.length });
  const { routine, minutes, steps } = about;
  return [t("routine.minutes", { n: minutes }), t("routine.moves", { n: steps.length }), t(`place.${routine.place}`), daysText(routine.days)]
    .filter((text) => text !== "").join(" · ");
}

export const dayName = (day: Weekday): string => t(`day.${day}`);
export const daysText = (days: readonly Weekday[]): string => (days.length === WEEKDAYS.length ? t("day.every") : days.map(dayName).join(" "));

export function whoSays(about: About): HTMLElement | null {
  const { source, source_words: words } = about.kind === "routine" ? about.routine : about.programme;
  if (!source && !words) return null;
  const name = source && has(`source.${source}`) ? t(`source.${source}` as Key) : source ?? "";
  return h("details", { class: "who" }, h("summary", {}, t("move.sources")),
    h("p", {}, words ?? ""), h("p", { class: "source" }, name));
}

/** The moves of a routine with their doses; what is left out, and why. */
export function stepList({ core }: Room, about: AboutRoutine): HTMLElement {
  return h("ol", { class: "routine-steps" }, ...about.steps.map((step) => h("li", { class: step.left_out ? "is-out" : "", "data-move": step.move },
    h("a", { class: "routine-step", href: routeText("moves", step.move), "data-key": step.move },
      picture(core, step.move, 88, 88),
      h("span", { class: "about" },
        h("span", { class: "move-title" }, step.name),
        h("span", { class: "dose" }, step.left_out ? h("s", {}, step.dose) : step.dose),
        step.left_out ? h("span", { class: "why-out" }, h("b", {}, t("routine.out")), " ", step.why ?? "") : null),
      icon("after")))));
}
