// Where the figure stands: one canvas that moves between views, turned by drag, with a cross-fade from move to move.
// Without WebGL2 it shows the core's picture of the move instead.
import type { Core, State } from "./core";
import { clock } from "./clock";
import { h, icon } from "./dom";
import { FigureView } from "./figure";
import { dark, paint } from "./pictures";

export const still = matchMedia("(prefers-reduced-motion: reduce)");

const TURN_STEP_DEG = 15;
const DRAG_DEG_A_PIXEL = 0.4;
const STILL_SIZE = 720;

export class Stage {
  readonly element: HTMLElement;
  private readonly canvas = h("canvas", { class: "figure", role: "img" });
  private readonly veil = h("canvas", { class: "veil", "aria-hidden": "true" });
  private readonly view: FigureView | null;
  private shown = "";   // move and side, to fade between them
  private keyCue = -1;  // with reduced motion: the cue whose pose is shown

  constructor(private readonly core: Core) {
    this.view = FigureView.supported() ? this.makeView() : null;
    this.element = h("div", { class: "stage" }, this.canvas, this.veil,
      this.view && h("div", { class: "turns" },
        h("button", { type: "button", class: "turn", "aria-label": "Turn the figure left",
          onclick: () => this.turn(-1) }, icon("left")),
        h("button", { type: "button", class: "turn", "aria-label": "Turn the figure right",
          onclick: () => this.turn(1) }, icon("right"))));
    if (this.view) this.listen(this.view);
    dark.addEventListener("change", () => this.view?.setTheme(dark.matches));
  }

  private makeView(): FigureView | null {
    try {
      const { core } = this;
      const view = new FigureView(this.canvas, {
        vertices: () => core.vertices(),
        indices: () => core.indices(),
        camera(aspect, yaw, pitch) {
          const { matrix, eye } = core.camera(aspect, yaw, pitch);
          const floats = new Float32Array(matrix.length + eye.length);
          floats.set(matrix);
          floats.set(eye, matrix.length);
          return floats;
        },
      });
      this.canvas.style.touchAction = "pan-y"; // sideways turns the figure, up and down scrolls
      view.setTheme(dark.matches);
      return view;
    } catch {
      return null; // promised but not given: pictures will do
    }
  }

  /** Turns the figure by a step: −1 to the left, 1 to the right. */
  turn(direction: -1 | 1): void { this.view?.turn(direction * TURN_STEP_DEG, 0); }

  /** Shows the running session's moment. */
  showSession(state: State): void {
    this.label(`${state.name}${state.side === "none" ? "" : `, ${state.side} side`}`);
    if (!this.view) return this.showPicture(state.move);
    if (still.matches) {
      if (state.cue === this.keyCue) return this.view.draw();
      this.fade();
      this.keyCue = state.cue;
      // The pose that this cue arrives at: the figure a moment before the cue's end.
      this.core.figure(clock.now() + Math.max(0, state.cue_left_s * 1000 - 20));
    } else {
      const key = `${state.move} ${state.side}`;
      if (key !== this.shown && this.shown !== "") this.fade();
      this.shown = key;
      this.core.figure(clock.now());
    }
    this.view.draw();
  }

  /** Shows a move on its own, looping; with reduced motion, its key pose. */
  showMove(move: string, name: string, seconds: number): void {
    this.label(name);
    if (!this.view || still.matches) return this.showPicture(move);
    if (this.shown !== move && this.shown !== "") this.fade();
    this.shown = move;
    this.core.preview(move, "right", seconds);
    this.view.draw();
  }

  /** The next move is seen from its best side again. */
  resetView(): void { this.view?.resetView(); }

  forget(): void {
    this.shown = "";
    this.keyCue = -1;
  }

  private showPicture(move: string): void {
    if (this.shown === move) return;
    this.shown = move;
    const canvas = this.view ? this.veil : this.canvas;
    canvas.width = canvas.height = STILL_SIZE;
    paint(this.core, canvas, move);
    canvas.classList.add("picture-only");
  }

  private label(text: string): void {
    if (this.canvas.getAttribute("aria-label") !== text) this.canvas.setAttribute("aria-label", text);
  }

  /** Lays the last drawing over the canvas and lets it fade away. */
  private fade(): void {
    if (!this.view || this.canvas.width === 0) return;
    this.view.draw();
    this.veil.width = this.canvas.width;
    this.veil.height = this.canvas.height;
    this.veil.getContext("2d")?.drawImage(this.canvas, 0, 0);
    this.veil.classList.remove("fading", "picture-only");
    void this.veil.offsetWidth; // restarts the transition
    this.veil.classList.add("fading");
  }

  private listen(view: FigureView): void {
    new ResizeObserver(() => view.resize()).observe(this.element);
    let x = 0;
    let y = 0;
    this.canvas.addEventListener("pointerdown", (event) => {
      [x, y] = [event.clientX, event.clientY];
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!this.canvas.hasPointerCapture(event.pointerId)) return;
      view.turn((event.clientX - x) * DRAG_DEG_A_PIXEL, (event.clientY - y) * DRAG_DEG_A_PIXEL);
      [x, y] = [event.clientX, event.clientY];
    });
    this.canvas.addEventListener("dblclick", () => view.resetView());
  }
}
