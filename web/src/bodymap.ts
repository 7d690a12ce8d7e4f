// The outline of a body from the front and from behind, with the areas that a person marks. The outline is that of the
// figure of the core, standing; areas are drawn for the half on the right of the picture and mirrored. The pictures are for
// eyes and fingers; what they hold is said in words beside them, or is a list that keys reach.
import { AREAS, type Area, type Where } from "./core";
import { h, svg } from "./dom";
import { t, type Key } from "./text";

const OUTLINE = "M0 1.2Q5 3.6 6.4 6Q7.8 8.4 7.4 12.5Q7 16.6 5.8 18.8Q4.6 21 4.6 22.3Q4.6 23.6 5 24.6Q5.4 25.6 8.4 27.8Q11.4 30 15.7 31.6Q20 33.2 20.7 34.3Q21.4 35.4 22.1 43.2Q22.8 51 22.5 51.3Q22.2 51.6 22.4 55.2Q22.6 58.8 23.5 65.1Q24.4 71.4 24.4 79.2Q24.4 87 24.8 89.7Q25.2 92.4 24.9 96.4Q24.6 100.4 23.2 102.8Q21.8 105.2 20.9 104.9Q20 104.6 20.3 103.8Q20.6 103 20.1 102.5Q19.6 102 20.4 100.5Q21.2 99 21 96Q20.8 93 18.7 82.1Q16.6 71.2 16 63.9Q15.4 56.6 15 55.8Q14.6 55 14.3 56Q14 57 14 62Q14 67 15.8 73.2Q17.6 79.4 17.7 82.6Q17.8 85.8 17.4 92.6Q17 99.4 15.3 112.9Q13.6 126.4 13.6 133.9Q13.6 141.4 12.5 149.5Q11.4 157.6 11.4 159.3Q11.4 161 11.9 162.6Q12.4 164.2 12.2 165.6Q12 167 12.7 168.8Q13.4 170.6 8.7 170.5Q4 170.4 4 169.8Q4 169.2 4.7 168.1Q5.4 167 5.1 166.1Q4.8 165.2 5.4 162.5Q6 159.8 4.7 148.8Q3.4 137.8 3.6 132.7Q3.8 127.6 3.5 123.8Q3.2 120 1.6 108.4L0 96.8";
type Side = "front" | "back";
/** The halves of the areas, by what stands before "-right" or "-left" in their names. */
const SHAPES: Record<Side, Record<string, string>> = {
  front: {
    hip: "M9 82L12 73.5L16.6 75L18.8 88L18.4 98Q12 95 9 90Z", groin: "M0 87Q5 84.5 9 82V90Q6 95.5 1 99.5L0 97Z",
    "thigh-front": "M1 99.5Q6 95.5 9 90Q12 95 18.4 98L16 124Q9 127 2 124Z",
  },
  back: {
    "upper-back": "M0 28.6Q6 27 11 30Q14.8 33 14.6 44V55Q8 57.5 0 57.5Z", "low-back": "M0 57.5Q8 57.5 14.6 55L14.7 67L17.2 77Q10 81.5 0 82Z",
    buttock: "M0 82Q10 81.5 17.2 77L18.8 88L18.4 100Q9 103 1 99L0 96Z", "thigh-back": "M.5 98.5Q9 103 18.4 100L16 124Q9 127 2 124Z",
  },
};
const LOW = { knee: "M2 124Q9 127 16 124V138Q9 141 2 138Z", calf: "M2 138Q9 141 16 138L13 160Q9 162.5 3 160Z",
  foot: "M3 160Q9 162.5 13 160L16 172H2Z" };
const NECK = "M-10 20.5Q0 22.5 10 20.5L12 30Q5 26.8 0 28.6Q-5 26.8 -12 30Z";
const BOX = "-26 0 52 172";
let pictures = 0;

/** "Low back right". */
export const areaName = (area: Area): string => {
  const side = sideOf(area);
  return side === null ? t(`map.area.${kindOf(area)}` as Key) : t("map.sided", { area: t(`map.area.${kindOf(area)}` as Key), side: t(`map.${side}`) });
};
export const kindOf = (area: Area): string => area.replace(/-(right|left)$/, "");
export const sideOf = (area: Area): "right" | "left" | null => (area.endsWith("-right") ? "right" : area.endsWith("-left") ? "left" : null);

/** "Low back right (a lot) · Calf left", in the order of the body. */
export function whereWords(where: Where): string {
  const marked = AREAS.filter((area) => where[area] !== undefined);
  if (marked.length === 0) return t("map.nowhere");
  const names = marked.map((area) => (where[area] === 2 ? t("map.much.of", { area: areaName(area) }) : areaName(area)));
  return names.join(" · ");
}

function picture(side: Side, where: Where, onTap?: (area: Area) => void): { element: SVGElement; show: (where: Where) => void } {
  const marks = new Map<Area, SVGElement>();
  const mark = (area: Area, d: string, mirrored: boolean): SVGElement => {
    const element = svg("path", { d, class: "area", "data-area": area, ...(mirrored ? { transform: "scale(-1 1)" } : {}) });
    if (onTap) element.addEventListener("click", () => onTap(area));
    marks.set(area, element);
    return element;
  };
  // Seen from the front, a person's right is on the left of the picture.
  const both = Object.entries({ ...SHAPES[side], ...LOW }).flatMap(([kind, d]) => (["right", "left"] as const)
    .map((of) => mark(`${kind}-${of}` as Area, d, (of === "right") === (side === "front"))));
  const halves = (): SVGElement[] => ["scale(1 1)", "scale(-1 1)"].map((transform) => svg("path", { d: OUTLINE, transform, class: "outline" }));
  const id = `body-${++pictures}`;
  const element = svg("svg", { viewBox: BOX, class: "body-side", "aria-hidden": "true", focusable: "false" },
    svg("clipPath", { id }, ...halves()), ...halves(),
    svg("g", { "clip-path": `url(#${id})` }, ...(side === "back" ? [mark("neck", NECK, false)] : []), ...both));
  const show = (now: Where): void => { for (const [area, shape] of marks) shape.setAttribute("data-strength", String(now[area] ?? 0)); };
  show(where);
  return { element, show };
}

/** Both sides next to each other; with onTap they can be marked. */
export function bodyMap(where: Where, onTap?: (area: Area) => void): { element: HTMLElement; show: (where: Where) => void } {
  const sides = (["front", "back"] as const).map((side) => ({ side, ...picture(side, where, onTap) }));
  return {
    element: h("div", { class: onTap ? "body-map can-mark" : "body-map" }, ...sides.map(({ side, element }) =>
      h("figure", {}, element as unknown as HTMLElement, h("figcaption", { class: "soft", "aria-hidden": "true" }, t(`map.${side}`))))),
    show: (now) => { for (const one of sides) one.show(now); },
  };
}
