// A database of this browser (IndexedDB), as little of it as the page needs.
// Invariant: where it is off, blocked or gives no answer there is none, and the page goes on without it.

/** A browser that gives no answer in this time gives none at all: the page must not wait for it. Our own choice. */
const ANSWER_MS = 4000;

export function openDatabase(name: string, version: number, upgrade: (request: IDBOpenDBRequest, oldVersion: number) => void):
    Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    const none = (): void => resolve(null);
    const late = setTimeout(none, ANSWER_MS);
    try {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = ({ oldVersion }) => upgrade(request, oldVersion);
      request.onsuccess = () => {
        clearTimeout(late);
        request.result.onversionchange = () => request.result.close(); // another page erases everything
        resolve(request.result);
      };
      request.onerror = request.onblocked = none;
    } catch {
      none();
    }
  });
}

export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Everything that `work` writes, or nothing; it is on the disk afterwards. */
export function written(db: IDBDatabase, name: string, work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const change = db.transaction(name, "readwrite", { durability: "strict" });
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error);
    work(change.objectStore(name));
  });
}

/** The database itself, not only what is in it. */
export function dropDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    try {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onblocked = () => resolve(); // blocked: it goes as soon as the other page has let go of it
      request.onerror = () => reject(request.error);
    } catch {
      resolve();
    }
  });
}

/** There was no room for it. */
export const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === "QuotaExceededError";
