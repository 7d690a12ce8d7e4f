// The page's half of the log. Every event is kept on this device before anything else, then passed on to the program
// that serves the page, if one does, as often as it takes: events carry ids, so passing one on twice changes nothing.
// A page from a static host has no such program: it keeps everything here and asks for nothing.
// Invariant: an event leaves this device's store only when the program has it, or had it and was told to erase it.
import type { Core, EventFields, EventKind, LogEvent } from "./core";
import { clock } from "./clock";
import { asked, dropDatabase, isFull, openDatabase, written } from "./db";
import { forget, forgetAll, keep, kept, keptNames } from "./keep";

interface Kept { id: string; line: string; sent: 0 | 1 }

/** Beside the page, wherever it lies. */
const ROUTE = "api/events";
const HELLO = "api/hello";
/** A host that was no program of ours is not asked again for so long. */
const HOME_HOLDS_MS = 24 * 3600_000;
const DATABASE = "loosen";
const STORE = "events";
/** A copy is due after so many sessions, and so long after the last one. Our own choice. */
const COPY_SESSIONS = 3;
const COPY_EVERY_MS = 30 * 24 * 3600_000;
const AT_ONCE = "event.";
const BATCH = 100;
const WAIT_MS = { first: 1000, most: 60_000, load: 4000 };

export interface LogStatus {
  waiting: number;  // not passed on yet
  refused: number;  // the program would not take them; they stay here
  durable: boolean; // false: this browser keeps nothing, so they last as long as the page
  full: boolean;    // the last write did not fit
  home: Home;
  speech: boolean;  // the program can speak
}

/** Who serves the page: the program, which keeps the log too, or a static host, which keeps nothing. */
export type Home = "program" | "none";

/** What became of the lines of a file. */
export interface Import { added: number; known: number; refused: { line: number; text: string }[] }

/** Nothing was erased: the program that has the log too does not answer. */
export class NotErased extends Error {}

interface Hello { app?: string; serves?: string; speech?: boolean }
interface KnownHome { home: Home; at: number; speech: boolean }

/** Asks who serves the page. Without a network the last answer stands. */
async function findHome(): Promise<KnownHome> {
  const known = kept<KnownHome>("home");
  const now = clock.now();
  if (known?.home === "none" && now - known.at < HOME_HOLDS_MS) return known;
  let found: KnownHome = { home: "none", at: now, speech: false };
  try {
    const response = await fetch(HELLO, { cache: "no-store", signal: timeout(WAIT_MS.load) });
    const hello = response.ok ? ((await response.json().catch(() => null)) as Hello | null) : null;
    if (hello?.app === "loosen" && hello.serves !== "files") found = { home: "program", at: now, speech: hello.speech === true };
  } catch {
    return known ?? { ...found, at: 0 };
  }
  keep("home", found);
  return found;
}

export function timeout(ms: number): AbortSignal {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), ms);
  return abort.signal;
}

/** The store on this device; without IndexedDB a map in memory stands in. */
class Shelf {
  private readonly memory = new Map<string, Kept>();
  private constructor(private readonly db: IDBDatabase | null) {
    if (db) db.onversionchange = () => { // another page erases everything
      db.close();
      location.reload();
    };
  }

  static async open(): Promise<Shelf> {
    return new Shelf(await openDatabase(DATABASE, 1, ({ result }) => { result.createObjectStore(STORE, { keyPath: "id" }); }));
  }

  get durable(): boolean { return this.db !== null; }

  async all(): Promise<Kept[]> {
    return this.db ? asked<Kept[]>(this.db.transaction(STORE).objectStore(STORE).getAll()) : [...this.memory.values()];
  }

  /** Those that are not among `known`: another tab of this browser has written them. */
  async others(known: ReadonlySet<string>): Promise<Kept[]> {
    if (!this.db) return [];
    const store = this.db.transaction(STORE).objectStore(STORE);
    const ids = (await asked(store.getAllKeys())).filter((id) => !known.has(id as string));
    return (await Promise.all(ids.map((id) => asked<Kept | undefined>(store.get(id))))).filter((row) => row !== undefined);
  }

  async put(rows: Kept[]): Promise<void> {
    if (!this.db) rows.forEach((row) => this.memory.set(row.id, row));
    else await written(this.db, STORE, (store) => rows.forEach((row) => store.put(row)));
  }

  async remove(ids: string[]): Promise<void> {
    if (!this.db) ids.forEach((id) => this.memory.delete(id));
    else await written(this.db, STORE, (store) => ids.forEach((id) => store.delete(id)));
  }

  async destroy(): Promise<void> {
    this.memory.clear();
    if (!this.db) return;
    this.db.onversionchange = null;
    this.db.close();
    return dropDatabase(DATABASE);
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
  private full = false;
  private home: KnownHome = { home: "none", at: 0, speech: false };
  private onstatus: (status: LogStatus) => void = () => {};

  private constructor(private readonly core: Core, private shelf: Shelf) {}

  /** The shelf and the host are asked while the core is still on its way. */
  static async open(coming: Promise<Core>): Promise<EventLog> {
    const [core, shelf, home] = await Promise.all([coming, Shelf.open(), findHome()]);
    const log = new EventLog(core, shelf);
    log.home = home;
    await log.load();
    addEventListener("online", () => log.retryNow());
    addEventListener("focus", () => log.back());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) log.back(); });
    return log;
  }

  watch(onstatus: (status: LogStatus) => void): void {
    this.onstatus = onstatus;
    this.tell();
  }

  get status(): LogStatus {
    return { waiting: this.waiting.size - this.refusedIds.size, refused: this.refusedIds.size, durable: this.shelf.durable,
      full: this.full, home: this.home.home, speech: this.home.speech };
  }

  /** Something happened now. */
  record(kind: EventKind, fields: EventFields = {}): LogEvent {
    // Never two in one millisecond: ids sort by time, and so does the log.
    this.lastMs = Math.max(clock.now(), this.lastMs + 1);
    return this.recordAt(this.lastMs, kind, fields);
  }

  /** Now, or the moment of what was written down last: many at once are a millisecond apart, and all of them count. */
  now(): number { return Math.max(clock.now(), this.lastMs); }

  /** Something happened at another time, and is written down now. */
  recordAt(at: number, kind: EventKind, fields: EventFields = {}): LogEvent {
    const event = this.core.event(kind, at, fields);
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
      this.full = false;
    } catch (error) {
      // It stays where it is, if there is room for it.
      this.full = isFull(error);
      this.tell();
    }
  }

  // ---- out, in and gone

  /** The whole log as JSON Lines, in order. */
  lines(): string {
    const sorted = [...this.events].sort((a, b) => (a.id < b.id ? -1 : 1));
    return sorted.map((event) => JSON.stringify(event) + "\n").join("");
  }

  /** A copy was made. */
  copied(): void { keep("copied", { at: clock.now(), sessions: this.sessions() }); }

  /** There is something to lose, and no copy of it elsewhere. */
  get copyDue(): boolean {
    const last = kept<{ at: number; sessions: number }>("copied") ?? { at: 0, sessions: 0 };
    return this.home.home === "none" && this.sessions() - last.sessions >= COPY_SESSIONS
      && clock.now() - last.at > COPY_EVERY_MS;
  }

  private sessions(): number { return this.events.filter((event) => event.kind === "session-finished").length; }

  /** Merges the lines of a file into the log. What is not an event is refused, with its line; the rest is taken. */
  async add(text: string): Promise<Import> {
    const result: Import = { added: 0, known: 0, refused: [] };
    const rows: Kept[] = [];
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === "") continue;
      const { added, refused } = this.core.log(line);
      const event = added > 0 ? parse(line) : null;
      if (refused[0]) result.refused.push({ line: index + 1, text: refused[0].text });
      else if (!event) result.known++;
      else {
        result.added++;
        this.learn(event);
        rows.push({ id: event.id, line, sent: 0 });
        this.waiting.set(event.id, rows[rows.length - 1]!);
      }
    }
    this.events.sort((a, b) => (a.id < b.id ? -1 : 1));
    await this.shelf.put(rows).catch(() => { this.full = true; });
    this.tell();
    void this.post();
    return result;
  }

  /** Erases everything that this page keeps, and the program's log. The page is to be loaded anew afterwards. */
  async erase(): Promise<void> {
    if (this.home.home === "program") {
      const response = await fetch(ROUTE, { method: "DELETE" }).catch(() => null);
      if (!response?.ok) throw new NotErased();
    }
    await this.shelf.destroy();
    forgetAll();
  }

  /** Asks the browser to keep what lies here even when its room runs short; true when it promised. */
  async persist(): Promise<boolean> {
    try {
      return (await navigator.storage.persisted()) || (await navigator.storage.persist());
    } catch {
      return false;
    }
  }

  async persisted(): Promise<boolean> {
    try {
      return await navigator.storage.persisted();
    } catch {
      return false;
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
    if (this.home.home === "none") return null;
    try {
      const response = await fetch(ROUTE, { signal: timeout(WAIT_MS.load), cache: "no-store" });
      if (!response.ok) return null;
      return (await response.text()).split("\n").map(parse).filter((event): event is LogEvent => event !== null);
    } catch {
      return null;
    }
  }

  private learn(event: LogEvent): void {
    if (this.known.has(event.id)) return;
    this.known.add(event.id);
    this.events.push(event);
  }

  private async post(): Promise<void> {
    if (this.posting || this.home.home === "none") return;
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

  /** The page is in front again: what another tab wrote meanwhile belongs to the log, and what waits is passed on. */
  private back(): void {
    this.retryNow();
    void this.shelf.others(this.known).then((rows) => {
      const news = rows.map(({ line }) => parse(line)).filter((event) => event !== null);
      if (news.length === 0) return;
      this.core.log(news.map((event) => JSON.stringify(event) + "\n").join(""));
      news.forEach((event) => this.learn(event));
      this.events.sort((a, b) => (a.id < b.id ? -1 : 1));
      this.tell();
    }).catch(() => {});
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
