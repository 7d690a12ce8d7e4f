// Fixed sentences of the page. What depends on a plan, a move or an answer comes from the core.
import { lower, t } from "./text";
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

/** "Right side · hold". */
export function phaseText(side: Side, kind: CueKind, rep: number, reps: number): string {
  const moving = kind === "settle" || kind === "hold" || kind === "move" || kind === "release";
  const parts = [kind !== "rest" && kind !== "switch" ? sideText(side) : "", t(`phase.${kind}`),
    moving && reps > 1 ? t("phase.rep", { rep, reps }) : ""].filter((part) => part !== "");
  const text = parts.map((part, i) => (i === 0 ? part : lower(part))).join(" · ");
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

export const breathText = (breath: Breath): string => t(`breath.${breath}`);

/** "Lengthening: inner hamstring (semitendinosus)". */
export const glowText = (works: boolean, { plain, latin }: Glow): string =>
  t(works ? "glow.works" : "glow.lengthens", { plain, latin });

/** The stop rule. Sharp or spreading pain, new nerve signs and signs of heart or head end any session. */
export const STOP_RULE = {
  get line() { return t("stop.line"); },
  get title() { return t("stop.title"); },
  get signs() {
    return [t("stop.sign.sharp"), t("stop.sign.leg"), t("stop.sign.numb"), t("stop.sign.dizzy"), t("stop.sign.chest"),
      t("stop.sign.breath")];
  },
  get then() { return t("stop.then"); },
  get help() { return t("stop.help"); },
};
