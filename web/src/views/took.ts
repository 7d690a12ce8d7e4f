// A move from a file, before anything of it is kept; and the button that takes such a file.
import { CoreError } from "../core";
import { h } from "../dom";
import { keepOwn, newId, OWN_MAX, readShared } from "../own";
import { backTo, routeText } from "../rooms";
import { list, t, type Key } from "../text";
import type { Room, View } from "./view";

const FILE_MAX = 1200 << 10; // bytes, with a picture
/** The file that was opened last: a route cannot hold it. */
let opened: { name: string; text: string } | null = null;

export function openMove(): HTMLElement {
  const input = h("input", { type: "file", id: "open-move", class: "hidden", accept: ".json,application/json", onchange: () => {
    const file = input.files?.[0];
    if (!file) return;
    void (file.size > FILE_MAX ? Promise.resolve("") : file.text()).then((text) => {
      opened = { name: file.name, text };
      location.hash = routeText("moves", "open");
    });
  } });
  return h("div", { class: "open-file" }, input, h("label", { class: "go second", for: "open-move" }, t("mine.open")));
}

export function tookView(room: Room): View {
  try {
    if (!opened) throw new CoreError("NOT_FOUND", t("open.again"));
    if (opened.text === "") throw new CoreError("TOO_LONG", t("mine.open.large"));
    return asks(room, readShared(room.core, opened.text));
  } catch (error) {
    return refused(error);
  }
}

function asks(room: Room, { content, move, hints }: ReturnType<typeof readShared>): View {
  const failed = h("p", { class: "note care-note", role: "alert", hidden: true });
  const known = room.core.move(move.id);
  const save = (id: string): void => {
    if (room.documents.moves().length >= OWN_MAX && !known) {
      failed.textContent = t("mine.many", { n: OWN_MAX });
      failed.hidden = false;
      return;
    }
    void keepOwn(room.core, room.documents, { ...content, file: { ...content.file, id } }).then(() => { location.replace(routeText("moves", id)); });
  };
  const lines = [move["ready"] as string, ...(move["phases"] as { say: string }[]).map(({ say }) => say)]
    .map((text) => text.replaceAll("{side}", t("mine.right")).replaceAll("{other}", t("mine.left")));
  const clash = room.core.moves().some(({ id, name }) => id !== move.id && name.toLowerCase() === move.name.toLowerCase());
  const element = h("div", { class: "open-page took narrow" },
    h("header", { class: "hello" }, h("p", { class: "soft" }, t("open.file")), h("h1", { tabindex: -1 }, move.name),
      h("p", { class: "soft facts-line" }, [t(`kind.${move.kind}` as Key), ...move.regions.map((region) => t(`region.${region}`))].join(" · "))),
    content.picture === undefined ? null : h("div", { class: "media-preview" }, h("img", { src: content.picture, alt: move.name })),
    h("section", {}, h("h2", {}, t("move.how")), h("ol", { class: "steps" }, ...lines.map((text) => h("li", {}, h("span", {}, text))))),
    move.tags.length > 0 ? h("section", {}, h("h2", {}, t("move.cautions")), h("p", {}, list(move.tags.map((tag) => t(`tag.${tag}` as Key))))) : null,
    hints.length > 0 ? h("section", {}, h("p", {}, t("mine.look.found")), h("ul", { class: "cues careful" }, ...hints.map((text) => h("li", {}, text)))) : null,
    h("p", { class: "note" }, t("mine.open.stranger")),
    known || clash ? h("p", { class: "note care-note" }, t(clash ? "mine.open.clash" : "mine.open.known")) : null,
    h("p", { class: "soft" }, t("open.nothing")), failed,
    h("div", { class: "bottom stick" },
      clash ? null : h("button", { type: "button", class: "go", onclick: () => save(known ? move.id : move.id || newId()) }, t("open.save")),
      h("a", { class: "plain", href: routeText("moves") }, t("open.no"))));
  return { name: "took", title: move.name, element };
}

function refused(error: unknown): View {
  const told = error instanceof CoreError ? error : new CoreError("IO", String(error));
  const at = told.line > 0 ? t("open.at", { name: opened?.name ?? "", line: told.line, column: told.column }) : "";
  const element = h("div", { class: "open-page narrow" },
    h("header", { class: "hello" }, backTo("moves"), h("h1", { tabindex: -1 }, t("open.bad.file"))),
    h("p", { class: "lead" }, t("mine.open.bad")),
    h("p", { class: "note care-note" }, at === "" ? told.message : `${at}: ${told.message}`),
    h("div", { class: "bottom" }, h("a", { class: "go", href: routeText("moves") }, t("moves.all"))));
  return { name: "took-refused", title: t("open.bad.file"), element };
}
