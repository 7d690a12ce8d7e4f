// Eyes closed: the whole player is one button. A tap pauses and goes on, two taps skip; everything is spoken, and what was
// said stands here for those who look after all.
import type { State } from "../core";
import { minutesText } from "../clock";
import { h, icon } from "../dom";
import { t } from "../text";
import { phaseText } from "../words";

const TWICE_MS = 350;

export class Eyes {
  readonly element: HTMLElement;
  private readonly name = h("span", { class: "eyes-name" });
  private readonly phase = h("span", { class: "eyes-phase" });
  private readonly text = h("span", { class: "eyes-text" });
  private readonly time = h("span", { class: "eyes-time" });
  private readonly area: HTMLButtonElement;
  private timer: number | null = null;

  constructor(private readonly acts: { toggle(): void; skip(): void; open(): void; stop(): void }) {
    this.area = h("button", { type: "button", class: "eyes-area", onclick: () => this.tapped() },
      this.phase, this.name, this.text, this.time, h("span", { class: "eyes-help" }, t("eyes.help")));
    this.element = h("div", { class: "eyes", hidden: true }, this.area,
      h("button", { type: "button", class: "round eyes-open", "aria-label": t("eyes.open"), onclick: () => acts.open() },
        icon("drop")),
      h("button", { type: "button", class: "plain eyes-stop", onclick: () => acts.stop() }, t("eyes.stop")));
  }

  /** Covers the player, or lets it be seen again. */
  cover(yes: boolean): void {
    this.element.hidden = !yes;
    if (yes) this.area.focus({ preventScroll: true });
  }

  show(state: State): void {
    this.name.textContent = state.name;
    this.phase.textContent = state.paused ? t("eyes.paused") : phaseText(state.side, state.kind, state.rep, state.reps);
    this.text.textContent = state.text;
  }

  paint(state: State): void {
    const left = t("eyes.left", { time: minutesText(state.left_s) });
    if (this.time.textContent !== left) this.time.textContent = left;
  }

  leave(): void { if (this.timer !== null) clearTimeout(this.timer); }

  private tapped(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
      return this.acts.skip();
    }
    this.timer = window.setTimeout(() => {
      this.timer = null;
      this.acts.toggle();
    }, TWICE_MS);
  }
}
