// A newer version of the page: fetched in the background, and taken only between sessions, when the person goes from one
// room to another. A page that is in the middle of something stays on the version it began with.
import { code, filesOf } from "./text";

const SESSION_LOCK = "loosen.session";

let waiting: ServiceWorker | null = null;
let stale = false; // another page took the new version; this one still runs the old
let taking = false;

function found(registration: ServiceWorkerRegistration): void {
  const next = registration.installing ?? registration.waiting;
  if (!next) return;
  const look = (): void => {
    if (next.state === "installed" && navigator.serviceWorker.controller) waiting = next;
  };
  next.addEventListener("statechange", look);
  look();
}

/** Keeps the page on this device. Without a worker (an old browser, an address without https) it works with a network. */
export async function keepPage(): Promise<void> {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (taking) location.reload();
    else stale = had;
  });
  const had = navigator.serviceWorker.controller !== null;
  try {
    const registration = await navigator.serviceWorker.register("offline.js", { updateViaCache: "none" });
    found(registration);
    registration.addEventListener("updatefound", () => found(registration));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) registration.update().catch(() => {}); // no network: another time
    });
  } catch {
    // Private windows of some browsers have no worker.
  }
}

/** The files of the language in use go through the worker once, which keeps them; on the first visit it came after them. */
export async function keepLanguage(): Promise<void> {
  if (!("serviceWorker" in navigator) || filesOf(code()).length === 0) return;
  const kept = navigator.serviceWorker.controller ? Promise.resolve()
    : new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  await kept;
  await Promise.all(filesOf(code()).map((name) => fetch(name).catch(() => null))); // no network: another time
}

async function sessionRuns(): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some(({ name }) => name === SESSION_LOCK);
}

/** The person is between two things: a good moment. True: the page is about to load anew. */
export async function settle(): Promise<boolean> {
  if (stale) {
    location.reload();
    return true;
  }
  if (!waiting || taking || await sessionRuns()) return false;
  taking = true;
  waiting.postMessage("take over");
  return true;
}
