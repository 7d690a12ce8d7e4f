// One routine, and what can be done with it or a programme (whose page is programme.ts).
import { find, isProgramme, isRoutine, nameOf, recallAnswers, type Item } from "../collection";
import type { AboutRoutine } from "../core";
import { h, icon, type IconName } from "../dom";
import { backTo, routeText } from "../rooms";
import { t } from "../text";
import { programmePage } from "./programme";
import { factsOf, stepList, whoSays } from "./routines";
import type { Room, View } from "./view";

export function routineView(room: Room, key: string): View {
  recallAnswers(room.core);
  const item = find(room, key);
  if (!item) return missingView();
  const element = isRoutine(item) ? routinePage(room, item) : isProgramme(item) ? programmePage(room, item) : h("div");
  return { name: isRoutine(item) ? "routine" : "programme", title: nameOf(item.about), element };
}

export function missingView(): View {
  const element = h("div", { class: "narrow" }, h("header", { class: "hello" }, backTo("routines"),
    h("h1", { tabindex: -1 }, t("routine.missing"))), h("p", { class: "lead" }, t("routine.missing.text")));
  return { name: "routine-missing", title: t("routine.missing"), element };
}

export function head({ about }: Item): HTMLElement {
  const { note } = about.kind === "routine" ? about.routine : about.programme;
  return h("header", { class: "hello" }, backTo("routines"), h("h1", { tabindex: -1 }, nameOf(about)),
    h("p", { class: "soft facts-line" }, factsOf(about)), note ? h("p", {}, note) : null);
}

function routinePage(room: Room, item: Item<AboutRoutine>): HTMLElement {
  const { about, key } = item;
  const out = about.steps.filter((step) => step.left_out).length;
  const none = about.may_exercise && out === about.steps.length;
  return h("div", { class: "routine-page narrow" }, head(item),
    about.may_exercise ? null : h("p", { class: "note care-note" }, t("routine.not-now")),
    out === 0 ? null : h("p", { class: "note care-note" }, none ? t("routine.out.all") : t("routine.out.n", { n: out })),
    stepList(room, about), whoSays(about), ways(room, item),
    h("div", { class: "bottom stick" }, none ? null : h("a", { class: "go", href: routeText("start", key), "data-key": "start" }, t("routine.start"))));
}

const way = (picture: IconName, href: string, title: string, text: string, key: string): HTMLElement =>
  h("li", {}, h("a", { class: "way", href, "data-key": key }, icon(picture),
    h("span", { class: "about" }, h("span", { class: "move-title" }, title), h("span", { class: "soft" }, text)), icon("after")));

export function ways(room: Room, item: Item): HTMLElement {
  const { key, mine } = item;
  const to = (page: string): string => routeText("routines", key, page);
  const routine = isRoutine(item);
  return h("section", {}, h("h2", {}, t("routine.more")), h("ul", { class: "ways" },
    mine ? way("settings", to("edit"), t("routine.edit"), t(routine ? "routine.edit.text" : "programme.edit.text"), "edit") : null,
    way("more", to("copy"), t(mine ? "routine.copy" : "routine.own"), t(mine ? "routine.copy.text" : "routine.own.text"), "copy"),
    way("share", to("share"), t("routine.share"), t("routine.share.text"), "share"),
    routine ? way("print", to("print"), t("routine.print"), t("routine.print.text"), "print") : null,
    routine ? way("tick", to("paper"), t("routine.paper"), t("routine.paper.text"), "paper") : null,
    way("bell", to("remind"), t("routine.remind"), t("routine.remind.text"), "remind")),
    mine ? deletion(room, item) : null);
}

/** Deletes at once, and offers the way back. */
function deletion(room: Room, item: Item): HTMLElement {
  const place = h("div", { class: "deletion", role: "status" });
  const document = room.documents.get(item.key)!;
  const ask = (): void => place.replaceChildren(h("button", { type: "button", class: "go second danger", onclick: () => {
    void room.documents.remove(item.key).then(() => {
      const undo = h("button", { type: "button", class: "plain", onclick: () => {
        void room.documents.save(document.content, document.id).then(ask);
      } }, t("routine.undo"));
      place.replaceChildren(h("p", { class: "note" }, t("routine.deleted", { name: nameOf(item.about) })), undo);
      undo.focus();
    });
  } }, t("routine.delete")));
  ask();
  return place;
}
