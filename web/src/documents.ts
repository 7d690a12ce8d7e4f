// What a person made or took in, other than what happened: routines, programmes and moves, and the programme under way. A
// database of its own beside the log's, so that an older version of the page, which knows nothing of it, goes on as it was.
// Invariant: what is shown is what is kept; without IndexedDB it lasts as long as the page.
import type { MoveFile, Programme, Routine } from "./core";
import { clock } from "./clock";
import { eraseFilms } from "./films";

/** A programme under way: the key of its page, and a moment of the day on which it began. */
export interface Following { kind: "following"; of: string; began: number }
/** A move of one's own. `picture` stands for the figure, as a data: address; of a film, which has a store of its own, it is
 *  the still. */
export interface OwnMove { kind: "move"; file: MoveFile; picture?: string; film?: boolean }
export type Content = Routine | Programme | Following | OwnMove;
export interface Document<T extends Content = Content> { id: string; at: number; content: T }

const DATABASE = "loosen-documents";
const STORE = "documents";
/** There is one at most. */
const FOLLOWING = "following";

export class Documents {
  private readonly kept = new Map<string, Document>();
  private constructor(private db: IDBDatabase | null) {}

  static async open(): Promise<Documents> {
    const documents = new Documents(await openDatabase());
    const rows = documents.db ? await asked<Document[]>(documents.store("readonly").getAll()).catch(() => []) : [];
    for (const row of rows) documents.kept.set(row.id, row);
    return documents;
  }

  get count(): number { return this.kept.size; }

  /** Routines and programmes, the newest first. */
  made(): Document<Routine | Programme>[] {
    return [...this.kept.values()].filter((one): one is Document<Routine | Programme> =>
      one.content.kind === "routine" || one.content.kind === "programme").sort((a, b) => b.at - a.at);
  }

  /** One's own moves, the oldest first. */
  moves(): Document<OwnMove>[] {
    return [...this.kept.values()].filter((one): one is Document<OwnMove> => one.content.kind === "move").sort((a, b) => a.at - b.at);
  }

  get(id: string): Document<Routine | Programme> | null { return this.made().find((one) => one.id === id) ?? null; }

  get following(): Following | null { return (this.kept.get(FOLLOWING)?.content as Following | undefined) ?? null; }

  async follow(of: string | null, began = clock.now()): Promise<void> {
    if (of === null) await this.remove(FOLLOWING);
    else await this.put({ id: FOLLOWING, at: clock.now(), content: { kind: "following", of, began } });
  }

  /** A new one, or another version of one that is there. */
  async save(content: Routine | Programme, id = newId()): Promise<string> {
    await this.put({ id, at: clock.now(), content });
    return id;
  }

  async put(document: Document): Promise<void> {
    this.kept.set(document.id, document);
    if (this.db) await asked(this.store("readwrite").put(document));
  }

  async remove(id: string): Promise<void> {
    this.kept.delete(id);
    if (this.db) await asked(this.store("readwrite").delete(id));
  }

  // ---- out, in and gone

  /** As JSON Lines: {"document":id,"at":ms,"content":{…}}. */
  lines(): string {
    return [...this.kept.values()].sort((a, b) => a.at - b.at)
      .map(({ id, at, content }) => JSON.stringify({ document: id, at, content }) + "\n").join("");
  }

  /** Takes the documents out of a file's lines; `check` refuses what is no routine or move, `took` follows each move. The
   *  newer of two versions stays. */
  async take(text: string, check: (content: Routine | Programme | OwnMove) => void, took: () => void):
      Promise<{ added: number; known: number; refused: { line: number; text: string }[]; rest: string }> {
    const result = { added: 0, known: 0, refused: [] as { line: number; text: string }[] };
    const lines = text.split(/\r?\n/).map((line) => ({ line, document: /^\s*\{\s*"document"\s*:/.test(line) ? parse(line) : null }));
    // Moves first: a routine may ask for one that stands behind it.
    const isMove = ({ document }: { document: Document | null }): boolean => document?.content.kind === "move";
    for (const [index, { document }] of [...lines.entries()].sort(([, a], [, b]) => Number(isMove(b)) - Number(isMove(a)))) {
      if (!document) continue;
      const there = this.kept.get(document.id);
      if (there && there.at >= document.at) result.known++;
      else try {
        if (document.content.kind !== "following") check(document.content);
        await this.put(document);
        if (document.content.kind === "move") took();
        result.added++;
      } catch (error) {
        result.refused.push({ line: index + 1, text: error instanceof Error ? error.message : String(error) });
      }
    }
    // The numbers of the other lines stay.
    const rest = lines.map(({ line, document }) => (document ? "" : line));
    return { ...result, rest: rest.join("\n") };
  }

  async erase(): Promise<void> {
    this.kept.clear();
    this.db?.close();
    if (this.db) await asked(indexedDB.deleteDatabase(DATABASE)).catch(() => {});
    this.db = null;
    await eraseFilms();
  }

  private store(mode: IDBTransactionMode): IDBObjectStore {
    return this.db!.transaction(STORE, mode, { durability: "strict" }).objectStore(STORE);
  }
}

function openDatabase(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close(); // another page erases everything
        resolve(request.result);
      };
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");

function parse(line: string): Document | null {
  try {
    const { document, at, content } = JSON.parse(line) as { document: unknown; at: unknown; content: Content | null };
    const sound = typeof document === "string" && typeof at === "number" && typeof content?.kind === "string"
      && (content.kind === "following" ? document === FOLLOWING && typeof content.of === "string" && typeof content.began === "number"
        : document !== FOLLOWING);
    return sound ? { id: document, at, content } : null;
  } catch {
    return null;
  }
}
