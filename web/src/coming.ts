// A part of the page that comes after the first view.
const RELOADED = "loosen-reloaded";

export class Coming<T> {
  /** Null until it has come. */
  here: T | null = null;
  private coming: Promise<T> | null = null;

  constructor(private readonly load: () => Promise<T>) {}

  /** Rejects when it cannot be had; the next call tries again. */
  get(): Promise<T> {
    return this.coming ??= this.load().then((part) => {
      sessionStorage.removeItem(RELOADED);
      return this.here = part;
    }).catch((error: unknown) => {
      this.coming = null;
      throw error;
    });
  }
}

/** A part could not be had. When the host has other files by now than those this page began with, loading it anew helps:
 *  tried once, but whenever the person asks. False: it does not. */
export async function loadAnew(asked = false): Promise<boolean> {
  try {
    const { ok } = await fetch("index.html", { cache: "no-store" });
    if (!ok || (!asked && sessionStorage.getItem(RELOADED) !== null)) return false;
    sessionStorage.setItem(RELOADED, "1");
  } catch {
    return false; // no network, or nothing may be kept
  }
  location.reload();
  return true;
}

/** The next moment in which nothing else is to be done, or after a second. */
export const atLeisure = (): Promise<unknown> => new Promise((resolve) => {
  if (typeof requestIdleCallback === "undefined") setTimeout(resolve, 200);
  else requestIdleCallback(resolve, { timeout: 1000 });
});

/** After the next painting. */
export const afterPaint = (then: () => void): void => { requestAnimationFrame(() => setTimeout(then)); };
