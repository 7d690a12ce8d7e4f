// Pictures that the core draws: of moves, of the person's looks, of the week's doses. A second core draws them in a worker
// and is ended when none was asked for a while; where no worker can start, the page's own draws in idle moments.
// Invariant: a canvas shows the body, the moves and the theme of the last drawing that it was given, never of one before.
import type { Core, Drawing, Theme } from "./core";
import { mediaOf } from "./own";
import { dark } from "./prefs";
import { Second } from "./second";

/** What a picture is of; its canvas says the size. */
type Subject = { move: string } | { look: number } | { nowMs: number; utcOffsetMin: number };

const AT_ONCE = 2;         // the worker has the next one at hand when it is done with one
const IDLE_MS = 20_000;    // then the worker and its core go
const KEPT_BYTES = 24 << 20;

const drawn = new Map<string, ImageData>(); // the oldest first
let bytes = 0;
let age = 0;               // goes up when every picture is to be drawn again

/** Canvases that wait for a picture, in their order, and what each shows or is to show. */
const queue = new Map<HTMLCanvasElement, Drawing>();
const shows = new WeakMap<HTMLCanvasElement, string>();
let running = 0;
let second: Second | null = null;
let alone = false;         // no worker can be had
let ending = 0;

const keyOf = (drawing: Drawing): string => `${age} ${JSON.stringify(drawing)}`;

function put(canvas: HTMLCanvasElement, image: ImageData | null): void {
  if (image) canvas.getContext("2d")?.putImageData(image, 0, 0);
  canvas.classList.add("drawn"); // or an empty frame: what it shows is said beside it
}

function keep(key: string, image: ImageData): void {
  if (drawn.has(key) || !key.startsWith(`${age} `)) return;
  drawn.set(key, image);
  bytes += image.data.length;
  for (const [old, { data }] of drawn) {
    if (bytes <= KEPT_BYTES) return;
    drawn.delete(old);
    bytes -= data.length;
  }
}

const idle = (): Promise<unknown> => new Promise((resolve) =>
  (typeof requestIdleCallback === "undefined" ? setTimeout(resolve, 30) : requestIdleCallback(resolve, { timeout: 500 })));

async function draw(core: Core, drawing: Drawing): Promise<Uint8ClampedArray<ArrayBuffer>> {
  if (!alone) {
    try {
      // A picture asks neither for the safety answers nor for words.
      second ??= new Second(core, ({ name }) => name === "body" || name === "own" || name === "log");
      return await second.ask<Uint8ClampedArray<ArrayBuffer>>({ what: "draw", drawing });
    } catch (error) {
      if (!second?.broken) throw error;
      alone = true;
    }
  }
  await idle();
  return core.draw(drawing);
}

async function next(core: Core): Promise<void> {
  const [job] = queue;
  if (!job || running >= AT_ONCE) return;
  const [canvas, drawing] = job;
  queue.delete(canvas);
  const key = keyOf(drawing);
  running++;
  clearTimeout(ending);
  void next(core);
  let image = drawn.get(key) ?? null;
  try {
    if (!image) keep(key, image = new ImageData(await draw(core, drawing), drawing.width, drawing.height));
  } catch {
    image = null;
  }
  if (shows.get(canvas) === key && key === keyOf(drawing)) put(canvas, image);
  running--;
  void next(core);
  if (running > 0) return;
  clearTimeout(ending);
  ending = window.setTimeout(() => second?.end(), IDLE_MS);
}

export const theme = (): Theme => (dark.matches ? "dark" : "light");

/** Draws into a canvas of that size, in the theme of the moment. What it shows stays until the picture is here. */
function paint(core: Core, canvas: HTMLCanvasElement, subject: Subject): void {
  const own = "move" in subject ? mediaOf(subject.move) : null;
  queue.delete(canvas);
  if (own) {
    shows.delete(canvas);
    return paintOwn(canvas, own.picture);
  }
  const { width, height } = canvas;
  const drawing = { ...subject, width, height, theme: theme() };
  const key = keyOf(drawing);
  if (shows.get(canvas) === key) return;
  shows.set(canvas, key);
  const image = drawn.get(key);
  if (image) return put(canvas, image);
  queue.set(canvas, drawing);
  void next(core);
}

/** The same, into a canvas that others draw into as well. */
export function paintAnew(core: Core, canvas: HTMLCanvasElement, subject: Subject): void {
  shows.delete(canvas);
  paint(core, canvas, subject);
}

/** A picture of the person's own, covering the canvas. */
function paintOwn(canvas: HTMLCanvasElement, address: string): void {
  const image = new Image();
  image.onload = () => {
    const scale = Math.max(canvas.width / image.width, canvas.height / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    canvas.getContext("2d")?.drawImage(image, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  };
  image.src = address;
  canvas.classList.add("drawn");
}

// ---- pictures that are drawn when they come into view

const waiting = new WeakMap<Element, () => void>();
const near = new Set<Element>();
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) {
      near.delete(target);
      if (queue.delete(target as HTMLCanvasElement)) shows.delete(target as HTMLCanvasElement);
      continue;
    }
    near.add(target);
    waiting.get(target)?.();
  }
}, { rootMargin: "200px" });

dark.addEventListener("change", () => { for (const canvas of near) waiting.get(canvas)?.(); });

/** The figure has changed: pictures that are in view are drawn again, others when they come. */
export function redrawAll(): void {
  age++;
  drawn.clear();
  bytes = 0;
  for (const canvas of near) waiting.get(canvas)?.();
}

/** A canvas that is drawn when it comes into view, and again when what it shows has changed. */
export function pictureOf<T extends HTMLCanvasElement>(core: Core, canvas: T, width: number, height: number, subject: Subject): T {
  canvas.width = width * 2;
  canvas.height = height * 2;
  waiting.set(canvas, () => paint(core, canvas, subject));
  seen.observe(canvas);
  return canvas;
}

/** A small picture of a move. Its name stands beside it, so it is hidden from screen readers. */
export function picture(core: Core, move: string, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "picture";
  canvas.setAttribute("aria-hidden", "true");
  return pictureOf(core, canvas, width, height, { move });
}
