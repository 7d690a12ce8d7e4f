// One's own moves: those that are kept, in the core and on the page. Invariant: the core's own moves are those of the
// documents that it takes; one that it refuses stays kept and is said, and does not keep the others out.
import { CoreError, type Core, type Level, type Move, type MoveFile, type MoveForm } from "./core";
import type { Documents, OwnMove } from "./documents";
import { dropFilm } from "./films";
import { redrawAll } from "./pictures";
import { t } from "./text";

export const OWN_MAX = 40;
const PICTURE_MAX = 1 << 20; // bytes of a data: address
const PICTURE = /^data:image\/(jpeg|png|webp);base64,[A-Za-z0-9+/=]+$/;
export const isOwn = (id: string): boolean => id.startsWith("own-");
export const newId = (): string =>
  "own-" + Array.from(crypto.getRandomValues(new Uint8Array(5)), (b) => b.toString(16).padStart(2, "0")).join("");

/** What stands for the figure, by the id of the move. */
const media = new Map<string, { picture: string; film: boolean }>();
export const mediaOf = (id: string): { picture: string; film: boolean } | null => media.get(id) ?? null;

/** Gives the core the moves that are kept. Returns the names of those that it does not take. */
export function takeOwn(core: Core, documents: Documents): string[] {
  const refused: string[] = [];
  const taken: MoveFile[] = [];
  const kept = documents.moves();
  media.clear();
  for (const { content } of kept)
    if (content.picture !== undefined) media.set(content.file.id, { picture: content.picture, film: content.film === true });
  if (kept.length === 0 && !core.moves().some(({ id }) => isOwn(id))) return refused;
  try {
    core.ownMoves(kept.map(({ content }) => content.file));
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    for (const { content } of kept) {
      try {
        core.ownMoves([...taken, content.file]);
        taken.push(content.file);
      } catch {
        refused.push(content.file.name);
      }
    }
    core.ownMoves(taken);
  }
  redrawAll();
  return refused;
}

/** Another version of a move, or a new one. The core has checked it. */
export async function keepOwn(core: Core, documents: Documents, content: OwnMove): Promise<void> {
  await documents.put({ id: content.file.id, content });
  takeOwn(core, documents);
}

/** Takes a move away; what it gives back puts it there again. The film goes when the page does. */
export async function dropOwn(core: Core, documents: Documents, id: string): Promise<() => Promise<void>> {
  const document = documents.moves().find((one) => one.id === id);
  await documents.remove(id);
  takeOwn(core, documents);
  const film = setTimeout(() => { void dropFilm(id); }, 60_000);
  return async () => {
    clearTimeout(film);
    if (document) await documents.put(document);
    takeOwn(core, documents);
  };
}

// ---- files

/** What is handed over: the move file itself, or, with a picture, both in one. */
export function shared({ file, picture }: OwnMove): string {
  return JSON.stringify(picture === undefined ? file : { kind: "move", file, picture }, null, 1) + "\n";
}

/** Reads such a file; the core checks the move in it. */
export function readShared(core: Core, text: string): { content: OwnMove; move: Move; hints: string[] } {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    whole = null; // the core says where it breaks
  }
  const packed = whole !== null && typeof whole === "object" && (whole as { kind?: unknown }).kind === "move" && "file" in whole
    ? whole as { file: unknown; picture?: unknown } : null;
  const { move, problems } = core.checkMove(packed ? JSON.stringify(packed.file, null, 1) : text);
  const file = (packed ? packed.file : whole) as MoveFile;
  const content: OwnMove = { kind: "move", file };
  if (packed && isPicture(packed.picture)) content.picture = packed.picture;
  return { content, move, hints: content.picture === undefined ? problems.map(({ text: line }) => line) : [] };
}

/** A routine or programme, with the moves of one's own that it asks for. */
export function carrying<T extends object>(documents: Documents, content: T): T & { moves?: OwnMove[] } {
  const text = JSON.stringify(content);
  const moves = documents.moves().map((one) => one.content).filter(({ file }) => text.includes(`"${file.id}"`));
  return moves.length === 0 ? content : { ...content, moves: moves.map(({ film: _film, ...move }) => move) };
}

/** Takes the moves out of such a file: those that are not here yet. The core checks each. */
export function unpacked(core: Core, text: string): { text: string; moves: OwnMove[] } {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return { text, moves: [] };
  }
  if (whole === null || typeof whole !== "object" || !Array.isArray((whole as { moves?: unknown }).moves)) return { text, moves: [] };
  const { moves, ...content } = whole as { moves: { file?: unknown; picture?: unknown }[] };
  const found = moves.slice(0, OWN_MAX).map(({ file, picture }): OwnMove => {
    core.checkMove(JSON.stringify(file ?? null));
    return { kind: "move", file: file as MoveFile, ...(isPicture(picture) ? { picture } : {}) };
  });
  return { text: JSON.stringify(content, null, 2), moves: found.filter(({ file }) => core.move(file.id) === undefined) };
}

/** The core knows these too until `takeOwn` is called again. */
export function lend(core: Core, documents: Documents, moves: OwnMove[]): void {
  if (moves.length > 0) core.ownMoves([...documents.moves().map(({ content }) => content.file), ...moves.map(({ file }) => file)]);
}

export const isPicture = (value: unknown): value is string =>
  typeof value === "string" && value.length <= PICTURE_MAX && PICTURE.test(value);

// ---- forms

const LEVELS: readonly Level[] = ["easier", "usual", "harder"];
export const HOLDS: MoveForm["doses"] = { easier: { hold_s: 10, reps: 1 }, usual: { hold_s: 20, reps: 2 }, harder: { hold_s: 30, reps: 2 } };
export const REPEATS: MoveForm["doses"] = { easier: { hold_s: 10, reps: 5 }, usual: { hold_s: 20, reps: 8 }, harder: { hold_s: 30, reps: 12 } };

const words = (): MoveForm["words"] => ({ summary: t("mine.summary"), why: t("mine.why"), cue: t("mine.cue"), mistake: t("mine.mistake"),
  source: t("mine.source"), fact: t("mine.fact") });

export const newForm = (): MoveForm => ({ id: newId(), name: "", start: "", way: "hold", two_sided: false, places: ["floor"], regions: [],
  tags: [], say: { ready: "", go: "", hold: t("mine.say.hold.first"), back: t("mine.say.back.first"), side: t("mine.say.side") },
  doses: HOLDS, words: words() });

/** A move file as the form that it could have come from. */
export function formOf(file: MoveFile): MoveForm {
  const line = (id: string): string => file.phases.find((phase) => phase.id === id)?.say ?? "";
  const side = t("mine.say.side");
  const ready = file.ready.endsWith(` ${side}`) ? file.ready.slice(0, -side.length - 1) : file.ready;
  const way = file.phases.some((phase) => phase.kind === "hold" && phase.seconds === undefined) ? "hold" : "repeat";
  const doses = Object.fromEntries(LEVELS.map((level) =>
    [level, { hold_s: file.doses[level].hold_s || HOLDS[level].hold_s, reps: file.doses[level].reps }])) as MoveForm["doses"];
  const { poses, props, seat_m, view } = file;
  return { id: file.id, name: file.name, start: file.start, way, two_sided: file.two_sided, places: file.places, regions: file.regions,
    tags: file.tags, say: { ready, go: line("go"), hold: line("hold") || t("mine.say.hold.first"), back: line("back"), side }, doses,
    figure: { poses, view, ...(props === undefined ? {} : { props }), ...(seat_m === undefined ? {} : { seat_m }) }, words: words() };
}

/** A file that was written by hand may have other poses and phases than a form has: it is shown, and not changed here. */
export const isSimple = (file: MoveFile): boolean => Array.isArray(file.poses) && file.poses.length === 2
  && file.phases.every(({ id }) => ["go", "hold", "back"].includes(id)) && !Array.isArray(file["variants"]);
