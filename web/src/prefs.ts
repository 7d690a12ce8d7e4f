// What the person chose in the settings, and what follows from it for the look of the page. Kept by this browser.
import { keep, kept } from "./keep";

export interface Prefs {
  theme: "system" | "light" | "dark" | "contrast";
  motion: "system" | "less";
  /** Empty until one is chosen: what the browser asks for. */
  language: string;
  /** What lengths are shown and typed in. */
  units: "cm" | "inches";
  /** The name of a voice of this device; empty: the page chooses. */
  voice: string;
  rate: number;   // 1: as the moves are timed
  volume: number; // 0 … 1, voice and chimes
  says: "names" | "steps" | "all";
  /** The whole session by ear; a tap anywhere pauses. */
  eyes: boolean;
  /** Type that is read from across a room. */
  far: boolean;
}

/** What stands before anything was chosen. */
export const FIRST: Readonly<Prefs> = {
  theme: "system", motion: "system", language: "", units: "cm", voice: "", rate: 1, volume: 1, says: "steps", eyes: false, far: false,
};

const chosen: Prefs = { ...FIRST, ...kept<Partial<Prefs>>("prefs") };
const watchers = new Set<() => void>();

export const prefs: Readonly<Prefs> = chosen;

export function choose(change: Partial<Prefs>): void {
  Object.assign(chosen, change);
  keep("prefs", chosen);
  for (const watcher of watchers) watcher();
}

export function onPrefs(watcher: () => void): void { watchers.add(watcher); }

/** A yes or no that follows the device or the settings, used as a media query is. */
class Switch extends EventTarget {
  matches: boolean;
  constructor(query: string, private readonly decide: (device: boolean) => boolean) {
    super();
    const device = matchMedia(query);
    this.matches = decide(device.matches);
    const look = (): void => {
      const now = this.decide(device.matches);
      if (now === this.matches) return;
      this.matches = now;
      this.dispatchEvent(new Event("change"));
    };
    device.addEventListener("change", look);
    onPrefs(look);
  }
}

export const dark = new Switch("(prefers-color-scheme: dark)", (device) =>
  (prefs.theme === "system" || prefs.theme === "contrast" ? device : prefs.theme === "dark"));
export const contrast = new Switch("(prefers-contrast: more)", (device) =>
  prefs.theme === "contrast" || (prefs.theme === "system" && device));
export const still = new Switch("(prefers-reduced-motion: reduce)", (device) => prefs.motion === "less" || device);

/** Tells the style sheet. `strong`: with strong contrast whatever was chosen. */
export function dress(strong = false): void {
  const root = document.documentElement;
  root.dataset["theme"] = dark.matches ? "dark" : "light";
  root.dataset["contrast"] = contrast.matches || strong ? "more" : "usual";
  root.dataset["motion"] = still.matches ? "less" : "usual";
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.content = getComputedStyle(root).getPropertyValue("--paper").trim();
}
for (const one of [dark, contrast, still]) one.addEventListener("change", () => dress());
dress();
