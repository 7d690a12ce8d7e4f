// A routine after the safety questions: what is left of it, and Start.
import { clock } from "../clock";
import { CoreError, type AboutRoutine, type Plan, type Wish } from "../core";
import { h } from "../dom";
import { routeText } from "../rooms";
import { t } from "../text";
import { factsOf, stepList } from "./routines";
import { painSheet } from "./today";
import type { Room, View } from "./view";

/** What goes into the log as the wish of this session. */
export const wishOf = ({ routine, minutes }: AboutRoutine): Wish & { routine: string } =>
  ({ minutes, place: routine.place, routine: routine.name });

export function readyView(room: Room, about: AboutRoutine, options: {
  onStart: (plan: Plan, wish: Wish, pain: number | null) => void; onSafety: () => void; onDue: () => void;
}): View {
  let plan: Plan | null = null;
  let refusal = "";
  try {
    plan = room.core.planRoutine(about.routine, clock.now(), clock.utcOffsetMin());
  } catch (error) {
    refusal = error instanceof CoreError ? error.message : String(error);
  }
  const pain = painSheet(room, (value) => { if (plan) options.onStart(plan, wishOf(about), value); }, options.onDue);
  const out = about.steps.filter((step) => step.left_out).length;
  const element = h("div", { class: "routine-page ready narrow" },
    h("header", { class: "hello" }, h("h1", { tabindex: -1 }, about.routine.name), h("p", { class: "soft facts-line" }, factsOf(about))),
    refusal !== "" ? h("p", { class: "note care-note" }, refusal)
      : out > 0 ? h("p", { class: "note care-note" }, t("routine.out.n", { n: out })) : null,
    stepList(room, about),
    h("div", { class: "care" }, h("button", { type: "button", class: "plain", onclick: options.onSafety }, t("ready.safety"))),
    h("div", { class: "bottom stick" },
      plan ? h("button", { type: "button", class: "go", onclick: () => pain.showModal() }, t("routine.start"))
        : h("a", { class: "go", href: routeText("today") }, t("ready.other"))),
    pain);
  return { name: "ready", title: about.routine.name, element, leave: () => { if (pain.open) pain.close(); } };
}
