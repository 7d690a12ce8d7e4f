// The routines and programmes at hand, each by the key of its page: a ready-made one's id, a document's, or, of a routine in
// a programme, that of the programme and its number ("after-a-flare.0").
import { clock } from "./clock";
import type { About, AboutProgramme, AboutRoutine, Core, ProgrammeNow } from "./core";
import type { Room } from "./views/view";

export interface Item<A extends About = About> { key: string; about: A; mine: boolean }

export const isRoutine = (item: Item): item is Item<AboutRoutine> => item.about.kind === "routine";
export const isProgramme = (item: Item): item is Item<AboutProgramme> => item.about.kind === "programme";
export const contentOf = (about: About) => (about.kind === "routine" ? about.routine : about.programme);
export const nameOf = (about: About): string => contentOf(about).name;

/** What the log's last answers leave out is said of routines too; before a session they are asked again. */
export function recallAnswers(core: Core): void {
  const { last, why } = core.due(clock.now());
  if (why !== "first") core.screen(last.answers, clock.now());
}

export function readyMade({ core }: Room): Item[] {
  return core.routines().map((about) => ({ key: contentOf(about).id ?? "", about, mine: false }));
}

export function own({ core, documents }: Room): Item[] {
  const items: Item[] = [];
  for (const { id, content } of documents.made()) {
    try {
      items.push({ key: id, about: core.about(content), mine: true });
    } catch {
      // Made by another version with moves that this one lacks: it stays in the export.
    }
  }
  return items;
}

export function find(room: Room, key: string): Item | null {
  const [name, number] = key.split(".");
  const item = [...own(room), ...readyMade(room)].find((one) => one.key === name) ?? null;
  if (number === undefined || !item) return item;
  const part = isProgramme(item) ? item.about.routines[Number(number)] : undefined;
  return part ? { key, about: part, mine: false } : null;
}

/** What the programme under way asks for today, or null when there is none. */
export function asksToday(room: Room): { item: Item<AboutProgramme>; now: ProgrammeNow; routine: Item<AboutRoutine> | null } | null {
  const following = room.documents.following;
  const item = following && find(room, following.of);
  if (!item || !isProgramme(item)) return null;
  const now = room.core.programmeNow(item.about.programme, following.began, clock.now(), clock.utcOffsetMin());
  const index = now.day.routine;
  const about = index === undefined ? undefined : item.about.routines[index];
  return { item, now, routine: about ? { key: `${item.key}.${index}`, about, mine: false } : null };
}
