// Afterwards: how the back is now, how each move felt, a note. Untouched answers say nothing and are not logged.
import { h, icon, painScale, type IconName } from "../dom";
import { keep, kept } from "../keep";
import { picture } from "../pictures";
import type { Run } from "../run";
import { sentences, t } from "../text";
import { STOP_RULE } from "../words";
import type { Room, View } from "./view";

type Felt = -1 | 0 | 1;
export interface Rating { pain: number | null; felt: Record<string, Felt>; note: string }

const NOTE_MAX = 500;
const FEELINGS: { value: Felt; label: "better" | "same" | "worse"; picture: IconName }[] = [
  { value: 1, label: "better", picture: "up" }, { value: 0, label: "same", picture: "same" },
  { value: -1, label: "worse", picture: "down" },
];

export function afterView(room: Room, run: Run, onSave: (rating: Rating) => void): View {
  const kind = run.ended?.why ?? "finished";
  const draft = kept<Rating & { session: string }>("rating");
  const rating: Rating = draft?.session === run.session ? draft : { pain: null, felt: {}, note: "" };
  const remember = (): void => keep("rating", { ...rating, session: run.session });

  const feltRow = (move: string): HTMLElement => {
    const label = room.core.move(move)?.name ?? move;
    const chosen = rating.felt[move];
    return h("li", { class: "felt" },
      picture(room.core, move, 56, 56),
      h("fieldset", { class: "group", onchange: (event: Event) => {
        rating.felt[move] = Number((event.target as HTMLInputElement).value) as Felt;
        remember();
      } },
        h("legend", {}, label),
        h("div", { class: "chips thirds" }, ...FEELINGS.map((feeling) => h("label", { class: "chip" },
          h("input", { type: "radio", name: `felt-${move}`, value: feeling.value, checked: chosen === feeling.value }),
          h("span", {}, icon(feeling.picture), t(`felt.${feeling.label}`)))))));
  };

  const note = h("textarea", { id: "note", rows: 2, maxlength: NOTE_MAX, value: rating.note, oninput: () => {
    rating.note = note.value;
    remember();
  } });
  const moves = run.movesDone;
  const light = h("div", { class: "light", role: "status" });
  const showLight = (): void => {
    const { light: name, text, source } = rating.pain === null ? { light: "unknown", text: "", source: "" }
      : room.core.light(run.painBefore, rating.pain);
    light.dataset["light"] = name;
    light.replaceChildren(...(text === "" ? [] : [h("p", {}, text), h("p", { class: "source" }, source)]));
  };
  showLight();
  const before = run.painBefore === null ? "" : t("after.before", { pain: run.painBefore });
  const element = h("form", { class: "after narrow", onsubmit: (event: Event) => {
    event.preventDefault();
    onSave(rating);
  } },
    h("header", { class: "hello" },
      h("p", { class: "soft" }, kind === "finished" ? t("after.done") : t("after.early")),
      h("h1", { tabindex: -1 }, t("after.pain")),
      h("p", { class: "soft" }, sentences(before, t("after.real")))),
    kind === "stop-rule" ? h("div", { class: "warning" },
      h("p", {}, t("after.leave")), h("p", {}, STOP_RULE.help)) : null,
    painScale("pain-after", rating.pain, (value) => {
      rating.pain = value;
      remember();
      showLight();
    }),
    h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, t("pain.least")), h("span", {}, t("pain.most"))),
    light,
    moves.length > 0 ? h("section", {}, h("h2", {}, t("after.moves")),
      h("p", { class: "soft" }, t("after.optional")),
      h("ul", { class: "felts" }, ...moves.map(feltRow))) : null,
    h("section", {}, h("label", { class: "h2", for: "note" }, t("after.note")), note),
    h("div", { class: "bottom stick" }, h("button", { type: "submit", class: "go" }, t("save"))));
  return { name: "after", title: t("after.title"), element };
}
