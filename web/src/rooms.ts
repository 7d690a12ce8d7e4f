// The rooms and the way between them: a route is a room and what is asked for in it, "#/moves/cat-cow". Routes live in the
// fragment, so the page works from any folder of any host, and a link tells no server where it leads.
import { h, icon, type IconName } from "./dom";
import { t, type Key } from "./text";

export const ROUTINES = "routines";

export interface RoomEntry {
  name: string;
  label: Key;
  icon: IconName;
  /** Something waits there; it is marked in the bar. */
  waits?(): string;
}

export interface Route { room: string; rest: string[] }

export function routeOf(hash: string): Route {
  const parts = hash.replace(/^#\/?/, "").split("/").filter((part) => part !== "").map(decode);
  return { room: parts[0] ?? "", rest: parts.slice(1) };
}

export const routeText = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join("/")}`;

/** The way back, at the head of a page. */
export const backTo = (...route: string[]): HTMLElement =>
  h("a", { class: "round quiet", href: routeText(...route), "aria-label": t("nav.back") }, icon("before"));

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The bar: at the bottom of a phone, at the side of anything wider. Real links, so they open in tabs and have addresses. */
export class Bar {
  readonly element: HTMLElement;
  private readonly links = new Map<string, HTMLAnchorElement>();

  constructor(private readonly entries: readonly RoomEntry[]) {
    for (const entry of entries) this.links.set(entry.name, h("a", { href: routeText(entry.name), class: "room" },
      icon(entry.icon), h("span", { class: "room-name" }, t(entry.label)), h("span", { class: "hidden" })));
    this.element = h("nav", { class: "rooms", "aria-label": t("nav.label"), hidden: true },
      h("ul", {}, ...[...this.links.values()].map((link) => h("li", {}, link))));
  }

  show(room: string, visible: boolean): void {
    this.element.hidden = !visible;
    document.body.dataset["bar"] = visible ? "on" : "off";
    for (const entry of this.entries) {
      const link = this.links.get(entry.name)!;
      const waits = entry.waits?.() ?? "";
      link.lastElementChild!.textContent = waits;
      link.toggleAttribute("data-waits", waits !== "");
    }
    for (const [name, link] of this.links) {
      if (name === room) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
}
