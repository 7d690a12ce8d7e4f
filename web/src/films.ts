// Films of one's own moves: too large for a document, so they have a store of their own and stay in this browser. A copy of
// everything has them too, one line each, as far as there is room.
// Invariant: an address that was handed out stays good as long as the page.
import { asked, dropDatabase, openDatabase, written } from "./db";

const DATABASE = "loosen-films";
const STORE = "films";
export const FILM_MAX = 24 << 20; // bytes
const TYPE = /^video\/[\w.+-]{1,40}$/;
const LINE = /^\s*\{\s*"film"\s*:/;

const addresses = new Map<string, string>();

const open = (): Promise<IDBDatabase | null> => openDatabase(DATABASE, 1, ({ result }) => { result.createObjectStore(STORE); });

async function within<T>(act: (db: IDBDatabase) => Promise<T>): Promise<T | null> {
  const db = await open();
  try {
    return db && await act(db);
  } finally {
    db?.close();
  }
}

/** Keeps a film; without IndexedDB it lasts as long as the page. Rejects where there is no room for it. */
export async function keepFilm(move: string, film: Blob): Promise<void> {
  await within((db) => written(db, STORE, (store) => store.put(film, move)));
  addresses.set(move, URL.createObjectURL(film));
}

export async function dropFilm(move: string): Promise<void> {
  addresses.delete(move);
  await within((db) => written(db, STORE, (store) => store.delete(move))).catch(() => {});
}

const read = (move: string): Promise<Blob | null | undefined> =>
  within((db) => asked<Blob | undefined>(db.transaction(STORE).objectStore(STORE).get(move))).catch(() => null);

/** Where the page finds a film, or null when there is none. */
export async function filmOf(move: string): Promise<string | null> {
  const known = addresses.get(move);
  if (known !== undefined) return known;
  const film = await read(move);
  if (!film) return null;
  const address = URL.createObjectURL(film);
  addresses.set(move, address);
  return address;
}

export function eraseFilms(): Promise<void> {
  addresses.clear();
  return dropDatabase(DATABASE).catch(() => {});
}

// ---- in a copy: {"film":"own-…","type":"video/webm","data":"base64"}

export const isFilmLine = (line: string): boolean => LINE.test(line);

/** The lines of these moves' films that fit into `room` characters, and how many do not. */
export async function filmLines(moves: string[], room: number): Promise<{ lines: string[]; left: number }> {
  const lines: string[] = [];
  let left = 0;
  for (const move of moves) {
    const film = await read(move);
    if (!film) continue;
    const data = (film.size * 4) / 3 + 200 > room ? null : await base64Of(film);
    if (data === null) {
      left++;
      continue;
    }
    const line = `${JSON.stringify({ film: move, type: film.type.split(";")[0], data })}\n`;
    room -= line.length;
    lines.push(line);
  }
  return { lines, left };
}

/** A film of such a line, for a move that `wants` it; null when it is none, or is not wanted. Rejects where there is no room. */
export async function takeFilm(line: string, wants: (move: string) => Promise<boolean>): Promise<boolean | null> {
  let read: { film?: unknown; type?: unknown; data?: unknown };
  try {
    read = JSON.parse(line) as typeof read;
  } catch {
    return null;
  }
  const { film: move, type, data } = read;
  if (typeof move !== "string" || typeof type !== "string" || !TYPE.test(type) || typeof data !== "string") return null;
  const bytes = bytesOf(data);
  if (!bytes || bytes.length > FILM_MAX) return null;
  if (!await wants(move)) return false;
  await keepFilm(move, new Blob([bytes], { type }));
  return true;
}

function base64Of(film: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => resolve(null); // the browser has lost it
    reader.readAsDataURL(film);
  });
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
}
