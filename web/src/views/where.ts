// Where it hurts today: tapped on a body, or ticked on a list that holds the same. One more tap is "a lot", one more takes it
// off. Always if the person likes; the way past it is one tap.
import { areaName, bodyMap, kindOf, sideOf, whereWords } from "../bodymap";
import { clock, dateText } from "../clock";
import { AREAS, type Area, type Where } from "../core";
import { h } from "../dom";
import { backTo, routeText } from "../rooms";
import { t, type Key } from "../text";
import type { Room, View } from "./view";

class Marker {
  readonly element: HTMLElement;
  private where: Where;
  private readonly map = bodyMap({}, (area) => this.cycle(area));
  private readonly words = h("p", { class: "says", role: "status" });
  private readonly boxes = new Map<Area, { on: HTMLInputElement; much: HTMLInputElement; chip: HTMLElement }>();

  constructor(first: Where) {
    this.where = { ...first };
    this.element = h("div", { class: "marker" }, this.map.element, this.words,
      h("details", { class: "map-list as-table" }, h("summary", {}, t("map.list")), this.list()));
    this.show();
  }

  get marks(): Where { return this.where; }

  private set(area: Area, strength: number): void {
    const { [area]: _gone, ...rest } = this.where;
    this.where = strength === 0 ? rest : { ...rest, [area]: strength as 1 | 2 };
    this.show();
  }

  private cycle(area: Area): void { this.set(area, ((this.where[area] ?? 0) + 1) % 3); }

  /** The same as the picture, for keys and screen readers: a box an area, and one for "a lot" once it is ticked. */
  private list(): HTMLElement {
    const kinds = [...new Set(AREAS.map(kindOf))];
    return h("div", {}, ...kinds.map((kind) => h("fieldset", { class: "group" }, h("legend", {}, t(`map.area.${kind}` as Key)),
      h("div", { class: "chips map-chips" }, ...AREAS.filter((area) => kindOf(area) === kind).flatMap((area) => this.boxesOf(area))))));
  }

  private boxesOf(area: Area): HTMLElement[] {
    const side = sideOf(area);
    const on: HTMLInputElement = h("input", { type: "checkbox", name: area, "aria-label": areaName(area), onchange: () => this.set(area, on.checked ? 1 : 0) });
    const much: HTMLInputElement = h("input", { type: "checkbox", name: `${area}-much`, "aria-label": t("map.much.of", { area: areaName(area) }),
      onchange: () => this.set(area, much.checked ? 2 : 1) });
    const chip = h("label", { class: "chip" }, much, h("span", {}, t("map.much")));
    this.boxes.set(area, { on, much, chip });
    return [h("label", { class: "chip" }, on, h("span", {}, side === null ? t("map.here") : t(`map.${side}`))), chip];
  }

  private show(): void {
    this.map.show(this.where);
    this.words.textContent = whereWords(this.where);
    for (const [area, { on, much, chip }] of this.boxes) {
      on.checked = this.where[area] !== undefined;
      much.checked = this.where[area] === 2;
      chip.hidden = !on.checked;
    }
  }
}

function record({ core, log }: Room, where: Where): void { log.record("pain-map", core.painMap(where)); }

/** A page of its own, under Progress. */
export function whereView(room: Room): View {
  const { last } = room.core.detail(clock.now(), clock.utcOffsetMin()).maps;
  const marker = new Marker({});
  let now = marker;
  const again = last && Object.keys(last.map.where).length > 0 ? h("button", { type: "button", class: "plain", onclick: () => {
    const next = new Marker(last.map.where);
    now.element.replaceWith(next.element);
    now = next;
    again!.hidden = true;
  } }, t("map.as", { day: dateText(last.day) })) : null;
  const element = h("div", { class: "where narrow" },
    h("header", { class: "hello" }, backTo("progress"), h("h1", { tabindex: -1 }, t("map.ask")), h("p", { class: "soft" }, t("map.how"))),
    again, marker.element,
    h("div", { class: "bottom stick" }, h("button", { type: "button", class: "go", onclick: () => {
      record(room, now.marks);
      location.replace(routeText("progress"));
    } }, t("save"))));
  return { name: "where", title: t("map.ask"), element };
}

/** Before a session, for who wants to: a plain button that opens the map, and says afterwards what was marked. `onDue`: what
 *  was marked makes the safety questions due. */
export function whereStep(room: Room, onDue: () => void): HTMLElement {
  let saved: Where = {};
  const said = h("p", { class: "soft", role: "status" });
  const step = h("div", { class: "where-step" }, h("button", { type: "button", class: "plain", onclick: () => open() }, t("map.ask")), said);
  const open = (): void => {
    const marker = new Marker(saved);
    const keepIt = (): void => {
      saved = marker.marks;
      record(room, saved);
      said.textContent = whereWords(saved);
      dialog.close();
      if (room.core.due(clock.now()).ask === "all") onDue();
    };
    const dialog: HTMLDialogElement = h("dialog", { class: "sheet-dialog where-dialog", "aria-labelledby": "where-title", onclose: () => dialog.remove() },
      h("h2", { id: "where-title" }, t("map.ask")), h("p", { class: "soft" }, t("map.how")), marker.element,
      h("button", { type: "button", class: "go", onclick: keepIt }, t("save")),
      h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, t("map.skip")));
    step.append(dialog);
    dialog.showModal();
  };
  return step;
}
