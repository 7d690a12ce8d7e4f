// Films of one's own moves: too large for an export, so they have a store of their own and stay in this browser.
// Invariant: an address that was handed out stays good as long as the page.
const DATABASE = "loosen-films";
const STORE = "films";
export const FILM_MAX = 24 << 20; // bytes

const addresses = new Map<string, string>();

function open(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const db = await open();
  if (!db) return null;
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = act(db.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    db.close();
  }
}

/** Keeps a film; without IndexedDB it lasts as long as the page. */
export async function keepFilm(move: string, film: Blob): Promise<void> {
  addresses.set(move, URL.createObjectURL(film));
  await within("readwrite", (store) => store.put(film, move));
}

export async function dropFilm(move: string): Promise<void> {
  addresses.delete(move);
  await within("readwrite", (store) => store.delete(move)).catch(() => {});
}

/** Where the page finds a film, or null when there is none. */
export async function filmOf(move: string): Promise<string | null> {
  const known = addresses.get(move);
  if (known !== undefined) return known;
  const film = await within("readonly", (store) => store.get(move) as IDBRequest<Blob | undefined>).catch(() => null);
  if (!film) return null;
  const address = URL.createObjectURL(film);
  addresses.set(move, address);
  return address;
}

export function eraseFilms(): Promise<void> {
  addresses.clear();
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    } catch {
      resolve();
    }
  });
}
