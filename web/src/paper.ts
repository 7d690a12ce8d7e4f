// A filled-in sheet of paper as events: what was ticked on a day becomes a session of that day's noon.
import type { AboutRoutine } from "./core";
import type { EventLog } from "./events";

export interface PaperDay { at: number; done: boolean[]; before: number | null; after: number | null }

/** Days are told apart by their date, in local time. */
const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

/** True when this routine was taken over from paper for that day already. */
export function isTaken(log: EventLog, routine: string, at: number): boolean {
  return log.events.some((event) => event.kind === "session-started" && sameDay(event.at, at) && fromPaper(event.text) === routine);
}

function fromPaper(text = ""): string | null {
  try {
    const wish = JSON.parse(text) as { routine?: string; paper?: boolean };
    return wish.paper ? wish.routine ?? null : null;
  } catch {
    return null;
  }
}

export function takeOver(log: EventLog, about: AboutRoutine, day: PaperDay): void {
  const steps = about.steps.filter((_, i) => day.done[i]);
  let at = day.at;
  const seconds = steps.reduce((sum, { side_s, two_sided }) => sum + side_s * (two_sided ? 2 : 1), 0);
  const { session } = log.recordAt(at++, "session-started",
    { value: seconds, text: JSON.stringify({ place: about.routine.place, routine: about.routine.name, paper: true }) });
  const of = session === undefined ? {} : { session };
  if (day.before !== null) log.recordAt(at++, "pain-before", { ...of, value: day.before });
  for (const { move, level, side_s, two_sided } of steps)
    for (const side of two_sided ? ["right", "left"] as const : ["none"] as const)
      log.recordAt(at++, "step-done", { ...of, move, side, level, value: side_s });
  if (day.after !== null) log.recordAt(at++, "pain-after", { ...of, value: day.after });
  log.recordAt(at, "session-finished", { ...of, value: seconds });
}
