// Lengths in the units that the person reads. What is kept is metric everywhere.
import { prefs } from "./prefs";
import { t } from "./text";

const INCH_M = 0.0254;
const INCHES_A_FOOT = 12;

/** A stature: "171 cm", or feet and inches. */
export function statureText(metres: number): string {
  if (prefs.units === "cm") return t("body.cm", { n: Math.round(metres * 100) });
  const inches = Math.round(metres / INCH_M);
  return t("units.feet", { feet: Math.floor(inches / INCHES_A_FOOT), inches: inches % INCHES_A_FOOT });
}
