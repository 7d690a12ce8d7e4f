// The page's half of the log. Every event is kept on this device before anything else, then passed on to the program
// that serves the page, as often as it takes: events carry ids, so passing one on twice changes nothing.
// Invariant: an event leaves this device's store only when the program has it, or had it and was told to erase it.
import type { Core, EventFields, EventKind, LogEvent } from "./core";
import { clock } from "./clock";
import { forget, keep, kept, keptNames } from "./keep";

interface Kept { id: string; line: string; sent: 0 | 1 }

const ROUTE = "/api/events";
const AT_ONCE = "event.";
const BATCH = 100;
const WAIT_MS = { first: 1000, most: 60_000, load: 4000 };

export interface LogStatus {
  waiting: number;  // not passed on yet
  refused: number;  // the program would not take them; they stay here
  durable: boolean; // false: this browser keeps nothing, so they last as long as the page
}

/** The store on this device; without IndexedDB a map in memory stands in. */
class Shelf {
  private readonly memory = new Map<string, Kept>();
  private constructor(private readonly db: IDBDatabase | null) {}

  static async open(): Promise<Shelf> {
    try {
      const request = indexedDB.open("loosen", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("events", { keyPath: "id" });
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error("blocked"));
      });
      return new Shelf(db);
    } catch {
      return new Shelf(null);
    }
  }

  get durable(): boolean { return this.db !== null; }

  async all(): Promise<Kept[]> {
    if (!this.db) return [...this.memory.values()];
    const request = this.db.transaction("events").objectStore("events").getAll();
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result as Kept[]);
      request.onerror = () => reject(request.error);
    });
  }

  async put(rows: Kept[]): Promise<void> {
    if (!this.db) rows.forEach((row) => this.memory.set(row.id, row));
    else await this.write((store) => rows.forEach((row) => store.put(row)));
  }

  async remove(ids: string[]): Promise<void> {
    if (!this.db) ids.forEach((id) => this.memory.delete(id));
    else await this.write((store) => ids.forEach((id) => store.delete(id)));
  }

  private async write(work: (store: IDBObjectStore) => void): Promise<void> {
    const change = this.db!.transaction("events", "readwrite", { durability: "strict" });
    work(change.objectStore("events"));
    return new Promise((resolve, reject) => {
      change.oncomplete = () => resolve();
      change.onabort = () => reject(change.error);
    });
  }
}

export class EventLog {
  /** Every event known here, in the order of their ids, which is the order in time. */
  readonly events: LogEvent[] = [];
  private readonly known = new Set<string>();
  private readonly waiting = new Map<string, Kept>();
  private readonly refusedIds = new Set<string>();
  private delayMs = WAIT_MS.first;
  private timer: number | null = null;
  private posting = false;
  private lastMs = 0;
  private onstatus: (status: LogStatus) => void = () => {};

  private constructor(private readonly core: Core, private shelf: Shelf) {}

  static async open(core: Core): Promise<EventLog> {
    const log = new EventLog(core, await Shelf.open());
    await log.load();
    addEventListener("online", () => log.retryNow());
    addEventListener("focus", () => log.retryNow());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) log.retryNow(); });
    return log;
  }

  watch(onstatus: (status: LogStatus) => void): void {
    this.onstatus = onstatus;
    this.tell();
  }

  get status(): LogStatus {
    return { waiting: this.waiting.size - this.refusedIds.size, refused: this.refusedIds.size, durable: this.shelf.durable };
  }

  /** Something happened now. */
  record(kind: EventKind, fields: EventFields = {}): LogEvent {
    // Never two in one millisecond: ids sort by time, and so does the log.
    this.lastMs = Math.max(clock.now(), this.lastMs + 1);
    const event = this.core.event(kind, this.lastMs, fields);
    const row: Kept = { id: event.id, line: JSON.stringify(event), sent: 0 };
    this.learn(event);
    this.waiting.set(row.id, row);
    this.tell();
    void this.put(row).then(() => this.post());
    return event;
  }

  /** IndexedDB takes its time, and a page that is left meanwhile would lose the event: until then it is kept at once. */
  private async put(row: Kept): Promise<void> {
    keep(AT_ONCE + row.id, row);
    try {
      await this.shelf.put([row]);
      forget(AT_ONCE + row.id);
    } catch {
      // The store is full: it stays where it is.
    }
  }

  private async keptHere(): Promise<Kept[]> {
    const rows = await this.shelf.all().catch(() => [] as Kept[]);
    const late = keptNames(AT_ONCE).map((name) => kept<Kept>(name)).filter((row): row is Kept => row !== null);
    for (const row of late) await this.put(row);
    const known = new Set(rows.map((row) => row.id));
    return [...rows, ...late.filter((row) => !known.has(row.id))];
  }

  /** What is kept here and what the program has become one log. Without the program, what is kept here is the log. */
  private async load(): Promise<void> {
    const rows = await this.keptHere();
    const lines = await this.fetchLines();
    const there = lines && new Set(lines.map((event) => event.id));
    const erased: string[] = [];
    const nowSent: Kept[] = [];
    const mine: LogEvent[] = [];
    for (const row of rows) {
      if (there && row.sent === 1 && !there.has(row.id)) erased.push(row.id);
      else {
        const event = parse(row.line);
        if (event) mine.push(event);
        if (there?.has(row.id) && row.sent === 0) nowSent.push({ ...row, sent: 1 });
        else if (row.sent === 0) this.waiting.set(row.id, row);
      }
    }
    const union = new Map([...mine, ...(lines ?? [])].map((event) => [event.id, event]));
    if (union.size > 0) this.core.log([...union.values()].map((event) => JSON.stringify(event)).join("\n") + "\n");
    for (const event of union.values()) this.learn(event);
    this.events.sort((a, b) => (a.id < b.id ? -1 : 1));
    if (erased.length > 0) ["run", "rating", "wish"].forEach(forget);
    await this.shelf.remove(erased).catch(() => {});
    await this.shelf.put(nowSent).catch(() => {});
    void this.post();
  }

  private async fetchLines(): Promise<LogEvent[] | null> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), WAIT_MS.load);
    try {
      const response = await fetch(ROUTE, { signal: abort.signal, cache: "no-store" });
      if (!response.ok) return null;
      return (await response.text()).split("\n").map(parse).filter((event): event is LogEvent => event !== null);
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  private learn(event: LogEvent): void {
    if (this.known.has(event.id)) return;
    this.known.add(event.id);
    this.events.push(event);
  }

  private async post(): Promise<void> {
    if (this.posting) return;
    this.posting = true;
    try {
      for (;;) {
        const rows = [...this.waiting.values()].filter((row) => !this.refusedIds.has(row.id)).slice(0, BATCH);
        if (rows.length === 0) break;
        const refused = await this.send(rows);
        if (refused === null) return this.postLater();
        for (const row of rows.filter((_, i) => refused.has(i))) this.refusedIds.add(row.id);
        await this.taken(rows.filter((_, i) => !refused.has(i)));
      }
      this.delayMs = WAIT_MS.first;
    } finally {
      this.posting = false;
      this.tell();
    }
  }

  /** Which of the rows were refused, by index; null: not passed on, try again later. */
  private async send(rows: Kept[]): Promise<Set<number> | null> {
    try {
      const response = await fetch(ROUTE, {
        method: "POST", headers: { "Content-Type": "application/jsonl" },
        body: rows.map((row) => row.line + "\n").join(""),
      });
      if (!response.ok) return null;
      const { refused } = (await response.json()) as { refused: { line: number }[] };
      return new Set(refused.map(({ line }) => line - 1));
    } catch {
      return null;
    }
  }

  private async taken(rows: Kept[]): Promise<void> {
    for (const row of rows) {
      this.waiting.delete(row.id);
      forget(AT_ONCE + row.id);
    }
    await this.shelf.put(rows.map((row) => ({ ...row, sent: 1 as const }))).catch(() => {});
  }

  private postLater(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.post(), this.delayMs);
    this.delayMs = Math.min(this.delayMs * 2, WAIT_MS.most);
  }

  private retryNow(): void {
    this.delayMs = WAIT_MS.first;
    if (this.waiting.size > 0) void this.post();
  }

  private tell(): void { this.onstatus(this.status); }
}

function parse(line: string): LogEvent | null {
  try {
    const event = JSON.parse(line) as LogEvent;
    return typeof event.id === "string" && typeof event.kind === "string" ? event : null;
  } catch {
    return null;
  }
}
