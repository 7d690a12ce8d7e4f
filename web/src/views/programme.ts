// The page of a programme: its weeks, where one stands in it, and how it begins, goes on and ends. A day without a session is
// just a day: nothing marks it.
import { clock } from "../clock";
import { find, nameOf, type Item } from "../collection";
import { WEEKDAYS, type AboutProgramme, type ProgrammeDay, type ProgrammeNow } from "../core";
import type { Following } from "../documents";
import { h, icon } from "../dom";
import { routeText } from "../rooms";
import { t } from "../text";
import { head, ways } from "./routine";
import { dayName, factsOf, strip, todayCard, whoSays } from "./routines";
import type { Room } from "./view";

const DAY_MS = 24 * 3600_000;
const COLOURS = 3;

export const letterOf = (index: number): string => String.fromCharCode(65 + index);
export const letter = (index: number): HTMLElement => h("span", { class: `initial of-${index % COLOURS}`, "aria-hidden": "true" }, letterOf(index));

export function programmePage(room: Room, item: Item<AboutProgramme>, ended: Following | null = null): HTMLElement {
  const { about, key } = item;
  const following = room.documents.following;
  const under = following?.of === key ? following : null;
  const now = under && room.core.programmeNow(about.programme, under.began, clock.now(), clock.utcOffsetMin());
  const again = (gone: Following | null): void => {
    const next = programmePage(room, item, gone);
    element.replaceWith(next);
    (next.querySelector<HTMLElement>(gone ? ".ended .plain" : "h1"))?.focus();
  };
  const element: HTMLElement = h("div", { class: "routine-page narrow" }, head(item),
    under ? todayCard(room, false) : null,
    now?.state === "over" ? h("p", { class: "note" }, t("programme.over")) : now ? stand(now) : null,
    weekGrid(about, now),
    about.weeks.some((week) => week.some(({ kind }) => kind === "best")) ? h("p", { class: "soft" }, t("programme.best.text")) : null,
    beginnings(room, item, now, ended, again), routineCards(room, item), whoSays(about), ways(room, item));
  return element;
}

/** "Day 9 of 21 · 5 days with a session so far". */
function stand({ state, day_number: day, days, done_count: n }: ProgrammeNow): HTMLElement | null {
  if (state !== "running") return null;
  return h("p", { class: "stand" }, h("b", {}, t("programme.stand", { day, days })), n > 0 ? ` · ${t("programme.done", { n })}` : null);
}

/** The weeks of a programme. One that is under way shows each from the weekday on which it began. */
export function weekGrid(about: AboutProgramme, now: ProgrammeNow | null = null): HTMLElement {
  const first = now?.first_weekday ?? 0;
  const order = WEEKDAYS.map((_, i) => (first + i) % WEEKDAYS.length);
  return h("section", { class: "weeks" }, ...about.weeks.map((week, w) => h("div", {},
    h("h3", {}, t("programme.week", { n: w + 1 })),
    h("ol", { class: "week-days" }, ...order.map((d, i) => {
      const day = w * WEEKDAYS.length + i;
      return dayCell(about, week[d]!, d, now?.state === "running" && now.day_number === day + 1, now?.done[day] === true);
    })))));
}

function dayCell(about: AboutProgramme, day: ProgrammeDay, weekday: number, today: boolean, done: boolean): HTMLElement {
  const [sign, said] = day.routine !== undefined ? [letterOf(day.routine), nameOf(about.routines[day.routine]!)]
    : day.kind === "best" ? [`${day.minutes}′`, t("programme.best", { n: day.minutes ?? 0 })] : ["", t("programme.rest")];
  const kind = day.routine !== undefined ? `of-${day.routine % COLOURS}` : day.kind;
  return h("li", { class: [today ? "is-today" : "", done ? "is-done" : ""].join(" ").trim(), "aria-current": today ? "date" : null },
    h("span", { class: "soft" }, dayName(WEEKDAYS[weekday]!)), h("span", { class: `initial ${kind}`, "aria-hidden": "true" }, sign),
    h("span", { class: "hidden" }, said, done ? `, ${t("programme.day.done")}` : null), done ? icon("tick") : null);
}

/** Its routines by letter, each with a page of its own. */
function routineCards(room: Room, { about, key }: Item<AboutProgramme>): HTMLElement | null {
  if (about.routines.length === 0) return null;
  return h("ul", { class: "routine-cards legend" }, ...about.routines.map((routine, i) => h("li", { class: "routine-card" },
    h("a", { href: routeText("routines", `${key}.${i}`), "data-key": `${key}.${i}` }, strip(room, routine.steps.map(({ move }) => move)),
      h("span", { class: "about lettered" }, letter(i),
        h("span", { class: "about" }, h("span", { class: "move-title" }, nameOf(routine)), h("span", { class: "soft" }, factsOf(routine))))))));
}

function beginnings(room: Room, item: Item<AboutProgramme>, now: ProgrammeNow | null, ended: Following | null,
    again: (gone: Following | null) => void): HTMLElement {
  const { core, documents } = room;
  const under = documents.following;
  const follow = (of: string | null, began = clock.now(), gone: Following | null = null) => () => { void documents.follow(of, began).then(() => again(gone)); };
  const button = (kind: string, text: string, onclick: () => void): HTMLElement => h("button", { type: "button", class: kind, onclick }, text);
  if (now && under) return h("div", { class: "begins" },
    now.state === "over" ? button("go", t("programme.again"), follow(item.key)) : null,
    now.week > 1 && now.state === "running"
      ? button("plain", t("programme.week.again"), follow(item.key, clock.now() - (now.week - 1) * WEEKDAYS.length * DAY_MS)) : null,
    now.state === "running" && now.day_number > 1 ? button("plain", t("programme.again"), follow(item.key)) : null,
    h("button", { type: "button", class: "go second", onclick: follow(null, 0, under) }, t("programme.stop")));
  const { weekday } = core.programmeNow(item.about.programme, clock.now(), clock.now(), clock.utcOffsetMin());
  const other = under && find(room, under.of);
  const monday = clock.now() + (WEEKDAYS.length - weekday) * DAY_MS;
  return h("div", { class: "begins" },
    ended ? h("div", { class: "ended", role: "status" }, h("p", { class: "note" }, t("programme.ended")),
      button("plain", t("routine.undo"), follow(ended.of, ended.began))) : null,
    other ? h("p", { class: "soft" }, t("programme.instead", { name: nameOf(other.about) })) : null,
    button("go", t("programme.begin.today"), follow(item.key)),
    weekday === 0 ? null : button("plain", t("programme.begin.next"), follow(item.key, monday)));
}
