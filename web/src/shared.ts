// Choices that hold for the person on every device: they travel as documents. The page reads them where it always has, in
// what the browser remembers, at once and without waiting; a document is the version that travels.
import type { Body } from "./core";
import type { Documents } from "./documents";
import { forget, keep, kept, onKept } from "./keep";
import { choose, FIRST, prefs, type Prefs } from "./prefs";

/** All but the voice, which another browser may not have, and the volume, which is the room's. */
const CHOICES = ["language", "units", "theme", "motion", "says", "rate", "eyes", "far"] as const;
/** A change that its document does not hold yet: it is newer than the document. */
const LATE = "late.";

interface Shared {
  name: string; // in what the browser remembers
  kind: string;
  id: string;
  read(): object | null;
  chosen(): boolean;
  take(content: object): void;
  forget(): void;
}

/** Something that is remembered whole, under a name of its own. */
const whole = (name: string, kind: string, id: string, wrap: (value: object) => object, open: (content: object) => unknown): Shared => ({
  name, kind, id,
  read: () => { const value = kept<object>(name); return value === null ? null : wrap(value); },
  chosen: () => kept(name) !== null,
  take: (content) => { const value = open(content); if (value !== null) keep(name, value); },
  forget: () => forget(name),
});

const SHARED: Shared[] = [
  whole("body", "body", "own", (body) => body, (content) => content as Body),
  whole("without-props", "props", "without", (props) => ({ props }), (content) => {
    const { props } = content as { props?: unknown };
    return Array.isArray(props) && props.every((one) => typeof one === "string") ? props : null;
  }),
  ...CHOICES.map((name): Shared => ({
    name: "prefs", kind: "setting", id: name,
    read: () => {
      const value = kept<Partial<Prefs>>("prefs")?.[name];
      return value === undefined ? null : { value };
    },
    chosen: () => prefs[name] !== FIRST[name],
    take: (content) => {
      const { value } = content as { value?: unknown };
      if (typeof value === typeof prefs[name]) choose({ [name]: value });
    },
    forget: () => choose({ [name]: FIRST[name] }),
  })),
];

const same = (a: object | null, b: object | null): boolean => JSON.stringify(a) === JSON.stringify(b);

async function send(documents: Documents, one: Shared): Promise<void> {
  const now = one.read();
  // What was never chosen is not said to be so.
  if (!same(now, documents.content(one.kind, one.id)) && (one.chosen() || documents.knows(one.kind, one.id)))
    await documents.write(one.kind, one.id, now);
  forget(LATE + one.kind + one.id);
}

/** What the documents say of the choices; true when one of them is another now. */
export function takeShared(documents: Documents): boolean {
  let changed = false;
  for (const one of SHARED) {
    if (documents.wasErased(one.kind, one.id)) {
      forget(LATE + one.kind + one.id);
      one.forget();
      changed = true;
    }
    if (!documents.knows(one.kind, one.id) || kept(LATE + one.kind + one.id)) continue;
    const content = documents.content(one.kind, one.id);
    if (same(content, one.read())) continue;
    if (content === null) one.forget();
    else one.take(content);
    changed = true;
  }
  return changed;
}

/** From now on each choice becomes a version of its document; those that no document holds yet do so now. What is not here
    was taken away only if it was so said: this version may not know what the document holds. */
export function shareChoices(documents: Documents): void {
  for (const one of SHARED) if (one.read() !== null || kept(LATE + one.kind + one.id)) void send(documents, one);
  onKept((name) => {
    for (const one of SHARED) {
      if (one.name !== name || same(one.read(), documents.content(one.kind, one.id))) continue;
      keep(LATE + one.kind + one.id, 1);
      void send(documents, one);
    }
  });
}
