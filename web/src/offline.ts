// The page without a network: everything it consists of is kept in one cache a version, and served from there.
// Invariant: a version is taken whole or not at all, byte for byte as it was built; it takes over when the page says so.
declare const FILES: Record<string, string>; // name: SHA-256 in hex
declare const LANGUAGES: Record<string, string>; // the same of files that are kept when they are asked for
declare const VERSION: string;

interface Extendable extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Extendable { request: Request; respondWith(response: Promise<Response>): void }
interface Worker {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", act: (event: Extendable) => void): void;
  addEventListener(kind: "fetch", act: (event: Fetching) => void): void;
  addEventListener(kind: "message", act: (event: MessageEvent) => void): void;
}
const worker = self as unknown as Worker;

const PREFIX = "loosen-";
const CACHE = PREFIX + VERSION;
const INDEX = "index.html";

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

const ask = (address: string, cache: RequestCache): Promise<Response> => fetch(address, { cache, credentials: "same-origin" });
/** Who may have a file, in turn: an older version of ours, the browser (however old its copy), the host past every cache. */
const from: ((address: string) => Promise<Response | undefined>)[] = [
  (address) => caches.match(address),
  (address) => ask(address.endsWith("/" + INDEX) ? worker.registration.scope : address, "force-cache"),
  (address) => ask(address, "reload"),
];

/** One file, from the nearest that has it byte for byte. A host that is half way through an update gives another hash. */
async function take(cache: Cache, name: string, hash: string): Promise<void> {
  const address = new URL(name, worker.registration.scope).href;
  for (const look of from) {
    const response = await look(address);
    if (!response?.ok) continue;
    const bytes = await response.arrayBuffer();
    if (hex(await crypto.subtle.digest("SHA-256", bytes)) !== hash) continue;
    return cache.put(address, new Response(bytes, { headers: response.headers }));
  }
  throw new Error(`${name} cannot be had as it was built`);
}

/** The languages that the version before had kept. */
async function chosen(): Promise<[string, string][]> {
  const kept = new Set<string>();
  for (const cache of await caches.keys())
    if (cache.startsWith(PREFIX) && cache !== CACHE)
      for (const { url } of await (await caches.open(cache)).keys()) kept.add(url);
  return Object.entries(LANGUAGES).filter(([name]) => kept.has(new URL(name, worker.registration.scope).href));
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    const files = [...Object.entries(FILES), ...await chosen()];
    await Promise.all(files.map(([name, hash]) => take(cache, name, hash)));
  } catch (error) {
    await caches.delete(CACHE); // the version before stays as it is
    throw error;
  }
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** The name of one of our files, or null: the log and anything else goes to the network as if there were no worker. */
function nameOf(request: Request): string | null {
  const { scope } = worker.registration;
  const url = request.url.split(/[?#]/)[0]!;
  if (request.method !== "GET" || !url.startsWith(scope)) return null;
  const name = url.slice(scope.length);
  if (name === "" || name === INDEX) return INDEX;
  return name in FILES || name in LANGUAGES || /^icon-\d+\.png$/.test(name) ? name : null;
}

async function answer(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const address = new URL(name, worker.registration.scope).href;
  const kept = await cache.match(address);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && !(name in FILES)) await cache.put(address, response.clone());
  return response;
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== null) event.respondWith(answer(name, event.request));
});
// The page says when: between sessions.
worker.addEventListener("message", (event) => { if (event.data === "take over") void worker.skipWaiting(); });
