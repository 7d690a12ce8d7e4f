// What fingers, mouse and wheel do on the figure: turn it, draw it nearer, tap it. Two fingers never scroll the page.

export interface Gestures {
  /** Dragged by so many pixels. */
  turn(dx: number, dy: number): void;
  /** Nearer by `factor` around a place of the element, which has also moved by so many pixels. Returns false when
   *  nothing came of it. */
  zoom(factor: number, x: number, y: number, dx: number, dy: number, smooth: boolean): boolean;
  tap(x: number, y: number): void;
  /** Tapped twice. */
  reset(): void;
}

const TAP_PIXELS = 8;
const TAP_MS = 500;
const TWICE_PIXELS = 40;
const TWICE_MS = 320;
const WHEEL_RATE = 0.0016;
const TRACKPAD_RATE = 0.01; // a pinch on it arrives as a wheel with the control key
const LINE_PIXELS = 16;

interface Point { x: number; y: number }

const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

export function listen(element: HTMLElement, acts: Gestures): void {
  const down = new Map<number, Point>();
  let began: (Point & { at: number }) | null = null; // where a press began that may still become a tap
  let last: (Point & { at: number }) | null = null;  // the tap before

  const place = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const tapped = (at: Point, time: number): void => {
    const twice = last !== null && time - last.at < TWICE_MS && apart(last, at) < TWICE_PIXELS;
    last = twice ? null : { ...at, at: time };
    if (twice) acts.reset();
    else acts.tap(at.x, at.y);
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const at = place(event);
    down.set(event.pointerId, at);
    began = down.size === 1 ? { ...at, at: event.timeStamp } : null;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = place(event);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (began && apart(began, now) > TAP_PIXELS) began = null;
    down.set(event.pointerId, now);
    if (other) {
      const [from, to] = [middle(before, other), middle(now, other)];
      acts.zoom(apart(now, other) / Math.max(1, apart(before, other)), to.x, to.y, to.x - from.x, to.y - from.y, false);
    } else if (!began) acts.turn(now.x - before.x, now.y - before.y);
  });
  const lifted = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId)) return;
    const was = began;
    began = null;
    if (event.type === "pointerup" && was && event.timeStamp - was.at < TAP_MS) tapped(was, event.timeStamp);
  };
  element.addEventListener("pointerup", lifted);
  element.addEventListener("pointercancel", lifted);
  element.addEventListener("wheel", (event) => {
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1);
    const factor = Math.exp(-pixels * (event.ctrlKey ? TRACKPAD_RATE : WHEEL_RATE));
    const { x, y } = place(event);
    // At the end of its way the wheel scrolls the page again.
    if (acts.zoom(factor, x, y, 0, 0, true) || event.ctrlKey) event.preventDefault();
  }, { passive: false });
  element.addEventListener("touchstart", (event) => { if (event.touches.length > 1) event.preventDefault(); },
    { passive: false });
}
