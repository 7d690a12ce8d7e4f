// A made-up person's log: some weeks of sessions that go better, two measures and a leg that eases.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { MORNING } from "./lib.mjs";

const DAY = 24 * 3600_000;
const hex = (n, digits) => n.toString(16).padStart(digits, "0");
let made = 0;

/** One complete event; ids are UUIDv7 of its moment. */
export function event(at, kind, fields = {}) {
  const ms = hex(at, 12);
  made++;
  return { id: `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${hex(made, 12)}`, at, kind, ...fields };
}

function session(events, at, { before, after, moves, site }) {
  const start = event(at, "session-started", { value: 10, text: "{}" });
  start.session = start.id;
  const of = { session: start.id };
  events.push(start, event(at + 1000, "pain-before", { ...of, value: before }));
  moves.forEach(([move, felt], i) => {
    for (const side of move === "single-knee-to-chest" ? ["right", "left"] : ["none"])
      events.push(event(at + 60_000 * (i + 1), "step-done", { ...of, move, side, level: "usual", value: 40 }));
    events.push(event(at + 600_000 + i, "move-felt", { ...of, move, value: felt }));
  });
  if (site !== null) events.push(event(at + 605_000, "leg-site", { ...of, move: "childs-pose", value: site }));
  events.push(event(at + 610_000, "pain-after", { ...of, value: after }), event(at + 611_000, "session-finished", { ...of, value: 480 }));
}

/** `days`: how long ago it began. */
export function log(days = 50, now = MORNING.getTime()) {
  const events = [];
  for (let ago = days; ago > 0; ago--) {
    const at = now - ago * DAY - 3600_000;
    const before = Math.round(3 + (ago / days) * 3 + ((ago * 7) % 3) - 1);
    if (ago % 3 === 0 || ago % 7 === 1) continue;
    const site = ago % 4 === 0 ? (ago > 30 ? 3 : ago > 15 ? 2 : 1) : null;
    session(events, at, { site, before, after: Math.max(0, before - 2),
      moves: [["cat-cow", 1], ["childs-pose", ago % 4 === 0 ? 0 : 1], ["single-knee-to-chest", 0]] });
    if (ago % 14 === 2) events.push(event(at + 800_000, "measured", { value: Math.max(1, Math.round(ago / 8)),
      text: JSON.stringify({ measure: "peg", items: [4, 5, 3] }) }));
  }
  return events.sort((a, b) => a.at - b.at);
}

export async function seed(machine, events = log()) {
  const file = join(machine.home, "seed.jsonl");
  writeFileSync(file, events.map((one) => JSON.stringify(one)).join("\n") + "\n");
  return machine.run("import", file, "--data", join(machine.home, "loosen"));
}
