// One routine or programme: what it asks, and everything that can be done with it.
import { clock } from "../clock";
import { find, isProgramme, isRoutine, nameOf, recallAnswers, type Item } from "../collection";
import { WEEKDAYS, type AboutProgramme, type AboutRoutine, type ProgrammeDay } from "../core";
import { h, icon, type IconName } from "../dom";
import { routeText } from "../rooms";
import { t } from "../text";
import { dayName, factsOf, stepList, strip, todayCard, whoSays } from "./routines";
import { backTo } from "./settings";
import type { Room, View } from "./view";

const DAY_MS = 24 * 3600_000;
/** From Thursday on, the week is too far gone to begin in it. Our own choice. */
const LATE = 3;

export function routineView(room: Room, key: string): View {
  recallAnswers(room.core);
  const item = find(room, key);
  if (!item) return missingView();
  const element = isRoutine(item) ? routinePage(room, item) : isProgramme(item) ? programmePage(room, item) : h("div");
  return { name: isRoutine(item) ? "routine" : "programme", title: nameOf(item.about), element };
}

export function missingView(): View {
  const element = h("div", { class: "narrow" }, h("header", { class: "hello" }, backTo("routines"),
    h("h1", { tabindex: -1 }, t("routine.missing"))), h("p", { class: "lead" }, t("routine.missing.text")));
  return { name: "routine-missing", title: t("routine.missing"), element };
}

function head({ about }: Item): HTMLElement {
  const { note } = about.kind === "routine" ? about.routine : about.programme;
  return h("header", { class: "hello" }, backTo("routines"), h("h1", { tabindex: -1 }, nameOf(about)),
    h("p", { class: "soft facts-line" }, factsOf(about)), note ? h("p", {}, note) : null);
}

function routinePage(room: Room, item: Item<AboutRoutine>): HTMLElement {
  const { about, key } = item;
  const out = about.steps.filter((step) => step.left_out).length;
  const none = about.may_exercise && out === about.steps.length;
  return h("div", { class: "routine-page narrow" }, head(item),
    about.may_exercise ? null : h("p", { class: "note care-note" }, t("routine.not-now")),
    out === 0 ? null : h("p", { class: "note care-note" }, none ? t("routine.out.all") : t("routine.out.n", { n: out })),
    stepList(room, about), whoSays(about), ways(room, item),
    h("div", { class: "bottom stick" }, none ? null : h("a", { class: "go", href: routeText("start", key), "data-key": "start" }, t("routine.start"))));
}

const way = (picture: IconName, href: string, title: string, text: string, key: string): HTMLElement =>
  h("li", {}, h("a", { class: "way", href, "data-key": key }, icon(picture),
    h("span", { class: "about" }, h("span", { class: "move-title" }, title), h("span", { class: "soft" }, text)), icon("after")));

function ways(room: Room, item: Item): HTMLElement {
  const { key, mine } = item;
  const to = (page: string): string => routeText("routines", key, page);
  const routine = isRoutine(item);
  return h("section", {}, h("h2", {}, t("routine.more")), h("ul", { class: "ways" },
    routine && mine ? way("settings", to("edit"), t("routine.edit"), t("routine.edit.text"), "edit") : null,
    routine ? way("more", to("copy"), t(mine ? "routine.copy" : "routine.own"), t(mine ? "routine.copy.text" : "routine.own.text"), "copy") : null,
    way("share", to("share"), t("routine.share"), t("routine.share.text"), "share"),
    routine ? way("print", to("print"), t("routine.print"), t("routine.print.text"), "print") : null,
    routine ? way("tick", to("paper"), t("routine.paper"), t("routine.paper.text"), "paper") : null,
    way("bell", to("remind"), t("routine.remind"), t("routine.remind.text"), "remind")),
    mine ? deletion(room, item) : null);
}

/** Deletes at once, and offers the way back. */
function deletion(room: Room, item: Item): HTMLElement {
  const place = h("div", { class: "deletion", role: "status" });
  const document = room.documents.get(item.key)!;
  const ask = (): void => place.replaceChildren(h("button", { type: "button", class: "go second danger", onclick: () => {
    void room.documents.remove(item.key).then(() => {
      const undo = h("button", { type: "button", class: "plain", onclick: () => {
        void room.documents.save(document.content, document.id).then(ask);
      } }, t("routine.undo"));
      place.replaceChildren(h("p", { class: "note" }, t("routine.deleted", { name: nameOf(item.about) })), undo);
      undo.focus();
    });
  } }, t("routine.delete")));
  ask();
  return place;
}

// ---------------------------------------------------------------- a programme

function programmePage(room: Room, item: Item<AboutProgramme>): HTMLElement {
  const { about, key } = item;
  const under = room.documents.following?.of === key;
  const now = under ? room.core.programmeNow(about.programme, room.documents.following!.began, clock.now(), clock.utcOffsetMin()) : null;
  const again = (): void => { element.replaceWith(element = programmePage(room, item)); element.querySelector<HTMLElement>("h1")?.focus(); };
  const letters = about.routines.map((_, i) => String.fromCharCode(65 + i));
  let element: HTMLElement = h("div", { class: "routine-page narrow" }, head(item),
    under ? todayCard(room, false) : null,
    under && now?.state === "over" ? h("p", { class: "note" }, t("programme.over")) : null,
    h("section", { class: "weeks" }, ...about.weeks.map((week, w) => h("div", {},
      h("h3", {}, t("programme.week", { n: w + 1 })),
      h("ol", { class: "week-days" }, ...week.map((day, d) => dayCell(about, letters, day, d,
        now?.state === "running" && now.week === w + 1 && now.weekday === d)))))),
    h("ul", { class: "routine-cards legend" }, ...about.routines.map((routine, i) => h("li", { class: "routine-card" },
      h("a", { href: routeText("routines", `${key}.${i}`), "data-key": `${key}.${i}` }, strip(room, routine.steps.map(({ move }) => move)),
        h("span", { class: "about lettered" }, h("span", { class: `letter of-${i % 3}` }, letters[i]!),
          h("span", { class: "about" }, h("span", { class: "move-title" }, nameOf(routine)), h("span", { class: "soft" }, factsOf(routine)))))))),
    about.weeks.some((week) => week.some(({ kind }) => kind === "best")) ? h("p", { class: "soft" }, t("programme.best.text")) : null,
    whoSays(about), ways(room, item), beginnings(room, item, under, again));
  return element;
}

function dayCell(about: AboutProgramme, letters: string[], day: ProgrammeDay, weekday: number, today: boolean): HTMLElement {
  const name = dayName(WEEKDAYS[weekday]!);
  const [sign, said] = day.routine !== undefined ? [letters[day.routine]!, nameOf(about.routines[day.routine]!)]
    : day.kind === "best" ? [`${day.minutes}′`, t("programme.best", { n: day.minutes ?? 0 })] : ["", t("programme.rest")];
  const kind = day.routine !== undefined ? `of-${day.routine % 3}` : day.kind;
  return h("li", { class: today ? "is-today" : "", "aria-current": today ? "date" : null },
    h("span", { class: "soft" }, name), h("span", { class: `letter ${kind}`, "aria-hidden": "true" }, sign), h("span", { class: "hidden" }, said));
}

function beginnings({ core, documents }: Room, item: Item<AboutProgramme>, under: boolean, again: () => void): HTMLElement {
  const follow = (of: string | null, began = clock.now()) => () => { void documents.follow(of, began).then(again); };
  if (under) return h("div", { class: "bottom" }, h("button", { type: "button", class: "go second", onclick: follow(null) }, t("programme.stop")));
  const { weekday } = core.programmeNow(item.about.programme, clock.now(), clock.now(), clock.utcOffsetMin());
  const next = clock.now() + (WEEKDAYS.length - weekday) * DAY_MS;
  const late = weekday >= LATE;
  return h("div", { class: "bottom" },
    h("button", { type: "button", class: "go", onclick: follow(item.key, late ? next : clock.now()) }, t(late ? "programme.begin.next" : "programme.begin")),
    h("button", { type: "button", class: "plain", onclick: follow(item.key, late ? clock.now() : next) }, t(late ? "programme.begin" : "programme.begin.next")));
}
