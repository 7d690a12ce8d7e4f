// Small things that this browser remembers for the page: the last wish, the sound, a running session. What happened is
// not among them but for the moment until the log has written it.
const PREFIX = "loosen.";
const memory = new Map<string, string>();
let watcher: (name: string) => void = () => {};

/** Told of each name that is kept or forgotten. */
export function onKept(then: (name: string) => void): void { watcher = then; }

/** Nobody is told of what `act` keeps or forgets. */
export function quietly(act: () => void): void {
  const was = watcher;
  watcher = () => {};
  try {
    act();
  } finally {
    watcher = was;
  }
}

export function keep(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  memory.set(name, text);
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // Storage is off or full: it lasts as long as the page.
  }
  watcher(name);
}

function textOf(name: string): string | null {
  let text: string | null = null;
  try {
    text = localStorage.getItem(PREFIX + name);
  } catch {
    // Storage is off.
  }
  return text ?? memory.get(name) ?? null;
}

export function kept<T>(name: string): T | null {
  const text = textOf(name);
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** The names that begin so. */
export function keptNames(begin: string): string[] {
  let names: string[] = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  } catch {
    // Storage is off.
  }
  return [...new Set([...names, ...memory.keys()])].filter((name) => name.startsWith(begin));
}

export function forget(name: string): void {
  if (textOf(name) === null) return;
  memory.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Storage is off.
  }
  watcher(name);
}

/** Everything is erased, and nobody is told of each name. */
export function forgetAll(): void {
  watcher = () => {};
  keptNames("").forEach(forget);
}
