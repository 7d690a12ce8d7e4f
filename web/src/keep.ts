// Small things that this browser remembers for the page: the last wish, the sound, a running session. What happened is
// not among them; that is the log's.
const PREFIX = "loosen.";
const memory = new Map<string, string>();

export function keep(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  memory.set(name, text);
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // Storage is off or full: it lasts as long as the page.
  }
}

export function kept<T>(name: string): T | null {
  let text: string | null = null;
  try {
    text = localStorage.getItem(PREFIX + name);
  } catch {
    // Storage is off.
  }
  text ??= memory.get(name) ?? null;
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function forget(name: string): void {
  memory.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Storage is off.
  }
}
