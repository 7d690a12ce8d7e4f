// The library: search and filters above, pictures below. The core finds and ranks; this shows.
import type { Find, Place, Region } from "../core";
import { choices, h, icon } from "../dom";
import { isOwn } from "../own";
import { picture } from "../pictures";
import { routeText } from "../rooms";
import { list, t, type Key } from "../text";
import { PLACES, REGIONS } from "../words";
import { openMove } from "./took";
import type { Room, View } from "./view";

const KINDS = ["static", "dynamic", "strength", "isometric", "rest", "picture"] as const;
/** The cautions that people ask for by themselves; the safety questions know them all. */
const LEFT_OUT = ["KN", "WR", "BAL", "LEG", "EXT", "HD"] as const;
const WORDS_MAX = 60;

type Wanted = Required<Find>;
const NOTHING: Wanted = { words: "", places: [], regions: [], kinds: [], without: [] };
/** What was looked for last, so that the way back from a move leads to the same list. */
let wanted: Wanted = { ...NOTHING };
let mineOnly = false;

export function movesView(room: Room): View {
  const { core } = room;
  const count = h("p", { class: "found", role: "status" });
  const list = h("ul", { class: "library" });
  const nothing = h("p", { class: "note", hidden: true }, t("moves.none"));
  const clear = h("button", { type: "button", class: "plain", onclick: () => reset() }, t("moves.clear"));
  const input = h("input", { type: "search", id: "find", maxlength: WORDS_MAX, value: wanted.words, autocomplete: "off",
    enterkeyhint: "search", placeholder: t("moves.search.hint"), oninput: () => change({ words: input.value }) });
  const filters = h("details", { class: "filters" });

  // A row is made once, so that its picture stays while words are typed.
  const rows = new Map<string, HTMLElement>();
  const rowOf = (id: string): HTMLElement => {
    const made = rows.get(id) ?? row(room, id);
    rows.set(id, made);
    return made;
  };
  const change = (part: Partial<Wanted>): void => {
    wanted = { ...wanted, ...part };
    show();
  };
  const reset = (): void => {
    wanted = { ...NOTHING };
    mineOnly = false;
    input.value = "";
    fill();
    show();
    input.focus();
  };
  const hasOwn = core.moves().some(({ id }) => isOwn(id));
  if (!hasOwn) mineOnly = false;
  const fill = (): void => {
    const several = <T extends string>(name: string, legend: Key, shape: string, options: { value: T; label: string }[],
                                       chosen: readonly string[], take: (values: T[]) => void): HTMLElement =>
      choices({ name, legend: t(legend), many: true, class: shape, choices: options,
        chosen: options.map((option) => option.value).filter((value) => chosen.includes(value)), onchange: take });
    filters.replaceChildren(h("summary", {}), h("div", { class: "filter-groups" },
      hasOwn ? choices<string>({ name: "find-mine", legend: t("mine.filter"), many: true, class: "three", choices: [{ value: "mine", label: t("mine.filter.only") }],
        chosen: mineOnly ? ["mine"] : [], onchange: ([on]) => { mineOnly = on !== undefined; show(); } }) : "",
      several<Place>("find-place", "moves.place", "four", PLACES, wanted.places, (places) => change({ places })),
      several<Region>("find-region", "moves.region", "three", REGIONS, wanted.regions, (regions) => change({ regions })),
      several("find-kind", "moves.kind", "three", KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
        wanted.kinds, (kinds) => change({ kinds })),
      several("find-without", "moves.without", "three", LEFT_OUT.map((tag) => ({ value: tag, label: t(`tag.${tag}`) })),
        wanted.without, (without) => change({ without }))));
  };
  const show = (): void => {
    const found = core.findMoves(wanted).filter((id) => !mineOnly || isOwn(id));
    const chosen = Number(mineOnly) + wanted.places.length + wanted.regions.length + wanted.kinds.length + wanted.without.length;
    count.textContent = t("moves.found", { n: found.length });
    nothing.hidden = found.length > 0;
    clear.hidden = chosen === 0 && wanted.words === "";
    filters.querySelector("summary")!.replaceChildren(icon("settings"),
      chosen === 0 ? t("moves.filters") : t("moves.filters.n", { n: chosen }));
    list.replaceChildren(...found.map(rowOf));
  };

  fill();
  filters.open = false;
  show();
  const element = h("div", { class: "moves broad" },
    h("header", { class: "hello moves-head" }, h("h1", { tabindex: -1 }, t("moves.title")),
      h("a", { class: "go-link", href: routeText("moves", "new"), "data-key": "new" }, icon("more"), t("mine.make"))),
    h("search", { class: "finder" },
      h("div", { class: "search-box" }, icon("search"),
        h("label", { class: "hidden", for: "find" }, t("moves.search")), input),
      filters,
      h("div", { class: "line" }, count, clear)),
    nothing, list,
    h("section", { class: "mine-ways" }, h("h2", {}, t("mine.title")), h("p", { class: "soft" }, t("mine.lead")),
      h("div", { class: "pair makes" },
        h("a", { class: "go second", href: routeText("moves", "new"), "data-key": "new-below" }, t("mine.make")), openMove())));
  return { name: "moves", title: t("moves.title"), element };
}

function row({ core }: Room, id: string): HTMLElement {
  const move = core.move(id)!;
  const regions = list(move.regions.map((region) => t(`region.${region}`)));
  return h("li", {}, h("a", { class: "move-card", href: routeText("moves", id), "data-key": id },
    picture(core, id, 112, 112),
    h("span", { class: "about" },
      h("span", { class: "move-title" }, move.name),
      h("span", { class: "soft" }, [isOwn(id) ? t("mine.mark") : "", regions, t(`kind.${move.kind as (typeof KINDS)[number]}`)]
        .filter((text) => text !== "").join(" · ")))));
}
