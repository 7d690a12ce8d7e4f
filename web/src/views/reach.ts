// How far do I reach? Tests of range that one does alone: what was measured last, and a page that leads through one. What they
// are, who must leave one out, and what a number says are the core's.
import { clock, dateText, withDates } from "../clock";
import type { Measure, RangeTest } from "../core";
import { h, icon } from "../dom";
import { picture } from "../pictures";
import { backTo, routeText } from "../rooms";
import { number, t } from "../text";
import { typed } from "./measures";
import type { Room, View } from "./view";

type Test = Measure & RangeTest & { test: NonNullable<Measure["test"]> };

export function testsOf(room: Room): Test[] {
  const { measures } = room.core.detail(clock.now(), clock.utcOffsetMin());
  return room.core.tests(clock.now(), clock.utcOffsetMin()).map((one) =>
    ({ ...measures.find(({ id }) => id === one.id)!, ...one }) as Test);
}

/** "right 18 cm · left 12.5 cm · 4 November 2026", or nothing. */
function last({ sides, scores, unit }: Test): string {
  const at = scores.length - 1;
  return at < 0 ? "" : [...(sides?.map((side) => `${side.name} ${number(side.scores[at]!.score)} ${unit}`) ?? [`${number(scores[at]!.score)} ${unit}`]),
    dateText(scores[at]!.day)].join(" · ");
}

/** All of them, each with what it said last and the way to it. */
export function reachCard(room: Room): HTMLElement {
  return h("section", { class: "reach" }, h("h2", {}, t("reach.title")), h("p", { class: "soft" }, t("reach.text")),
    h("ul", { class: "ways" }, ...testsOf(room).map((one) => {
      const about = h("span", { class: "about" }, h("span", { class: "move-title" }, one.name),
        h("span", { class: "soft" }, one.left_out || last(one) || t("reach.none")));
      const shown = picture(room.core, `test ${one.number}`, 72, 54);
      return h("li", {}, one.left_out === ""
        ? h("a", { class: "way", href: routeText("me", "reach", one.id), "data-key": `reach-${one.id}` }, shown, about, icon("after"))
        : h("div", { class: "way" }, shown, about));
    })));
}

/** One test, or all of them when there is no such one. */
export function reachView(room: Room, id?: string): View {
  const one = testsOf(room).find((test) => test.id === id);
  const title = one?.name ?? t("reach.title");
  const element = one ? page(room, one)
    : h("div", { class: "reach-page narrow" }, h("header", { class: "hello" }, backTo("progress")), reachCard(room));
  if (!one) element.querySelector("h2")!.replaceWith(h("h1", { tabindex: -1 }, title));
  return { name: "reach", title, element };
}

function page(room: Room, one: Test): HTMLElement {
  const place = h("div", { class: "reach-form" }, one.left_out === "" ? form(room, one, (said) => {
    const heard = h("p", { class: "asked", role: "status", tabindex: -1 }, said);
    place.replaceChildren(heard, h("a", { class: "go-link", href: routeText("me", "reach") }, t("reach.all"), icon("after")));
    heard.focus({ preventScroll: true });
  }) : h("p", { class: "note care-note" }, one.left_out));
  return h("div", { class: "reach-page narrow" },
    h("header", { class: "hello" }, backTo("me", "reach"), h("h1", { tabindex: -1 }, one.name), h("p", {}, one.ask)),
    picture(room.core, `test ${one.number}`, 480, 300),
    h("ol", { class: "reach-steps" }, ...one.test.steps.map((step) => h("li", {}, step))),
    h("p", {}, one.test.when), h("p", { class: "note care-note" }, one.test.stop),
    one.said === "" ? null : h("p", { class: "soft" }, withDates(one.said)),
    place,
    h("details", { class: "as-table" }, h("summary", {}, t("move.sources")), h("p", { class: "soft" }, one.source)));
}

function form(room: Room, one: Test, onSaved: (said: string) => void): HTMLElement {
  const values: (number | null)[] = one.items.map(() => null);
  const save = h("button", { type: "submit", class: "go", disabled: true }, t("save"));
  return h("form", { class: "ask", onsubmit: (event: Event) => {
    event.preventDefault();
    const { at } = room.log.record("measured", room.core.measure(one.id, values as number[]));
    const { measures } = room.core.detail(Math.max(at, clock.now()), clock.utcOffsetMin());
    onSaved(withDates(measures.find(({ id }) => id === one.id)!.said));
  } },
    ...one.items.map((item, i) => typed(one, i, item, (value) => {
      values[i] = value;
      save.disabled = values.includes(null);
    })),
    h("div", { class: "ends" }, h("span", {}, `${one.low} ${one.low_words}`), h("span", {}, `${one.high} ${one.high_words}`)),
    save);
}
