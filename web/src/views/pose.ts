// The figure with handles: drag one, or choose it and press the arrow keys. Where it comes to and what stays is the core's.
import type { MoveForm, PoseState } from "../core";
import { h, icon } from "../dom";
import { putAt } from "../stage";
import { t, type Key } from "../text";
import type { Room } from "./view";

const STEP = 0.06;  // of half the picture, an arrow key
const APART = 34; // pixels
const ROUNDS = 6;
const STEPS: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

/** Where two would lie on each other, they make room for a finger. */
function apart(places: { x: number; y: number }[], width: number, height: number): void {
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, a] of places.entries()) for (const b of places.slice(i + 1)) {
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const away = Math.hypot(dx, dy);
      if (away >= APART) continue;
      const by = (APART - away) / 2 + 0.5;
      const [x, y] = away < 1 ? [by, 0] : [dx / away * by, dy / away * by];
      a.x = Math.min(width - 24, Math.max(24, a.x - x));
      a.y = Math.min(height - 24, Math.max(24, a.y - y));
      b.x = Math.min(width - 24, Math.max(24, b.x + x));
      b.y = Math.min(height - 24, Math.max(24, b.y + y));
    }
}

export class Poser {
  readonly element: HTMLElement;
  private state: PoseState;
  private readonly handles: HTMLButtonElement[];
  private readonly said = h("p", { class: "hidden", role: "status" });
  private readonly tabs: HTMLButtonElement[];
  private readonly undo = h("button", { type: "button", class: "plain", onclick: () => this.take(this.room.core.poseUndo(), "mine.pose.undone") }, t("mine.pose.undo"));
  private readonly copy = h("button", { type: "button", class: "plain", onclick: () => this.take(this.room.core.poseCopy(), "mine.pose.copied") }, t("mine.pose.copy"));
  private drag: { handle: number; dx: number; dy: number; to: { x: number; y: number } | null } | null = null;

  /** `changed` is told what the figure does now. */
  constructor(private readonly room: Room, form: MoveForm, private readonly changed: (figure: unknown) => void) {
    const { core, stage } = room;
    stage.forget();
    stage.resetView();
    this.state = core.poseBegin(form);
    this.handles = this.state.handles.map(({ id }, index) => this.handle(id, index));
    this.tabs = ([0, 1] as const).map((which) => h("button", { type: "button", class: "pose-tab", onclick: () =>
      this.take(core.poseShow(which), which === 0 ? "mine.pose.first" : "mine.pose.second") }, t(which === 0 ? "mine.pose.first" : "mine.pose.second")));
    this.element = h("div", { class: "poser" },
      h("div", { class: "pose-tabs", role: "group", "aria-label": t("mine.pose.which") }, ...this.tabs),
      h("div", { class: "pose-place" }, stage.element,
        h("div", { class: "handles", role: "group", "aria-label": t("mine.pose.handles") }, ...this.handles)),
      h("div", { class: "pose-acts" }, this.undo, this.copy), this.said);
    this.show();
  }

  /** The handles follow the figure as it is turned or the page gets another size. */
  frame(): void {
    const { drag, room } = this;
    if (drag?.to) {
      this.pull(drag.handle, drag.to.x, drag.to.y);
      drag.to = null;
    }
    const { width, height } = room.stage.sight;
    const inside = (value: number, end: number): number => Math.min(end - 24, Math.max(24, value));
    const places = this.state.handles.map(({ at }) => {
      const { x, y } = room.stage.placeOf(at);
      return { x: inside(x, width), y: inside(y, height) };
    });
    apart(places, width, height);
    places.forEach((place, i) => putAt(this.handles[i]!, place));
  }

  private handle(id: string, index: number): HTMLButtonElement {
    const button = h("button", { type: "button", class: "handle", "data-handle": id, "aria-label": t(`mine.handle.${id}` as Key), title: t(`mine.handle.${id}` as Key),
      onkeydown: (event: KeyboardEvent) => this.key(event, index) }, h("span", {}));
    const local = (event: PointerEvent): { x: number; y: number } => {
      const box = this.room.stage.element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.drag) return;
      event.preventDefault();
      button.focus({ preventScroll: true });
      button.setPointerCapture(event.pointerId);
      const [from, at] = [local(event), this.room.stage.placeOf(this.state.handles[index]!.at)];
      this.drag = { handle: index, dx: at.x - from.x, dy: at.y - from.y, to: null };
      this.element.classList.add("is-posing");
    });
    button.addEventListener("pointermove", (event) => {
      if (this.drag?.handle !== index) return;
      const to = local(event);
      this.drag.to = { x: to.x + this.drag.dx, y: to.y + this.drag.dy };
    });
    const end = (): void => {
      if (this.drag?.handle !== index) return;
      if (this.drag.to) this.pull(index, this.drag.to.x, this.drag.to.y);
      this.drag = null;
      this.element.classList.remove("is-posing");
      this.take(this.room.core.poseDrop(index));
    };
    button.addEventListener("pointerup", end);
    button.addEventListener("pointercancel", end);
    return button;
  }

  private key(event: KeyboardEvent, index: number): void {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { width, height } = this.room.stage.sight;
    const at = this.room.stage.placeOf(this.state.handles[index]!.at);
    const by = event.shiftKey ? 2.5 : 1;
    const half = Math.min(width, height) / 2;
    this.pull(index, at.x + step[0] * by * half, at.y - step[1] * by * half);
    this.take(this.room.core.poseDrop(index), "mine.pose.moved");
  }

  /** Takes a handle to a place of the stage, in pixels. */
  private pull(index: number, x: number, y: number): void {
    const { aspect, yaw, pitch, width, height } = this.room.stage.sight;
    const { handles } = this.room.core.poseDrag(index, (2 * x) / Math.max(1, width) - 1, 1 - (2 * y) / Math.max(1, height), aspect, yaw, pitch);
    this.state = { ...this.state, handles };
    this.room.stage.showPosing(this.label());
  }

  private take(state: PoseState, said?: Key): void {
    this.state = state;
    this.changed(state.figure);
    this.show();
    if (said !== undefined) this.said.textContent = t(said);
  }

  private label(): string { return t(this.state.at === 0 ? "mine.pose.first" : "mine.pose.second"); }

  private show(): void {
    this.tabs.forEach((tab, i) => tab.setAttribute("aria-pressed", String(i === this.state.at)));
    this.undo.disabled = this.state.undo === 0;
    this.copy.hidden = this.state.at === 0;
    this.room.stage.showPosing(this.label());
    this.frame();
  }

  get figure(): unknown { return this.state.figure; }
}

export const poseHelp = (): HTMLElement => h("p", { class: "soft pose-help" }, icon("left"), h("span", {}, t("mine.pose.help")));
