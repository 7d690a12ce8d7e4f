// What a link or a file asks for, before anything of it is kept.
import { contentOf, nameOf, recallAnswers } from "../collection";
import { CoreError, type About } from "../core";
import type { OwnMove } from "../documents";
import { h } from "../dom";
import { keepOwn, lend, takeOwn, unpacked } from "../own";
import { backTo, routeText } from "../rooms";
import { t } from "../text";
import { letter, weekGrid } from "./programme";
import { factsOf, stepList } from "./routines";
import type { Room, View } from "./view";

const FILE_MAX = 4 << 20; // bytes, with moves of one's own; the core refuses what is larger than a routine may be
/** The file that was opened last: a route cannot hold it. */
let opened: { name: string; text: string } | null = null;
/** Moves of somebody's own that came with it. */
let carried: OwnMove[] = [];

/** A button that takes a file and leads to what it asks. */
export function openFile(_room: Room): HTMLElement {
  const input = h("input", { type: "file", id: "open-file", class: "hidden", accept: ".json,application/json", onchange: () => {
    const file = input.files?.[0];
    if (!file) return;
    void (file.size > FILE_MAX ? Promise.resolve("") : file.text()).then((text) => {
      opened = { name: file.name, text };
      location.hash = routeText("open", "file");
    });
  } });
  return h("div", { class: "open-file" }, input, h("label", { class: "go second", for: "open-file" }, t("routines.open")));
}

/** `link` is what stands behind "#/open/", as it stands there. */
export function openView(room: Room, link: string): View {
  recallAnswers(room.core);
  carried = [];
  try {
    return asksView(room, link === "file" ? readFile(room) : room.core.aboutLink(link), link);
  } catch (error) {
    if (carried.length > 0) takeOwn(room.core, room.documents);
    return refusedView(error, link);
  }
}

function readFile({ core, documents }: Room): About {
  if (!opened) throw new CoreError("NOT_FOUND", t("open.again"));
  if (opened.text === "") throw new CoreError("TOO_LONG", t("open.large"));
  const { text, moves } = unpacked(core, opened.text);
  lend(core, documents, moves);
  carried = moves;
  return core.about(text);
}

function asksView(room: Room, about: About, link: string): View {
  const moves = carried;
  const save = async (): Promise<void> => {
    for (const move of moves) await keepOwn(room.core, room.documents, move);
    location.replace(routeText("routines", await room.documents.save(contentOf(about))));
  };
  const note = contentOf(about).note;
  const routines = about.kind === "routine" ? [about] : about.routines;
  const out = routines.flatMap(({ steps }) => steps).filter((step) => step.left_out).length;
  const screened = routines.some((one) => one.screened);
  const element = h("div", { class: "open-page narrow" },
    h("header", { class: "hello" }, h("p", { class: "soft" }, t(link === "file" ? "open.file" : about.kind === "programme" ? "programme.shared" : "open.link")),
      h("h1", { tabindex: -1 }, nameOf(about)), h("p", { class: "soft facts-line" }, factsOf(about)), note ? h("p", {}, note) : null),
    h("p", { class: `note${out > 0 ? " care-note" : ""}` }, out > 0 ? t("routine.out.n", { n: out }) : t(screened ? "open.fits" : "open.unscreened")),
    about.kind === "programme" ? weekGrid(about) : null,
    ...routines.map((one, i) => h("section", {}, about.kind === "programme" ? h("h2", { class: "lettered" }, letter(i), nameOf(one)) : null, stepList(room, one))),
    moves.length > 0 ? h("p", { class: "note" }, t("mine.carried", { n: moves.length })) : null,
    h("p", { class: "soft" }, t("open.nothing")),
    h("div", { class: "bottom stick" }, h("button", { type: "button", class: "go", onclick: () => { void save(); } }, t("open.save")),
      h("div", { class: "pair" },
        link === "file" || about.kind === "programme" ? null : h("a", { class: "plain", href: `#/start/${link}` }, t("open.once")),
        h("a", { class: "plain", href: routeText("routines") }, t("open.no")))));
  return { name: "open", title: nameOf(about), element, leave: () => { if (moves.length > 0) takeOwn(room.core, room.documents); } };
}

function refusedView(error: unknown, link: string): View {
  const told = error instanceof CoreError ? error : new CoreError("IO", String(error));
  const at = told.line === 0 ? "" : link === "file" ? t("open.at", { name: opened?.name ?? "", line: told.line, column: told.column })
    : t("open.at.link", { column: told.column });
  const element = h("div", { class: "open-page narrow" },
    h("header", { class: "hello" }, backTo("routines"), h("h1", { tabindex: -1 }, t(link === "file" ? "open.bad.file" : "open.bad.link"))),
    h("p", { class: "lead" }, t("open.bad.text")),
    h("p", { class: "note care-note" }, at, at === "" ? null : h("br"), told.message),
    h("div", { class: "bottom" }, h("a", { class: "go", href: routeText("routines") }, t("open.bad.on"))));
  return { name: "open-refused", title: t("open.bad.link"), element };
}
