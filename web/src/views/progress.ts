// Progress: what the log says, each picture with its sentence and its table. Places, words and numbers are the core's; this
// draws them.
import { areaName, bodyMap } from "../bodymap";
import { clock, dateText, dayIn, minutesText, withDates } from "../clock";
import type { Detail, Maps, Measure, Where } from "../core";
import { h, icon, svg } from "../dom";
import { picture, pictureOf } from "../pictures";
import { routeText } from "../rooms";
import { number, sentences, t, type Key } from "../text";
import { trialCard } from "./trial";
import type { Room, View } from "./view";

const WIDE = 320;
const HIGH = 132;
const DOT = 3;
const FIGURE = { width: 150, height: 300 };
const SHOWN_EFFECTS = 4;

export function progressView(room: Room): View {
  const now = clock.now();
  const detail = room.core.detail(now, clock.utcOffsetMin());
  const head = h("header", { class: "hello" }, h("h1", { tabindex: -1 }, t("progress.title")));
  const empty = detail.sessions === 0 && detail.curve.days.length === 0 && detail.maps.weeks.length === 0
    && detail.measures.every(({ scores }) => scores.length === 0);
  const due = room.core.due(now);
  const element = h("div", { class: "progress-room" }, head,
    due.why === "map" ? h("p", { class: "note warn" }, due.sentence, " ", h("a", { href: routeText("today"), "data-key": "due" }, t("map.due"))) : null,
    detail.see_clinician ? h("p", { class: "note warn" }, detail.sentences[0] ?? "") : null,
    ...(empty ? [nothing(room)] : [h("div", { class: "cards" },
      pain(detail), doses(detail, dosePicture(room, now)), calendar(detail), maps(detail), effects(detail), legs(detail), trialCard(room), measures(detail))]));
  return { name: "progress", title: t("progress.title"), element };
}

function nothing(room: Room): HTMLElement {
  return h("section", { class: "card nothing" }, picture(room.core, "childs-pose", 320, 200),
    h("h2", {}, t("progress.empty")), h("p", {}, t("progress.empty.text")),
    h("a", { class: "go-link", href: routeText("today") }, t("progress.empty.go"), icon("after")),
    h("a", { class: "go-link", href: routeText("progress", "where"), "data-key": "where" }, t("map.mark"), icon("after")));
}

const card = (kind: string, title: Key, ...children: (HTMLElement | SVGElement | null)[]): HTMLElement =>
  h("section", { class: `card ${kind}` }, h("h2", {}, t(title)), ...children);

/** What a picture shows, for those who would rather read it. */
function table(caption: string, heads: Key[], rows: () => string[][]): HTMLElement {
  const place = h("div", { class: "table-box", tabindex: 0, role: "region", "aria-label": caption });
  const fill = (): void => { // most are never opened
    if (place.childElementCount === 0) place.append(h("table", {}, h("caption", { class: "hidden" }, caption),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, t(head))))),
      h("tbody", {}, ...rows().map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first ?? ""),
        ...rest.map((cell) => h("td", {}, cell)))))));
  };
  return h("details", { class: "as-table", ontoggle: fill }, h("summary", { onclick: fill }, t("progress.table")), place);
}

const shortDay = (day: string): string => dayIn(day, { day: "numeric", month: "short" });

// ---- charts: places from the core, 0 … 1, onto the paper

const across = (x: number): number => DOT + x * (WIDE - 2 * DOT);
const up = (y: number): number => DOT + (1 - y) * (HIGH - 2 * DOT);
const line = (points: { x: number; y: number }[]): string => points.map(({ x, y }) => `${across(x)},${up(y)}`).join(" ");

function chart(label: string, ...children: SVGElement[]): SVGElement {
  const rules = [0, 0.5, 1].map((y) => svg("line", { x1: 0, x2: WIDE, y1: up(y), y2: up(y), class: "rule" }));
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "chart", role: "img", "aria-label": label }, ...rules, ...children);
}

const dots = (points: { x: number; y: number }[]): SVGElement[] =>
  points.map(({ x, y }) => svg("circle", { cx: across(x), cy: up(y), r: DOT, class: "dot" }));

const ends = (from: string, to: string): HTMLElement =>
  h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, from), h("span", {}, to));

// ---- pain

function pain({ curve, trend }: Detail): HTMLElement {
  if (curve.days.length === 0) return card("pain-card", "progress.pain", h("p", {}, t("progress.pain.none")));
  const edge = [...curve.band.map(({ x, high }) => ({ x, y: high })),
    ...curve.band.map(({ x, low }) => ({ x, y: low })).reverse()];
  return card("pain-card", "progress.pain",
    h("p", { class: "scale", "aria-hidden": "true" }, t("progress.pain.most")),
    chart(sentences(trend.sentence, curve.sentence),
      svg("polygon", { points: line(edge), class: "band" }),
      ...dots(curve.days),
      svg("polyline", { points: line(curve.band.map(({ x, level }) => ({ x, y: level }))), class: "level" })),
    h("p", { class: "scale low", "aria-hidden": "true" }, t("progress.pain.least")),
    ends(shortDay(curve.from), t("progress.today")),
    h("p", { class: "says" }, trend.sentence), h("p", { class: "soft" }, curve.sentence),
    table(t("progress.pain"), ["progress.day", "progress.pain.of"],
      () => [...curve.days].reverse().map(({ day, pain: value }) => [dateText(day), number(value)])));
}

// ---- doses

/** The figure from behind. The bars beside it say the same. */
const dosePicture = ({ core }: Room, nowMs: number): HTMLElement => pictureOf(core, h("canvas", { class: "dose-figure", role: "img",
  "aria-label": t("progress.doses.picture") }), FIGURE.width, FIGURE.height, { nowMs, utcOffsetMin: clock.utcOffsetMin() });

function doses(detail: Detail, figure: HTMLElement): HTMLElement {
  return card("doses", "progress.doses", h("div", { class: "dose-body" }, figure,
    h("ul", { class: "dose-list" }, ...detail.doses.map(({ region, part, sentence }) => h("li", {},
      h("span", {}, t(`region.${region}`)), h("span", { class: "soft number-of" }, sentence),
      svg("svg", { viewBox: "0 0 100 6", class: "bar", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { width: 100, height: 6, class: "bar-track" }),
        svg("rect", { width: part * 100, height: 6, class: "bar-part" })))))),
    h("p", { class: "soft" }, t("progress.doses.text")),
    table(t("progress.doses"), ["progress.region", "progress.minutes"],
      () => detail.doses.map(({ region, sentence }) => [t(`region.${region}`), sentence])));
}

// ---- calendar

function calendar({ calendar: { weeks, sentence } }: Detail): HTMLElement {
  const name = (day: string, weekday: "narrow" | "long"): string => dayIn(day, { weekday });
  const spoken = (day: { day: string; seconds: number }): string => (day.seconds > 0
    ? t("progress.calendar.did", { day: dateText(day.day), time: minutesText(day.seconds) })
    : t("progress.calendar.rest", { day: dateText(day.day) }));
  return card("calendar", "progress.calendar",
    h("table", { class: "weeks" }, h("caption", { class: "hidden" }, sentence),
      h("thead", {}, h("tr", {}, ...weeks[0]!.map((day) => h("th", { scope: "col" },
        h("span", { "aria-hidden": "true" }, day ? name(day.day, "narrow") : ""),
        h("span", { class: "hidden" }, day ? name(day.day, "long") : ""))))),
      h("tbody", {}, ...weeks.map((week) => h("tr", {}, ...week.map((day) => h("td", {}, day === null ? null
        : h("span", { class: `cell${day.seconds > 0 ? " did" : ""}${day.today ? " now" : ""}`, title: spoken(day) },
          h("span", { "aria-hidden": "true" }, String(Number(day.day.slice(-2)))),
          h("span", { class: "hidden" }, spoken(day))))))))),
    h("p", { class: "says" }, sentence));
}

// ---- what seems to help

function effects({ effects: { moves, note } }: Detail): HTMLElement | null {
  if (moves.length === 0) return null;
  const helping = moves.filter(({ helps }) => helps).slice(0, SHOWN_EFFECTS);
  const others = moves.filter((move) => !helping.includes(move));
  const item = ({ move, name, helps, sentence }: (typeof moves)[number]): HTMLElement => h("li", { class: helps ? "helps" : "" },
    h("a", { href: routeText("moves", move), "data-key": `effect-${move}` }, name), h("span", { class: "soft" }, sentence));
  return card("effects", "progress.effects",
    helping.length > 0 ? h("ul", { class: "effect-list" }, ...helping.map(item)) : null,
    h("p", { class: "soft" }, note),
    others.length > 0 ? h("details", { class: "as-table" },
      h("summary", {}, t("progress.effects.more", { n: others.length })),
      h("ul", { class: "effect-list" }, ...others.map(item))) : null);
}

// ---- where it hurts

const SHOWN_WEEKS = 4;

function maps({ maps: { weeks } }: Detail): HTMLElement {
  const mark = h("a", { class: "go-link", href: routeText("progress", "where"), "data-key": "where" }, t("map.mark"), icon("after"));
  if (weeks.length === 0) return card("maps", "map.title", h("p", {}, t("map.none")), mark);
  const span = ({ from, to }: Maps["weeks"][number]): string => t("map.week", { from: shortDay(from), to: shortDay(to) });
  const where = ({ areas }: Maps["weeks"][number]): Where => Object.fromEntries(areas.map(({ area, most }) => [area, most]));
  const listed = ({ areas }: Maps["weeks"][number]): string => (areas.length === 0 ? t("map.nowhere")
    : areas.map(({ area, days }) => t("map.on", { area: areaName(area), n: days })).join(" · "));
  return card("maps", "map.title", mark,
    h("ul", { class: "map-weeks" }, ...weeks.slice(0, SHOWN_WEEKS).map((week) => h("li", {}, bodyMap(where(week)).element,
      h("div", { class: "about" }, h("h3", {}, span(week)), h("p", { class: "soft" }, t("map.days", { n: week.days })),
        h("p", {}, week.areas[0] ? t("map.most", { area: areaName(week.areas[0].area) }) : t("map.nowhere")),
        h("ul", { class: "map-areas" }, ...week.areas.slice(1, SHOWN_EFFECTS).map((one) => h("li", { class: "soft" }, areaName(one.area)))))))),
    h("p", { class: "soft" }, t("map.text")),
    table(t("map.title"), ["map.column.week", "map.column.where"], () => weeks.map((week) => [span(week), listed(week)])));
}

// ---- legs and measures

function legs({ sites }: Detail): HTMLElement | null {
  if (sites.days.length === 0) return null;
  return card("legs", "progress.sites",
    h("p", { class: "scale", "aria-hidden": "true" }, t("progress.site.near")),
    chart(sites.sentence, svg("polyline", { points: line(sites.days), class: "level" }), ...dots(sites.days)),
    h("p", { class: "scale low", "aria-hidden": "true" }, t("progress.site.far")),
    ends(shortDay(sites.days[0]!.day), shortDay(sites.days[sites.days.length - 1]!.day)),
    h("p", { class: "says" }, sites.sentence),
    table(t("progress.sites"), ["progress.day", "progress.site"],
      () => [...sites.days].reverse().map(({ day, name }) => [dateText(day), name])));
}

function measures(detail: Detail): HTMLElement {
  const asked = detail.measures.filter(({ when, due_day, scores }) => when !== "session" && (due_day !== null || scores.length > 0));
  return card("wide", "progress.measures", h("p", { class: "soft" }, t("progress.measures.text")),
    h("ul", { class: "measure-list" }, ...asked.map((one) => h("li", {}, measure(one)))),
    h("a", { class: "go-link", href: routeText("me", "reach"), "data-key": "reach" }, t("reach.title"), icon("after")));
}

function measure(one: Measure): HTMLElement {
  const next = one.due ? t(one.test ? "reach.due" : "progress.measure.due")
    : one.due_day ? t("progress.measure.next", { day: dateText(one.due_day) }) : "";
  const said = withDates(one.said);
  const { scores } = one;
  // The right side is the full line, the left one the dashed; without sides there is one line.
  const courses = one.sides?.map((side) => side.scores) ?? [scores];
  const columns = (): string[][] => courses[0]!.map(({ day }, i) => [dateText(day), ...courses.map((course) => number(course[i]!.score))]);
  return h("div", { class: "measure" }, h("h3", {}, one.name),
    scores.length > 1 ? chart(said, ...courses.flatMap((course, i) =>
      [svg("polyline", { points: line(course), class: `level${i === 0 ? "" : " other"}` }), ...dots(course)])) : null,
    scores.length > 1 ? ends(shortDay(scores[0]!.day), shortDay(scores[scores.length - 1]!.day)) : null,
    scores.length > 1 && one.sides ? h("p", { class: "soft" }, t("reach.lines")) : null,
    h("p", {}, said === "" ? t("progress.measure.none") : said),
    next === "" ? null : h("p", { class: "soft" }, next),
    scores.length > 1 ? table(one.name, ["progress.day", ...one.sides?.map(({ side }) => `map.${side}` as Key) ?? ["progress.measure.score" as Key]],
      columns) : null);
}
