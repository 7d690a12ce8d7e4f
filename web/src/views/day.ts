// Sleep and day: two positions for the night, tips of the articles with who says so, and what was put right. The moves and
// their corrections are the core's.
import { h } from "../dom";
import { picture } from "../pictures";
import { routeText } from "../rooms";
import { t, type Key } from "../text";
import type { Room, View } from "./view";

type Who = "A" | "B" | "C" | "all" | "ours";
type Tip = [Key, Who];
const TIPS: { title: Key; text?: Key; tips: Tip[] }[] = [
  { title: "day.when", tips: [["day.when.1", "all"], ["day.when.2", "all"], ["day.when.3", "all"], ["day.when.4", "all"],
    ["day.when.5", "all"]] },
  { title: "day.how", tips: [["day.how.1", "all"], ["day.how.2", "all"], ["day.how.3", "all"], ["day.how.4", "all"],
    ["day.how.5", "all"], ["day.how.6", "all"]] },
  { title: "day.work", tips: [["day.work.1", "ours"], ["day.work.2", "all"]] },
  { title: "day.causes", text: "day.causes.text", tips: [["day.causes.1", "all"], ["day.causes.2", "all"], ["day.causes.3", "all"],
    ["day.causes.4", "all"]] },
];

export function dayView(room: Room): View {
  const element = h("div", { class: "day" },
    h("header", { class: "hello" },
      h("h1", { tabindex: -1 }, t("day.title")), h("p", { class: "soft" }, t("day.lead"))),
    sleep(room),
    h("div", { class: "tips" }, ...TIPS.map(({ title, text, tips }) => h("section", { class: "card" },
      h("h2", {}, t(title)), text ? h("p", { class: "soft" }, t(text)) : null, tipList(tips)))),
    myths(room));
  return { name: "day", title: t("day.title"), element };
}

/** Who says so stands once below when all of them say it. */
function tipList(tips: Tip[]): HTMLElement {
  const first = tips[0]![1];
  const same = tips.every(([, who]) => who === first);
  const says = (who: Who): HTMLElement => h("span", { class: "source" }, t("day.says", { who: t(`day.who.${who}`) }));
  return h("div", {},
    h("ul", { class: "tip-list" }, ...tips.map(([key, who]) => h("li", {}, t(key), same ? null : says(who)))),
    same ? says(first) : null);
}

function sleep(room: Room): HTMLElement {
  const positions = room.core.moves().filter(({ kind }) => kind === "picture");
  return h("section", {}, h("h2", {}, t("day.sleep")), h("p", { class: "soft" }, t("day.sleep.text")),
    h("ul", { class: "sleeps" }, ...positions.map((move) => h("li", {},
      h("a", { class: "sleep-card", href: routeText("moves", move.id), "data-key": move.id },
        picture(room.core, move.id, 320, 200), h("span", { class: "move-title" }, move.name),
        h("span", { class: "soft" }, move.summary))))));
}

function myths(room: Room): HTMLElement {
  const put = room.core.moves().map((move) => ({ move, texts: move["corrections"] as string[] }))
    .filter(({ texts }) => texts.length > 0);
  return h("section", { class: "myths" }, h("h2", {}, t("day.myths")), h("p", { class: "soft" }, t("day.myths.text")),
    h("ul", { class: "articles" }, ...(["A", "B", "C"] as const).map((one) => h("li", { class: "source" },
      h("b", {}, one), " ", t(`source.${one}`)))),
    h("ul", { class: "myth-list" },
      h("li", { class: "card never" }, h("h3", {}, t("day.myths.neck")), h("p", {}, t("day.myths.neck.text"))),
      ...put.map(({ move, texts }) => h("li", { class: "card" },
        h("h3", {}, h("a", { href: routeText("moves", move.id), "data-key": `myth-${move.id}` }, move.name)),
        ...texts.map((text) => h("p", {}, text))))));
}
