// Fixed sentences of the page. What depends on a plan, a move or an answer comes from the core.
import { t } from "./text";
import type { Breath, CueKind, Glow, Place, Region, Side } from "./core";

const PLACE_NAMES = ["floor", "chair", "standing", "bed"] as const;
const REGION_NAMES = ["lower-back", "upper-back", "hips", "buttocks", "hamstrings", "legs"] as const;

export const PLACES: { value: Place; label: string }[] = PLACE_NAMES.map((value) => ({ value,
  get label() { return t(`place.${value}`); } }));

export const REGIONS: { value: Region; label: string }[] = REGION_NAMES.map((value) => ({ value,
  get label() { return t(`region.${value}`); } }));

/** "Right side". */
export const sideText = (side: Side): string => (side === "none" ? "" : t(`side.${side}`));

export const MINUTES = [3, 5, 8, 10, 15, 20, 30] as const;

const KINDS: Record<CueKind, string> = {
  ready: "get ready", settle: "settle in", hold: "hold", move: "move", release: "come out slowly",
  switch: "change sides", rest: "rest", done: "done",
};

/** "Right side · hold". */
export function phaseText(side: Side, kind: CueKind, rep: number, reps: number): string {
  const moving = kind === "settle" || kind === "hold" || kind === "move" || kind === "release";
  const parts = [side !== "none" && kind !== "rest" && kind !== "switch" ? `${side} side` : "", KINDS[kind],
    moving && reps > 1 ? `${rep} of ${reps}` : ""].filter((part) => part !== "");
  const text = parts.join(" · ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const BREATHS: Record<Breath, string> = { free: "Breathe freely", in: "Breathe in…", out: "Breathe out slowly…" };
export const breathText = (breath: Breath): string => BREATHS[breath];

/** "Lengthening: inner hamstring (semitendinosus)". */
export const glowText = (works: boolean, { plain, latin }: Glow): string =>
  `${works ? "Working" : "Lengthening"}: ${plain} (${latin})`;

/** The stop rule. Sharp or spreading pain, new nerve signs and signs of heart or head end any session. */
export const STOP_RULE = {
  line: "Sharp pain, numbness, dizziness: stop",
  title: "Is something wrong?",
  signs: ["sharp or electric pain", "pain that moves down the leg", "new numbness, tingling or weakness", "dizziness",
    "chest pain", "breathlessness"],
  then: "If you notice any of these, the session is over for today.",
  help: "Chest pain, breathlessness at rest, or new trouble with bladder or bowels: call your local emergency number. "
    + "For anything else on this list, speak to a doctor or physiotherapist before the next session.",
} as const;
