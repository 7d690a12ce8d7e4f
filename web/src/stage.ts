// Where the figure stands: one canvas that moves between views, turned, drawn nearer and tapped, with a cross-fade from
// move to move. A tap names the glowing muscle nearest to it, and the name follows the muscle for a while.
// Without WebGL2 it shows the core's picture of the move instead.
import type { Core, Glow, Glows, State } from "./core";
import { onBody, ownBody } from "./body";
import { clock } from "./clock";
import { afterPaint } from "./coming";
import { h, icon } from "./dom";
import { FigureView, type PaletteName } from "./figure";
import { filmOf } from "./films";
import { listen } from "./gestures";
import { mediaOf } from "./own";
import { paintAnew } from "./pictures";
import { dark, still } from "./prefs";
import { t } from "./text";

export { still };

const TURN_STEP_DEG = 15;
const DRAG_DEG_A_PIXEL = 0.4;
const ZOOM_STEP = 1.25;
const NEAR_PIXELS = 110; // a tap farther than this from all that glows names nothing
const NAMED_MS = 5000;
const STILL_SIZE = 720;
const DARK: Glows = { works: false, muscles: [] };

/** A place on a muscle's path: this share of the way from a point to the next. */
interface Spot { name: string; piece: number; share: number }
interface Screen { x: number; y: number }

function onPiece(at: Screen, a: Screen, b: Screen): { share: number; pixels: number } {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const along = ((at.x - a.x) * x + (at.y - a.y) * y) / Math.max(x * x + y * y, 1e-9);
  const share = Math.min(1, Math.max(0, along));
  return { share, pixels: Math.hypot(at.x - a.x - share * x, at.y - a.y - share * y) };
}

/** Moves an element of the stage to a place of it, in pixels. */
export function putAt(element: HTMLElement, { x, y }: Screen): void {
  element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
}

export class Stage {
  readonly element: HTMLElement;
  private readonly canvas = h("canvas", { class: "figure", role: "img" });
  private readonly veil = h("canvas", { class: "veil", "aria-hidden": "true" });
  private readonly tag = h("p", { class: "muscle", role: "status", hidden: true });
  private view: FigureView | null = null;
  private awake = false;               // `view` is there, or it is known that there can be none
  private first: (() => void) | null = null; // what was to be shown before that
  private covers: readonly HTMLElement[] = [];
  private spot: Spot | null = null; // the muscle that is named
  private posed = false;            // the core's figure is what is seen
  private hiding = 0;
  private shown = "";   // move and side, to fade between them
  private keyCue = -1;  // with reduced motion: the cue whose pose is shown
  private readonly turns = h("div", { class: "turns" });
  private readonly media = h("div", { class: "own-media", hidden: true }); // a picture or film instead of the figure
  private posing = false; // the figure is posed by hand: it turns, and is neither drawn nearer nor named

  constructor(private readonly core: Core) {
    this.element = h("div", { class: "stage" }, this.canvas, this.veil, this.media, this.tag, this.turns);
    dark.addEventListener("change", () => this.view?.setTheme(dark.matches));
    afterPaint(() => this.wake()); // a context for drawing takes its time: the words beside the figure come first
  }

  private wake(): void {
    if (this.awake) return;
    this.awake = true;
    const view = this.view = this.makeView();
    if (view) {
      this.turns.append(
        h("button", { type: "button", class: "turn", "aria-label": t("figure.left"), onclick: () => this.turn(-1) }, icon("left")),
        h("button", { type: "button", class: "turn", "aria-label": t("figure.right"), onclick: () => this.turn(1) }, icon("right")));
      new ResizeObserver(() => {
        this.tellCovers();
        view.resize();
      }).observe(this.element);
      listen(this.canvas, {
        turn: (dx, dy) => view.turn(dx * DRAG_DEG_A_PIXEL, dy * DRAG_DEG_A_PIXEL),
        zoom: (factor, x, y, dx, dy, smooth) => !this.posing && view.zoom(factor, x, y, dx, dy, smooth && !still.matches),
        tap: (x, y) => { if (!this.posing) this.tap({ x, y }); },
        reset: () => { if (!this.posing) this.resetView(); },
      });
    }
    this.setLook();
    onBody(() => this.setLook());
    this.first?.();
    this.first = null;
  }

  /** True: not now; the last of these is shown as soon as there is something to draw with. */
  private later(show: () => void): boolean {
    if (!this.awake) this.first = show;
    return !this.awake;
  }

  private makeView(): FigureView | null {
    try {
      const { core } = this;
      const view = new FigureView(this.canvas, {
        vertices: () => core.vertices(),
        indices: () => core.indices(),
        camera(aspect, yaw, pitch) {
          const { matrix, eye, laid } = core.camera(aspect, yaw, pitch);
          return Float32Array.of(...matrix, ...eye, ...laid);
        },
      });
      this.canvas.style.touchAction = "pan-y"; // sideways turns the figure, up and down scrolls
      view.setTheme(dark.matches);
      return view;
    } catch {
      return null; // promised but not given: pictures will do
    }
  }

  /** What is round and lies over the figure: the core lays the figure beside it. */
  besides(covers: readonly HTMLElement[]): void {
    this.covers = covers;
    this.tellCovers();
  }

  private tellCovers(): void {
    const box = this.canvas.getBoundingClientRect();
    const half = Math.max(1, box.height) / 2;
    this.core.covers(this.covers.map((cover) => cover.getBoundingClientRect()).filter(({ width }) => width > 0)
      .map(({ left, top, width, height }) => ({ x: (left + width / 2 - box.left - box.width / 2) / half,
        y: 1 - (top + height / 2 - box.top) / half, radius: width / 2 / half })));
  }

  /** Turns the figure by a step: −1 to the left, 1 to the right. */
  turn(direction: -1 | 1): void { this.view?.turn(direction * TURN_STEP_DEG, 0); }

  /** Draws the middle of the figure nearer by a step (1), or away (−1). */
  zoom(direction: -1 | 1): void {
    const { clientWidth, clientHeight } = this.canvas;
    this.view?.zoom(ZOOM_STEP ** direction, clientWidth / 2, clientHeight / 2, 0, 0, !still.matches);
  }

  /** What glows in what was shown last; nothing where a picture stands for the figure. */
  glows(): Glows { return this.posed ? this.core.glows() : DARK; }

  /** Names the brightest muscle, then the next at each call. */
  nameNext(): void {
    const { muscles } = this.glows();
    const at = muscles.findIndex(({ name }) => name === this.spot?.name);
    const next = muscles[(at + 1) % Math.max(1, muscles.length)];
    if (!next) return this.forgetName();
    this.name(next, { name: next.name, piece: Math.floor((next.path.length - 1) / 2), share: 0.5 });
  }

  /** Shows the running session's moment. */
  showSession(state: State): void {
    const { name, side } = state;
    this.label(side === "none" ? name : t(`figure.side.${side}`, { name }));
    if (this.showMedia(state.move, name) || this.later(() => this.showSession(state))) return;
    if (!this.view) return this.showPicture(state.move);
    this.posed = true;
    if (still.matches) {
      if (state.cue === this.keyCue) return this.drawn();
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
    this.drawn();
  }

  /** Shows a move on its own, looping; with reduced motion, its key pose. */
  showMove(move: string, name: string, seconds: number): void {
    this.label(name);
    if (this.showMedia(move, name) || this.later(() => this.showMove(move, name, seconds))) return;
    if (!this.view || still.matches) return this.showPicture(move);
    if (this.shown !== move && this.shown !== "") this.fade();
    this.shown = move;
    this.core.preview(move, "right", seconds);
    this.posed = true;
    this.drawn();
  }

  // ---- a move in the making

  get canPose(): boolean {
    this.wake();
    return this.view !== null;
  }

  /** Shows the pose in the making, as the core has it. */
  showPosing(name: string): void {
    this.label(name);
    this.showMedia("", "");
    this.veil.classList.remove("picture-only");
    this.shown = "posing";
    this.posing = true;
    this.posed = false;
    this.drawn();
  }

  /** Where a place of the world is seen, in pixels of the stage; and what the core needs to find it back. */
  placeOf(point: readonly [number, number, number]): Screen { return this.view?.place(point) ?? { x: 0, y: 0 }; }
  get sight(): { aspect: number; yaw: number; pitch: number; width: number; height: number } {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return { ...(this.view?.angles ?? { aspect: 1, yaw: 0, pitch: 0 }), width, height };
  }

  /** Shows the move in the making, looping; with reduced motion, as it is at `stillAt`. */
  showTry(name: string, seconds: number, stillAt: number): void {
    this.label(name);
    this.showMedia("", "");
    if (this.later(() => this.showTry(name, seconds, stillAt)) || !this.view) return;
    this.veil.classList.remove("picture-only");
    this.shown = "trying";
    this.core.tryMove(still.matches ? stillAt : seconds);
    this.posed = true;
    this.drawn();
  }

  /** A person's own picture or film covers the figure. */
  private showMedia(move: string, name: string): boolean {
    const own = move === "" ? null : mediaOf(move);
    this.media.hidden = own === null;
    if (!own) {
      this.media.replaceChildren();
      return false;
    }
    this.posed = false;
    if (this.shown === `own ${move}` && this.media.childElementCount > 0) return true;
    this.shown = `own ${move}`;
    this.media.replaceChildren(h("img", { src: own.picture, alt: name }));
    if (own.film) void filmOf(move).then((address) => {
      if (address === null || this.shown !== `own ${move}`) return;
      const film = h("video", { src: address, loop: true, playsinline: true, autoplay: !still.matches, controls: still.matches,
        "aria-label": name });
      film.muted = true;
      this.media.replaceChildren(film);
    });
    return true;
  }

  /** Skin, hair and clothes; the usual ones when none are named. */
  private setLook(): void { this.view?.setPalette((ownBody().look ?? "teal") as PaletteName); }

  /** Shows the body standing, as far as a range goes (−1: at rest). */
  showRange(range: number, degrees: number, name: string): void {
    this.label(name);
    if (this.later(() => this.showRange(range, degrees, name))) return;
    if (!this.view) return this.showPortrait();
    this.showMedia("", "");
    const key = `range ${range}`;
    if (key !== this.shown && this.shown !== "" && !still.matches) this.fade();
    this.shown = key;
    this.core.bodyShow(range, degrees);
    this.posed = true;
    this.drawn();
  }

  private showPortrait(): void {
    this.shown = "";
    if (this.canvas.width !== STILL_SIZE) this.canvas.width = this.canvas.height = STILL_SIZE;
    paintAnew(this.core, this.canvas, { look: Math.max(0, this.core.bodyInfo().looks.indexOf(ownBody().look ?? "")) });
    this.canvas.classList.add("picture-only");
  }

  /** The next move is seen from its best side again. */
  resetView(): void {
    this.forgetName();
    this.view?.resetView();
  }

  forget(): void {
    this.first = null;
    this.forgetName();
    this.showMedia("", "");
    this.posing = false;
    this.posed = false;
    this.shown = "";
    this.keyCue = -1;
  }

  private showPicture(move: string): void {
    this.posed = false;
    if (this.shown === move) return;
    this.shown = move;
    const canvas = this.view ? this.veil : this.canvas;
    canvas.width = canvas.height = STILL_SIZE;
    paintAnew(this.core, canvas, { move });
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

  // ---- names of muscles

  private tap(at: Screen): void {
    let nearest: { muscle: Glow; spot: Spot; pixels: number } | null = null;
    for (const muscle of this.glows().muscles) {
      const points = muscle.path.map((point) => this.view!.place(point));
      for (let piece = 0; piece + 1 < points.length; piece++) {
        const { share, pixels } = onPiece(at, points[piece]!, points[piece + 1]!);
        if (pixels > (nearest?.pixels ?? NEAR_PIXELS)) continue;
        nearest = { muscle, spot: { name: muscle.name, piece, share }, pixels };
      }
    }
    if (nearest) this.name(nearest.muscle, nearest.spot);
    else this.forgetName();
  }

  private name(muscle: Glow, spot: Spot): void {
    this.spot = spot;
    this.tag.hidden = false;
    const { plain, latin } = muscle;
    this.tag.replaceChildren(h("b", {}, plain.charAt(0).toUpperCase() + plain.slice(1)), " ",
      h("i", { lang: "la" }, latin));
    this.moveName(muscle);
    clearTimeout(this.hiding);
    this.hiding = window.setTimeout(() => this.forgetName(), NAMED_MS);
  }

  private forgetName(): void {
    clearTimeout(this.hiding);
    this.spot = null;
    this.tag.hidden = true;
    this.tag.replaceChildren();
  }

  /** Keeps the name beside its muscle, inside the stage. */
  private moveName(muscle: Glow | undefined): void {
    const { spot, view, tag, element } = this;
    const [a, b] = [muscle?.path[spot?.piece ?? 0], muscle?.path[(spot?.piece ?? 0) + 1]];
    if (!spot || !view || !a || !b) return this.forgetName();
    const [from, to] = [view.place(a), view.place(b)];
    const [x, y] = [from.x + (to.x - from.x) * spot.share, from.y + (to.y - from.y) * spot.share];
    const half = tag.offsetWidth / 2 + 8;
    const left = Math.min(element.clientWidth - half, Math.max(half, x));
    const above = y > tag.offsetHeight + 28;
    tag.style.transform = `translate(-50%, ${above ? "-100%" : "0"}) translate(${left}px, ${y + (above ? -16 : 16)}px)`;
    tag.style.setProperty("--lean", `${x - left}px`);
    tag.classList.toggle("below", !above);
  }

  private drawn(): void {
    this.view?.draw();
    if (!this.spot) return;
    const { name } = this.spot;
    this.moveName(this.core.glows().muscles.find((muscle) => muscle.name === name));
  }
}
