// Builds elements. Nothing here takes HTML text, so what the core or a person wrote can never become markup.

import { t } from "./text";

type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** h("button", { class: "go", onclick: start, "aria-label": "Start" }, "Start"). False and null leave a property out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]):
    HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else if (name === "value" || name === "checked") Object.assign(element, { [name]: value });
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child) || child === ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag: string, props: Record<string, string | number>, ...children: Element[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Line icons on a 24 grid; decoration only, the words stand beside them or in the label. */
const ICONS = {
  swap: "M4 8h14M14.5 4.5L18 8l-3.5 3.5M20 16H6M9.5 12.5L6 16l3.5 3.5",
  drop: "M6 6l12 12M18 6L6 18",
  back: "M18 6l-8 6 8 6zM6 6v12",
  skip: "M6 6l8 6-8 6zM18 6v12",
  pause: "M8.5 5v14M15.5 5v14",
  play: "M7 5l12 7-12 7z",
  ease: "M5 6l7 6 7-6M5 13l7 6 7-6",
  stop: "M8 3h8l5 5v8l-5 5H8l-5-5V8z",
  voice: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM15.5 9a4 4 0 010 6M18 6.5a8 8 0 010 11",
  mute: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
  left: "M21 9.5c0 3.2-4 5.5-9 5.5s-9-2.3-9-5.5M.8 12.6L3 9l3.4 2.6",
  right: "M3 9.5c0 3.2 4 5.5 9 5.5s9-2.3 9-5.5M23.2 12.6L21 9l-3.4 2.6",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  up: "M12 19V6M6 11.5L12 5.5l6 6",
  same: "M5 9.5h14M5 14.5h14",
  down: "M12 5v13M6 12.5l6 6 6-6",
  less: "M6 12h12",
  more: "M6 12h12M12 6v12",
  before: "M15 5l-7 7 7 7",
  eyes: "M3 10c2.5 3.5 5.5 5.2 9 5.2s6.5-1.7 9-5.2M12 15.2V19M6.2 13.6L4.4 16.6M17.8 13.6l1.8 3",
  far: "M4 18L9 6l5 12M5.7 14h6.6M15.5 18l2.7-6.5 2.8 6.5M16.5 16h3.4",
  after: "M9 5l7 7-7 7",
  search: "M10.5 4a6.5 6.5 0 110 13 6.5 6.5 0 010-13M15.4 15.4L20 20",
  heart: "M12 20C5.5 15.5 3 12 3 8.6A4.6 4.6 0 0112 7a4.6 4.6 0 019 1.6c0 3.4-2.5 6.9-9 11.4z",
  never: "M12 3.5a8.5 8.5 0 110 17 8.5 8.5 0 010-17M6 6l12 12",
  today: "M12 7.5a4.5 4.5 0 110 9 4.5 4.5 0 010-9M12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8",
  moves: "M4.4 8.2a1.8 1.8 0 110 3.6 1.8 1.8 0 010-3.6M7.6 18.5v-6.9c2.7-3.2 8.2-3.3 10.6-.2v7.1H21",
  routines: "M9 6.5h12M9 12h12M9 17.5h12M4 6.5h.01M4 12h.01M4 17.5h.01",
  progress: "M4 20h16M6.5 16.5v-5M12 16.5v-10M17.5 16.5V9",
  me: "M12 4a4 4 0 110 8 4 4 0 010-8M4.5 20.5c.6-4 3.5-6 7.5-6s6.9 2 7.5 6",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.7a2.3 2.3 0 110 4.6 2.3 2.3 0 010-4.6M9 14.7a2.3 2.3 0 110 4.6 2.3 2.3 0 010-4.6",
  data: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
  share: "M12 15V4M8 7.5L12 3.5l4 4M6 11H5v9h14v-9h-1",
  print: "M7 9V4h10v5M7 17H4.5V9.5h15V17H17M7 14h10v6H7z",
  bell: "M6 17V11a6 6 0 0112 0v6l1.5 1.5h-15zM10.3 21h3.4",
  floor: "M2 19h20M4 15.5h9l5-.5M4.5 12.6a1.6 1.6 0 113.2 0M8 15.2l5-4.2 4 4.2",
  chair: "M7 4v9h9M7 13v7M16 13v7M7 16.5h9",
  standing: "M12 3.2a1.9 1.9 0 110 3.8 1.9 1.9 0 010-3.8M12 9v6M12 9l-3.5 4.5M12 9l3.5 4.5M12 15l-2.5 6M12 15l2.5 6",
  bed: "M3 5v14M3 16h18v3M21 16v-3.5a2.5 2.5 0 00-2.5-2.5H10v6M6.5 10.2a1.7 1.7 0 110 3.4 1.7 1.7 0 010-3.4",
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): SVGElement {
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: ICONS[name] }));
}

/** A group of choices: real radio buttons or checkboxes, so keys and screen readers work as everywhere. */
export interface Choice<T> { value: T; label: string; picture?: IconName; spoken?: string }

export function choices<T extends string | number>(options: {
  name: string; legend: string; hideLegend?: boolean; many?: boolean; class: string; choices: readonly Choice<T>[];
  chosen: readonly T[]; onchange: (chosen: T[]) => void;
}): HTMLFieldSetElement {
  const inputs = options.choices.map((choice) => h("input", {
    type: options.many ? "checkbox" : "radio", name: options.name, value: String(choice.value),
    checked: options.chosen.includes(choice.value), "aria-label": choice.spoken ?? null,
  }));
  const changed = (): void => options.onchange(options.choices.filter((_, i) => inputs[i]!.checked).map((c) => c.value));
  return h("fieldset", { class: "group", onchange: changed },
    h("legend", { class: options.hideLegend ? "hidden" : "" }, options.legend),
    h("div", { class: `chips ${options.class}` },
      ...options.choices.map((choice, i) => h("label", { class: "chip" }, inputs[i],
        h("span", {}, choice.picture ? icon(choice.picture) : null, choice.label)))));
}

/** 0 … 10 as eleven squares. */
export function painScale(name: string, chosen: number | null, onchange: (value: number) => void): HTMLFieldSetElement {
  return choices({
    name, legend: t("pain.legend"), hideLegend: true, class: "pain",
    choices: Array.from({ length: 11 }, (_, value) => ({ value, label: String(value) })),
    chosen: chosen === null ? [] : [chosen], onchange: ([value]) => { if (value !== undefined) onchange(value); },
  });
}
