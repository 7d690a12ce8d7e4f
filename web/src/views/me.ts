// Me: what is about the person and not about a session. One row a page.
import { h, icon, type IconName } from "../dom";
import { routeText } from "../rooms";
import { t } from "../text";
import type { Room, View } from "./view";

export function meView(room: Room): View {
  const row = (page: string, picture: IconName, title: string, text: string): HTMLElement =>
    h("li", {}, h("a", { class: "way", href: routeText("me", page), "data-key": page }, icon(picture),
      h("span", { class: "about" }, h("span", { class: "move-title" }, title), h("span", { class: "soft" }, text)),
      icon("after")));
  const element = h("div", { class: "me narrow" },
    h("header", { class: "hello" }, h("h1", { tabindex: -1 }, t("me.title")),
      h("p", { class: "soft" }, t(room.log.status.home === "program" ? "me.lead.program" : "me.lead"))),
    h("ul", { class: "ways" },
      row("body", "me", t("me.body"), t("me.body.text")),
      row("day", "bed", t("me.day"), t("me.day.text")),
      row("settings", "settings", t("me.settings"), t("me.settings.text")),
      room.log.copyDue ? h("li", { class: "note" }, t("data.copy.due")) : null,
      row("data", "data", t("me.data"), t("me.data.text", { n: room.log.events.length }))));
  return { name: "me", title: t("me.title"), element };
}
