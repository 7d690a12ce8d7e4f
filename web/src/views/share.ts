// A routine for somebody else: as a code, a link or a file. Nothing but the routine is in any of them.
import { contentOf, find, nameOf } from "../collection";
import { CoreError } from "../core";
import { h } from "../dom";
import { download } from "../download";
import { markup } from "../markup";
import { carrying, isOwn } from "../own";
import { backTo } from "../rooms";
import { t } from "../text";
import { missingView } from "./routine";
import type { Room, View } from "./view";

/** Where a link to a routine leads: this page, wherever it lies. */
export const addressOf = (link: string): string => `${location.origin}${location.pathname}#/open/${link}`;
/** Only this machine can open its own address. */
export const isLocal = (): boolean => /^(localhost|127\.|\[::1\]|::1)/.test(location.hostname) || location.protocol === "file:";

export function shareView(room: Room, key: string): View {
  const item = find(room, key);
  if (!item) return missingView();
  const { about } = item;
  const name = nameOf(about);
  const { link } = about;
  const said = h("p", { class: "said", role: "status" });
  const file = (): void => download(`${slug(name)}.json`, "application/json", JSON.stringify(carrying(room.documents, contentOf(about)), null, 2) + "\n");
  const element = h("div", { class: "share narrow" },
    h("header", { class: "hello" }, backTo("routines", key), h("h1", { tabindex: -1 }, t("share.title", { name }))),
    about.kind === "routine" && about.steps.some(({ move }) => isOwn(move)) ? h("p", { class: "note care-note" }, t("mine.routine")) : null,
    link === "" ? h("p", { class: "soft" }, t("programme.long")) : linkSection(room, name, addressOf(link), said),
    h("section", {}, h("h2", {}, t("share.file")), h("p", { class: "soft" }, t("share.file.text")),
      h("button", { type: "button", class: "go second", onclick: file }, t("share.save"))),
    h("div", { class: "end" }));
  return { name: "share", title: t("share.title", { name }), element };
}

function linkSection({ core }: Room, name: string, address: string, said: HTMLElement): HTMLElement {
  const box = h("input", { type: "text", class: "text-box", readonly: true, value: address, "aria-label": t("share.link"),
    onfocus: () => box.select() });
  const copy = (): void => {
    void (navigator.clipboard ? navigator.clipboard.writeText(address) : Promise.reject(new Error()))
      .then(() => { said.textContent = t("share.copied"); }, () => { box.focus(); said.textContent = t("share.by-hand"); });
  };
  const hand = (): void => { void navigator.share({ title: name, url: address }).catch(() => {}); };
  let code: HTMLElement | null = null;
  try {
    code = h("figure", { class: "code-card" }, markup(core.qr(address)), h("figcaption", {}, t("share.code")));
  } catch (error) {
    if (!(error instanceof CoreError)) throw error; // a link that no code holds: it can still be copied
  }
  return h("section", {}, code,
    isLocal() ? h("p", { class: "note care-note" }, t("share.local")) : null,
    box, said,
    "share" in navigator ? h("button", { type: "button", class: "go", onclick: hand }, t("share.hand")) : null,
    h("button", { type: "button", class: `go${"share" in navigator ? " second" : ""}`, onclick: copy }, t("share.copy")),
    h("p", { class: "soft" }, t("share.private")));
}

export const slug = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "routine";
