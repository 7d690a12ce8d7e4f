// Builds elements. Nothing here takes HTML text, so what the core or a person wrote can never become markup.

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
    name, legend: "Pain from 0, none, to 10, the worst you can imagine", hideLegend: true, class: "pain",
    choices: Array.from({ length: 11 }, (_, value) => ({ value, label: String(value) })),
    chosen: chosen === null ? [] : [chosen], onchange: ([value]) => { if (value !== undefined) onchange(value); },
  });
}
