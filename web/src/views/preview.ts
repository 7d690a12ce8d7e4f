// One move on its own: the moving figure, what it is for, what to mind. Beside the plan on a wide page, over it else.
import type { Room } from "./view";
import { clock } from "../clock";
import { h } from "../dom";
import { t } from "../text";

const CUES_SHOWN = 3;
const FRAME_MS = 33;

export interface Preview {
  element: HTMLElement;
  /** Shows a move in its place beside the plan. */
  show(move: string): void;
  /** The person asks for a move: beside the plan when there is room, over it else. */
  open(move: string): void;
  frame(): void;
  leave(): void;
}

const wide = matchMedia("(min-width: 1000px)");

export function preview(room: Room): Preview {
  const { core } = room;
  const place = h("div", { class: "place" });
  const words = h("div", { class: "words" });
  const close = h("button", { type: "button", class: "go", onclick: () => dialog.close() }, t("preview.back"));
  const inside = h("div", { class: "preview" }, place, words);
  const aside = h("aside", { class: "beside", "aria-label": t("preview.label") });
  const dialog: HTMLDialogElement = h("dialog", { class: "sheet-dialog look", "aria-labelledby": "look-title",
    onclose: () => { current = ""; } });
  let current = "";
  let since = 0;
  let last = 0;

  const set = (id: string): void => {
    const move = core.move(id);
    if (!move) return;
    const other = current !== id;
    current = id;
    room.staged((stage) => {
      if (current !== id) return;
      if (place.firstChild !== stage.element) {
        stage.forget();
        place.replaceChildren(stage.element);
      }
      if (other) stage.resetView();
    });
    since = clock.now();
    words.replaceChildren(
      h("h2", { id: "look-title" }, move.name),
      h("p", {}, move.summary),
      h("ul", { class: "cues" }, ...move.cues.slice(0, CUES_SHOWN).map((cue) => h("li", {}, cue))));
  };
  return {
    element: h("div", { class: "beside-slot" }, aside, dialog),
    show(move) {
      if (inside.parentElement !== aside) aside.replaceChildren(inside);
      set(move);
    },
    open(move) {
      if (wide.matches) return this.show(move);
      dialog.replaceChildren(inside, close);
      set(move);
      dialog.showModal();
    },
    frame() {
      const now = clock.now();
      const move = current === "" ? undefined : core.move(current);
      if (!move || !place.firstChild || now - last < FRAME_MS) return;
      last = now;
      room.stage.showMove(move.id, move.name, (now - since) / 1000);
    },
    leave() {
      if (dialog.open) dialog.close();
      current = "";
    },
  };
}
