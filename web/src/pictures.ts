// Pictures of moves, drawn by the core only when they come into view, one at a time, and kept.
import type { Core, Theme } from "./core";
import { mediaOf } from "./own";
import { dark } from "./prefs";

const drawn = new Map<string, ImageData>();
const queue: (() => void)[] = [];
let busy = false;

function next(): void {
  const job = queue.shift();
  busy = job !== undefined;
  if (!job) return;
  job();
  setTimeout(next, 0);
}

const waiting = new WeakMap<Element, () => void>();
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const draw = entry.isIntersecting && waiting.get(entry.target);
    if (!draw) continue;
    seen.unobserve(entry.target);
    queue.push(draw);
    if (!busy) next();
  }
}, { rootMargin: "200px" });

export const theme = (): Theme => (dark.matches ? "dark" : "light");

dark.addEventListener("change", () => {
  for (const canvas of document.querySelectorAll("canvas.picture")) waiting.get(canvas)?.();
});

/** The figure has changed: pictures that are in view are drawn again, others when they come. */
export function redrawAll(): void {
  drawn.clear();
  for (const canvas of document.querySelectorAll("canvas.picture")) waiting.get(canvas)?.();
}

/** Draws a move into a canvas of `size` pixels, in the theme of the moment. */
export function paint(core: Core, canvas: HTMLCanvasElement, move: string): void {
  const own = mediaOf(move);
  if (own) return paintOwn(canvas, own.picture);
  const key = `${move} ${canvas.width} ${canvas.height} ${theme()}`;
  const image = drawn.get(key)
    ?? new ImageData(core.picture(move, canvas.width, canvas.height, theme()), canvas.width, canvas.height);
  drawn.set(key, image);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  canvas.classList.add("drawn");
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

/** A small picture of a move. Its name stands beside it, so it is hidden from screen readers. */
export function picture(core: Core, move: string, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.className = "picture";
  canvas.setAttribute("aria-hidden", "true");
  const draw = (): void => {
    try {
      paint(core, canvas, move);
    } catch {
      canvas.classList.add("drawn"); // an empty frame beside the name
    }
  };
  waiting.set(canvas, draw);
  seen.observe(canvas);
  return canvas;
}
