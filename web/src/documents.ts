// What a person made or chose, other than what happened: routines, programmes, moves, the programme under way, the body.
// A document is known by its kind and id and has versions, of which the newest is kept, here and by the program that
// serves the page, if one does. Kept in a database of its own beside the log's, first of all; passed on afterwards, as
// often as it takes; what the program has from elsewhere is taken in at the start and whenever the page comes back.
// Invariant: what is shown is what is kept; without IndexedDB it lasts as long as the page. Which of two versions is the
// newer one does not depend on the order in which they came (docs/data.md).
import type { MoveFile, Programme, Routine } from "./core";
import { clock } from "./clock";
import { asked, dropDatabase, isFull, openDatabase, written } from "./db";
import { timeout } from "./events";
import { eraseFilms } from "./films";
import { keep, kept } from "./keep";

/** A programme under way: the key of its page, and a moment of the day on which it began. */
export interface Following { kind: "following"; of: string; began: number }
/** A move of one's own. `picture` stands for the figure, as a data: address; of a film, which has a store of its own, it is
 *  the still. */
export interface OwnMove { kind: "move"; file: MoveFile; picture?: string; film?: boolean }
export type Content = object;
export interface Document<T extends Content = Routine | Programme> { id: string; at: number; content: T }

/** A version as it is kept. */
interface Row {
  kind: string;
  id: string;
  at: number;     // the moment, but always beyond that of the version it was made from
  device: string; // decides between two of one moment
  content: Content | null; // null: deleted
  sent: 0 | 1;    // the program has this version
  there: 0 | 1;   // the program had a version of it
}

interface Mark { store: string; now: number }
interface Answer { store: string; now: number; documents: { document: string; kind: string; at: number; device: string; content: Content | null }[] }

const DATABASE = "loosen-documents";
const STORE = "documents";
const VERSION = 2; // 1: rows of id, at and content, that no program was told of
const ROUTE = "api/documents";
const BATCH = { rows: 100, characters: 300_000 }; // a body has at most 1 MiB
const LINE_MAX = 983_040; // bytes
const MARK = "documents.mark";
const WAIT_MS = { first: 1000, most: 60_000, answer: 4000 };
const FORMAT = 2;
/** There is one at most. */
const FOLLOWING = "following";
const MOVE = "move";
const MADE = ["routine", "programme"];
const CHECKED = [MOVE, ...MADE]; // by the core, when they come from a file

/** The file was written by a newer version. */
export class NewerFile extends Error {}

export class Documents {
  private readonly kept = new Map<string, Row>();
  private readonly refused = new Set<Row>();
  private readonly erased = new Set<string>();
  private watcher: (changed: boolean) => void = () => {};
  private mark: Mark | null = null; // what of the program's is here
  private running: Promise<void> | null = null;
  private again = false;
  private over = false;
  private isFull = false;
  private delayMs = WAIT_MS.first;
  private timer: number | null = null;

  private constructor(private db: IDBDatabase | null, private readonly home: boolean) {}

  /** `home`: there is a program, which keeps documents too. */
  static async open(home: boolean): Promise<Documents> {
    const documents = new Documents(await openDatabase(DATABASE, VERSION, bringUpToDate), home);
    await documents.read();
    if (home && documents.kept.size > 0) documents.mark = kept<Mark>(MARK);
    if (home) await documents.pull().catch(() => {}); // without it, what is here stands
    const back = (): void => {
      documents.delayMs = WAIT_MS.first;
      void documents.sync();
    };
    addEventListener("online", back);
    addEventListener("focus", back);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) back(); });
    void documents.sync();
    return documents;
  }

  /** Called when something came from elsewhere (`changed`), or was passed on or not. */
  watch(watcher: (changed: boolean) => void): void { this.watcher = watcher; }

  /** Not passed on yet. */
  get waiting(): number { return this.home ? this.unsent().length : 0; }
  /** Too large for the program, or not what it takes: they stay here. */
  get refusals(): number { return this.refused.size; }
  /** The last version had no room on this device: it lasts as long as the page. */
  get full(): boolean { return this.isFull; }
  get count(): number { return [...this.kept.values()].filter(({ content }) => content !== null).length; }

  // ---- any kind

  all<T extends Content>(kind: string): Document<T>[] {
    return [...this.kept.values()].filter((row) => row.kind === kind && row.content !== null).sort((a, b) => b.at - a.at)
      .map(({ id, at, content }) => ({ id, at, content: content as T }));
  }

  content<T extends Content>(kind: string, id: string): T | null { return (this.kept.get(keyOf(kind, id))?.content as T | undefined) ?? null; }

  /** Whether anything is known of it, be it that it was deleted. */
  knows(kind: string, id: string): boolean { return this.kept.has(keyOf(kind, id)); }

  /** Whether it was erased in the program since this was asked last. */
  wasErased(kind: string, id: string): boolean { return this.erased.delete(keyOf(kind, id)); }

  /** A new version of a document; null deletes it. */
  async write(kind: string, id: string, content: Content | null): Promise<void> {
    const before = this.kept.get(keyOf(kind, id));
    const at = Math.max(clock.now(), (before?.at ?? 0) + 1);
    await this.set([{ kind, id, at, device: deviceId(), content, sent: 0, there: before?.there ?? 0 }]);
    if (this.home) void this.sync();
  }

  // ---- routines and programmes

  /** The newest first. */
  made(): Document[] { return MADE.flatMap((kind) => this.all<Routine | Programme>(kind)).sort((a, b) => b.at - a.at); }

  /** One's own moves, the oldest first. */
  moves(): Document<OwnMove>[] { return this.all<OwnMove>(MOVE).reverse(); }

  get(id: string): Document | null { return this.made().find((one) => one.id === id) ?? null; }

  get following(): Following | null {
    const content = this.content<Following>(FOLLOWING, FOLLOWING);
    return content && isFollowing(content) ? content : null;
  }

  async follow(of: string | null, began = clock.now()): Promise<void> {
    if (of !== null) await this.write(FOLLOWING, FOLLOWING, { kind: FOLLOWING, of, began });
    else if (this.knows(FOLLOWING, FOLLOWING)) await this.write(FOLLOWING, FOLLOWING, null);
  }

  /** A new one, or another version of one that is there or was. */
  async save(content: Routine | Programme, id = newId()): Promise<string> {
    await this.put({ id, content });
    return id;
  }

  /** Another version of a document whose content says what kind it is; also of one that was deleted. */
  async put({ id, content }: { id: string; content: { kind: string } }): Promise<void> { await this.write(content.kind, id, content); }

  async remove(id: string): Promise<void> {
    for (const row of [...this.kept.values()]) if (row.id === id && row.content !== null) await this.write(row.kind, id, null);
  }

  // ---- out, in and gone

  /** As JSON Lines, after one that says so: {"document":id,"kind":kind,"at":ms,"device":id,"content":{…}}. */
  lines(): string {
    const rows = [...this.kept.values()].sort((a, b) => a.at - b.at);
    return rows.map((row) => lineOf(row) + "\n").join("");
  }

  /** What stands before the events and the lines. Without documents nothing does, and every version reads the file. */
  get head(): string { return this.kept.size === 0 ? "" : `${JSON.stringify({ export: FORMAT })}\n`; }

  /** Takes the documents out of a file's lines; `check` refuses what is no routine or move, `took` follows each move. The
   *  newer of two versions stays. A file of a newer version is refused as a whole. `added` counts what a person made. */
  async take(text: string, check: (content: Routine | Programme | OwnMove) => void, took: (id: string) => void):
      Promise<{ added: number; known: number; refused: { line: number; text: string }[]; rest: string }> {
    const result = { added: 0, known: 0, refused: [] as { line: number; text: string }[] };
    const lines = text.split(/\r?\n/);
    const format = formatOf(lines[0]!);
    if (format > FORMAT) throw new NewerFile();
    const read = lines.map((line) => (/^\s*\{\s*"document"\s*:/.test(line) ? parse(line) : null));
    const found = [...read.entries()].filter((one): one is [number, Row] => one[1] !== null);
    // Moves first: a routine may ask for one that stands behind it.
    for (const [index, row] of found.sort(([, a], [, b]) => Number(b.kind === MOVE) - Number(a.kind === MOVE))) {
      const there = this.kept.get(keyOf(row.kind, row.id));
      if (there && !isNewer(row, there)) result.known++;
      else try {
        if (row.content && CHECKED.includes(row.kind)) check(row.content as Routine | Programme | OwnMove);
        await this.set([{ ...row, there: there?.there ?? 0 }]);
        if (row.kind === MOVE) took(row.id);
        if (row.content && (CHECKED.includes(row.kind) || row.kind === FOLLOWING)) result.added++;
      } catch (error) {
        result.refused.push({ line: index + 1, text: error instanceof Error ? error.message : String(error) });
      }
    }
    if (found.length > 0) this.tell(true);
    if (this.home) void this.sync();
    // The numbers of the other lines stay.
    const rest = lines.map((line, i) => (read[i] || (i === 0 && format > 0) ? "" : line));
    return { ...result, rest: rest.join("\n") };
  }

  /** Nothing is passed on or taken in any more: everything is about to be erased. */
  stop(): void { this.over = true; }
  /** It could not be. */
  goOn(): void { this.over = false; }

  async erase(): Promise<void> {
    this.over = true;
    this.kept.clear();
    this.db?.close();
    if (this.db) await dropDatabase(DATABASE).catch(() => {});
    this.db = null;
    await eraseFilms();
  }

  // ---- with the program

  private unsent(): Row[] { return [...this.kept.values()].filter((row) => row.sent === 0 && !this.refused.has(row)); }

  /** Takes in, then passes on; one at a time, and once more when it was asked for meanwhile. */
  private sync(): Promise<void> {
    if (this.over) return Promise.resolve();
    if (this.running) this.again = true;
    return this.running ??= (async () => {
      try {
        do {
          this.again = false;
          if (await this.read()) this.tell(true); // another tab has written
          if (!this.home) continue;
          await this.pull();
          await this.post();
        } while (this.again && !this.over);
        this.delayMs = WAIT_MS.first;
      } catch {
        this.later();
      } finally {
        this.running = null;
        this.tell(false);
      }
    })();
  }

  private later(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.unsent().length === 0) return; // the next time that the page comes back is soon enough
    this.timer = window.setTimeout(() => void this.sync(), this.delayMs);
    this.delayMs = Math.min(this.delayMs * 2, WAIT_MS.most);
  }

  private async pull(): Promise<void> {
    const since = this.mark?.now ?? 0;
    const response = await fetch(`${ROUTE}?since=${since}`, { cache: "no-store", signal: timeout(WAIT_MS.answer) });
    if (!response.ok) throw new Error(String(response.status));
    const answer = (await response.json()) as Answer;
    if (this.over) return;
    const mark = { store: answer.store, now: answer.now };
    if (this.mark && (answer.store !== this.mark.store || answer.now < since)) {
      this.mark = null; // erased, or another one: everything anew
      return this.pull();
    }
    const whole = this.mark === null;
    const theirs = answer.documents.map(({ document, ...row }): Row => ({ ...row, id: document, sent: 1, there: 1 }));
    const names = new Set(theirs.map((row) => keyOf(row.kind, row.id)));
    // What the program had once and has no more was erased there, a later change of it too.
    const erased = whole ? [...this.kept.values()].filter((row) => row.there === 1 && !names.has(keyOf(row.kind, row.id))) : [];
    const changed = theirs.map((row): Row | null => {
      const mine = this.kept.get(keyOf(row.kind, row.id));
      if (!mine || !isNewer(mine, row)) return mine && mine.sent === 1 && !isNewer(row, mine) ? null : row;
      return mine.sent === 1 || mine.there === 0 ? { ...mine, sent: 0, there: 1 } : null;
    }).filter((row): row is Row => row !== null);
    await this.drop(erased);
    await this.set(changed);
    this.mark = mark;
    if (this.db) keep(MARK, mark);
    for (const row of erased) this.erased.add(keyOf(row.kind, row.id));
    if (erased.length + changed.length > 0) this.tell(true);
  }

  private async post(): Promise<void> {
    for (;;) {
      const rows: Row[] = [];
      let characters = 0;
      for (const row of this.unsent().slice(0, BATCH.rows)) {
        const line = lineOf(row);
        if (new Blob([line]).size > LINE_MAX) {
          this.refused.add(row);
          continue;
        }
        characters += line.length;
        if (rows.length > 0 && characters > BATCH.characters) break;
        rows.push(row);
      }
      if (rows.length === 0 || this.over || !this.mark) return; // nothing that could be sent
      const response = await fetch(`${ROUTE}?store=${this.mark.store}`, {
        method: "POST", headers: { "Content-Type": "application/jsonl" }, body: rows.map((row) => lineOf(row) + "\n").join(""),
      });
      if (response.status === 409) { // erased meanwhile
        await this.pull();
        continue;
      }
      if (!response.ok) throw new Error(String(response.status));
      const bad = new Set(((await response.json()) as { refused: { line: number }[] }).refused.map(({ line }) => line - 1));
      rows.filter((_, i) => bad.has(i)).forEach((row) => this.refused.add(row));
      // What was changed meanwhile is another row, and waits.
      const same = rows.filter((row, i) => !bad.has(i) && this.kept.get(keyOf(row.kind, row.id)) === row);
      await this.set(same.map((row) => ({ ...row, sent: 1, there: 1 })));
    }
  }

  private tell(changed: boolean): void { if (!this.over) this.watcher(changed); }

  // ---- on this device

  /** True: something newer is there than what was known. */
  private async read(): Promise<boolean> {
    const rows = this.db ? await asked<Row[]>(this.db.transaction(STORE).objectStore(STORE).getAll()).catch(() => []) : [];
    let newer = false;
    for (const row of rows) {
      const mine = this.kept.get(keyOf(row.kind, row.id));
      if (mine && !isNewer(row, mine)) continue;
      this.kept.set(keyOf(row.kind, row.id), row);
      newer = true;
    }
    return newer;
  }

  private async set(rows: Row[]): Promise<void> {
    if (this.over || rows.length === 0) return;
    for (const row of rows) { // something newer may have been written meanwhile
      const mine = this.kept.get(keyOf(row.kind, row.id));
      if (!mine || !isNewer(mine, row)) this.kept.set(keyOf(row.kind, row.id), row);
    }
    await this.change((store) => {
      for (const row of rows) { // another tab may have a newer one there
        const there = store.get([row.kind, row.id]) as IDBRequest<Row | undefined>;
        there.onsuccess = () => { if (!there.result || !isNewer(there.result, row)) store.put(row); };
      }
    });
  }

  private async drop(rows: Row[]): Promise<void> {
    if (rows.length === 0) return;
    for (const row of rows) this.kept.delete(keyOf(row.kind, row.id));
    await this.change((store) => rows.forEach(({ kind, id }) => store.delete([kind, id])));
  }

  /** What cannot be written is shown and passed on all the same, and that there is no room for it is said. */
  private async change(work: (store: IDBObjectStore) => void): Promise<void> {
    if (!this.db) return;
    const was = this.isFull;
    try {
      await written(this.db, STORE, work);
      this.isFull = false;
    } catch (error) {
      this.isFull = isFull(error);
    }
    if (this.isFull !== was) this.tell(false);
  }
}

/** As the program decides it; two of one device and moment are one. */
function isNewer(a: Row, b: Row): boolean { return a.at !== b.at ? a.at > b.at : a.device > b.device; }

/** Of this browser, from its first document on. */
function deviceId(): string {
  const id = kept<string>("device") ?? newId();
  keep("device", id);
  return id;
}

const keyOf = (kind: string, id: string): string => `${kind}/${id}`;

const lineOf = ({ kind, id, at, device, content }: Row): string => JSON.stringify({ document: id, kind, at, device, content });

/** Rows of the first version keep their moment; they are of no device, and the program is told of them. */
function bringUpToDate(request: IDBOpenDBRequest, oldVersion: number): void {
  const db = request.result;
  const create = (): IDBObjectStore => db.createObjectStore(STORE, { keyPath: ["kind", "id"] });
  if (oldVersion === 0) {
    create();
    return;
  }
  const all = request.transaction!.objectStore(STORE).getAll() as IDBRequest<{ id: string; at: number; content: { kind: string } }[]>;
  all.onsuccess = () => {
    db.deleteObjectStore(STORE);
    const store = create();
    for (const { id, at, content } of all.result) store.put({ kind: content.kind, id, at, device: "", content, sent: 0, there: 0 });
  };
}

const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");

const isFollowing = (content: Content): boolean => {
  const { of, began } = content as Partial<Following>;
  return typeof of === "string" && typeof began === "number";
};

function formatOf(line: string): number {
  try {
    return Number((JSON.parse(line) as { export?: unknown }).export ?? 0);
  } catch {
    return 0;
  }
}

/** A line of an export. Those of the first format have no device, and their kind stands in the content. */
function parse(line: string): Row | null {
  try {
    const { document, at, content, device = "", kind = (content as { kind?: unknown } | null)?.kind } =
      JSON.parse(line) as { document: unknown; at: unknown; content: Content | null; device?: unknown; kind?: unknown };
    const sound = typeof document === "string" && /^[\w.-]{1,64}$/.test(document) && typeof kind === "string" && /^[a-z\d-]{1,32}$/.test(kind)
      && Number.isSafeInteger(at) && (at as number) >= 0 && typeof device === "string" && /^[a-z\d]{0,32}$/.test(device)
      && typeof content === "object" && !Array.isArray(content) && new Blob([line]).size <= LINE_MAX
      && (kind !== FOLLOWING || (document === FOLLOWING && (content === null || isFollowing(content))))
      && (content === null || !CHECKED.includes(kind) || (content as { kind?: unknown }).kind === kind);
    return sound ? { kind, id: document, at: at as number, device, content, sent: 0, there: 0 } : null;
  } catch {
    return null;
  }
}
