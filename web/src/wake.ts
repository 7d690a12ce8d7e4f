// Keeps the screen awake while a session runs. The system lets go of the lock whenever the page is hidden, so it is asked
// for again when the page comes back.
let wanted = false;
let lock: WakeLockSentinel | null = null;

async function ask(): Promise<void> {
  if (!wanted || document.hidden || lock !== null || !("wakeLock" in navigator)) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { lock = null; });
    if (!wanted) await lock.release();
  } catch {
    lock = null; // low battery or not allowed: the session goes on all the same
  }
}

document.addEventListener("visibilitychange", () => void ask());

export function stayAwake(want: boolean): void {
  wanted = want;
  if (want) void ask();
  else void lock?.release();
}
