// My body: size, look, how far the joints go, what one cannot do, what is at hand. Ranges, names and what follows are the
// core's; the figure shows what is being set.
import { keepWithoutProps, limitOf, ownBody, takeBody, withLimit, withoutProps } from "../body";
import type { Body, BodyInfo, LeftOut, Range } from "../core";
import { choices, h, icon } from "../dom";
import { pictureOf } from "../pictures";
import { has, t } from "../text";
import { statureText } from "../units";
import { reachCard } from "./reach";
import type { Room, View } from "./view";

const SETTLE_MS = 150; // after the last move of a slider
const PORTRAIT = { width: 96, height: 144 };
const STEP = { stature_m: 0.01, girth: 0.01 } as const;

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a build or a look of the core is called here. */
function named(kind: "build" | "look", id: string): string {
  const key = `body.${kind}.${id}`;
  return has(key) ? t(key) : upper(id);
}

interface Slider { element: HTMLElement; input: HTMLInputElement; show: () => void }

export class BodyView implements View {
  readonly name = "body";
  readonly title = t("me.body");
  readonly element: HTMLElement;
  private readonly info: BodyInfo;
  private body: Body = ownBody();
  private sliders: Slider[] = [];
  private readonly place = h("div", { class: "place" });
  private readonly result = h("section", { class: "left-out", "aria-label": t("body.out") });
  private readonly said = h("p", { class: "summary", role: "status" });
  private shown: { range: number; value: number; name: string } = { range: -1, value: 0, name: t("body.standing") };
  private settling = 0;
  private drawnAt = "";

  constructor(private readonly room: Room, private readonly options: { onDone: () => void }) {
    this.info = room.core.bodyInfo();
    room.stage.forget();
    room.stage.resetView();
    this.place.append(room.stage.element);
    this.element = h("div", { class: "body-view" });
    this.build();
    this.take();
  }

  /** A canvas whose size has changed is empty until it is drawn again. */
  frame(): void {
    const { clientWidth, clientHeight } = this.place;
    const size = `${clientWidth} ${clientHeight}`;
    if (size === this.drawnAt) return;
    this.drawnAt = size;
    requestAnimationFrame(() => this.show());
  }

  leave(): void { this.settle(); }

  /** A slider that is held stays under the finger. */
  again(): void {
    if (this.settling !== 0) return;
    const held = document.activeElement;
    this.body = ownBody();
    if (this.sliders.some(({ input }) => input === held)) this.sliders.forEach(({ show }) => show());
    else this.build();
    this.take();
  }

  private build(): void {
    this.sliders = [];
    this.element.replaceChildren(
      h("header", { class: "hello" }, h("h1", { tabindex: -1 }, t("me.body")), h("p", {}, t("body.lead")),
        h("p", { class: "soft" }, t("body.stays"))),
      h("div", { class: "body-figure" }, this.place),
      h("div", { class: "column" },
        this.size(), this.looks(), this.limits(), this.cannot(), this.props(), this.result, reachCard(this.room),
        h("button", { type: "button", class: "plain reset", onclick: () => this.reset() }, t("body.reset")),
        h("div", { class: "bottom stick" },
          h("button", { type: "button", class: "go", onclick: () => this.options.onDone() }, t("back.today")))));
  }

  // ---- what was set

  /** Gives the core the body as it stands, and tells what follows. */
  private take(): void {
    this.tell(takeBody(this.room.core, this.body));
    this.show();
  }

  /** The same once the slider rests: it takes a moment. */
  private soon(): void {
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => this.settle(), SETTLE_MS);
  }

  private settle(): void {
    if (this.settling === 0) return;
    clearTimeout(this.settling);
    this.settling = 0;
    this.take();
  }

  private show(): void {
    const { range, value, name } = this.shown;
    this.room.stage.showRange(range, value, name);
  }

  private tell(leftOut: readonly LeftOut[]): void {
    const gone = leftOut.filter(({ levels }) => levels.length === 0);
    const all = this.room.core.moves().length;
    this.said.textContent = gone.length === 0 ? t("body.none") : t("body.out.n", { n: gone.length, all });
    const open = this.result.querySelector("details")?.open ?? false;
    this.result.replaceChildren(this.said, gone.length === 0 ? "" : h("details", { open },
      h("summary", {}, t("body.why")),
      h("ul", { class: "reasons" }, ...gone.map(({ name, why, in_bed }) => h("li", {}, h("b", {}, name),
        ` ${why}.${in_bed.length > 0 ? ` ${t("body.bed")}` : ""}`)))));
  }

  private reset(): void {
    this.body = {};
    keepWithoutProps([]);
    this.shown = { ...this.shown, range: -1 };
    this.build();
    this.take();
    this.element.querySelector<HTMLElement>("h1")?.focus();
    scrollTo(0, 0);
  }

  // ---- sliders

  private slider(o: { label: string; help?: string; least: number; most: number; step: number; value: () => number;
    text: (value: number) => string; set: (value: number) => void; look: (value: number) => void }): HTMLElement {
    const output = h("output", { class: "slider-value" });
    const input = h("input", { type: "range", class: "slider", min: o.least, max: o.most, step: o.step,
      "aria-label": o.label });
    const show = (): void => {
      input.value = String(o.value());
      label();
    };
    const label = (): void => {
      const text = o.text(Number(input.value));
      output.textContent = text;
      input.setAttribute("aria-valuetext", text);
      input.style.setProperty("--share", String((Number(input.value) - o.least) / (o.most - o.least)));
    };
    const moved = (): void => {
      o.set(Number(input.value));
      label();
      o.look(Number(input.value));
      this.soon();
    };
    input.addEventListener("input", moved);
    input.addEventListener("change", () => this.settle());
    input.addEventListener("focus", () => o.look(Number(input.value)));
    const element = h("label", { class: "slide" },
      h("span", { class: "slide-head" }, h("span", { class: "slide-name" }, o.label), output),
      o.help === undefined ? null : h("span", { class: "soft slide-how" }, o.help), input);
    show();
    this.sliders.push({ element, input, show });
    return element;
  }

  private look(range: number, value: number, name: string): void {
    if (this.shown.range !== range) this.room.stage.resetView();
    this.shown = { range, value, name };
    this.show();
  }

  private size(): HTMLElement {
    const { info } = this;
    const at = (field: "stature_m" | "girth") => (): number => this.body[field] ?? info[field].usual;
    const set = (field: "stature_m" | "girth") => (value: number): void => {
      this.body = { ...this.body, [field]: value };
      this.nameBuild();
    };
    const rest = (): void => this.look(-1, 0, t("body.standing"));
    const stature = this.slider({ label: t("body.stature"), least: info.stature_m.least, most: info.stature_m.greatest,
      step: STEP.stature_m, value: at("stature_m"), set: set("stature_m"), look: rest,
      text: statureText });
    const girth = this.slider({ label: t("body.girth"), least: info.girth.least, most: info.girth.greatest, step: STEP.girth,
      value: at("girth"), set: set("girth"), look: rest, text: (value) => t("body.percent", { n: Math.round(value * 100) }) });
    return h("section", {}, choices({
      name: "build", legend: t("body.size"), class: "three builds", chosen: this.buildNow(),
      choices: info.builds.map(({ name, stature_m }) => ({ value: name,
        label: `${named("build", name)}\n${statureText(stature_m)}` })),
      onchange: ([name]) => {
        const build = info.builds.find((one) => one.name === name);
        if (!build) return;
        this.body = { ...this.body, stature_m: build.stature_m, girth: build.girth };
        for (const slider of this.sliders) slider.show();
        this.shown = { ...this.shown, range: -1 };
        this.take();
      } }), stature, girth);
  }

  private buildNow(): string[] {
    const { stature_m, girth } = { stature_m: this.info.stature_m.usual, girth: this.info.girth.usual, ...this.body };
    return this.info.builds.filter((one) => one.stature_m === stature_m && one.girth === girth).map(({ name }) => name);
  }

  /** Marks the build that the sliders have come to, if any. */
  private nameBuild(): void {
    const names = this.buildNow();
    for (const input of this.element.querySelectorAll<HTMLInputElement>("input[name=build]"))
      input.checked = names.includes(input.value);
  }

  private looks(): HTMLElement {
    const { core } = this.room;
    const group = choices({ name: "look", legend: t("body.look"), class: "three looks", chosen: [this.body.look ?? this.info.looks[0]!],
      choices: this.info.looks.map((look) => ({ value: look, label: named("look", look) })),
      onchange: ([look]) => {
        if (look === undefined) return;
        this.body = { ...this.body, look };
        this.shown = { ...this.shown, range: -1 };
        this.take();
      } });
    group.querySelectorAll(".chip span").forEach((span, look) => {
      span.prepend(pictureOf(core, h("canvas", { class: "portrait", "aria-hidden": "true" }), PORTRAIT.width, PORTRAIT.height, { look }));
    });
    return h("section", {}, group);
  }

  private limits(): HTMLElement {
    return h("section", { class: "sliders" }, h("h2", {}, t("body.limits")), h("p", { class: "soft" }, t("body.limits.help")),
      ...this.info.ranges.map((range, index) => this.limit(range, index)));
  }

  private limit(range: Range, index: number): HTMLElement {
    const look = (value: number): void => this.look(index, value, t("body.range", { name: range.name, n: Math.round(value) }));
    return this.slider({ label: range.name, help: range.how, least: range.low, most: range.usual, step: 1,
      value: () => limitOf(this.body, range), look,
      text: (value) => (value >= range.usual ? t("body.free") : t("body.degrees", { n: value })),
      set: (value) => { this.body = withLimit(this.body, range, value); } });
  }

  // ---- lists

  private checks(legend: string, help: string | null, items: { id: string; text: string }[], chosen: string[],
    onchange: (chosen: string[]) => void): HTMLElement {
    const inputs = items.map(({ id }) => h("input", { type: "checkbox", value: id, checked: chosen.includes(id) }));
    return h("fieldset", { class: "group", onchange: () =>
      onchange(items.filter((_, i) => inputs[i]!.checked).map(({ id }) => id)) },
      h("legend", {}, legend), help === null ? null : h("p", { class: "soft" }, help),
      h("ul", { class: "checks two" }, ...items.map(({ text }, i) => h("li", {}, h("label", { class: "check" }, inputs[i]!,
        h("span", { class: "box" }, icon("tick")), h("span", { class: "ask" }, text))))));
  }

  private cannot(): HTMLElement {
    const mine = (text: string): string => text.replace("your ", "my ");
    return this.checks(t("body.cannot"), null, this.info.cannot.map(({ id, text }) => ({ id, text: mine(text) })),
      this.body.cannot ?? [], (cannot) => {
        this.body = { ...this.body, cannot };
        if (cannot.length === 0) delete this.body.cannot;
        this.take();
      });
  }

  private props(): HTMLElement {
    const { props } = this.info;
    const without = withoutProps();
    return this.checks(t("body.props"), t("body.props.help"), props.map((id) => ({ id, text: upper(this.info.prop_names[id] ?? id) })),
      props.filter((prop) => !without.includes(prop)),
      (have) => keepWithoutProps(props.filter((prop) => !have.includes(prop))));
  }
}

export const bodyView = (room: Room, options: { onDone: () => void }): View => new BodyView(room, options);
