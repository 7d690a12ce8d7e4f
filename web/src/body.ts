// The person's own body as this browser keeps it, and the things that are at hand. What follows from it is the core's.
import type { Body, Core, LeftOut, Range } from "./core";
import { CoreError } from "./core";
import { forget, keep, kept, quietly } from "./keep";
import { redrawAll } from "./pictures";

const BODY = "body";
const WITHOUT = "without-props";

export const ownBody = (): Body => kept<Body>(BODY) ?? {};
/** Props that are not at hand: for a wish. */
export const withoutProps = (): string[] => kept<string[]>(WITHOUT) ?? [];
export const keepWithoutProps = (props: string[]): void => keep(WITHOUT, props);

let watcher = (): void => {};

/** Told whenever the core has been given a body: the figure follows. */
export function onBody(then: () => void): void { watcher = then; }

/** Gives the core a body; the figure, its pictures and the next plan follow. Keeps it unless the core refuses. */
export function takeBody(core: Core, body: Body): LeftOut[] {
  const leftOut = core.body(body);
  if (Object.keys(body).length === 0) forget(BODY);
  else keep(BODY, body);
  watcher();
  redrawAll();
  return leftOut;
}

/** The one that is kept, at the start of the page or when it came from elsewhere. One that this version does not take is
    forgotten here; its document stays for those that do. */
export function takeKeptBody(core: Core): void {
  try {
    takeBody(core, ownBody());
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    quietly(() => takeBody(core, {}));
  }
}

/** Where a slider stands. */
export function limitOf(body: Body, range: Range): number {
  const limit = body.limits?.[range.key];
  if (limit === undefined) return range.usual;
  if (typeof limit === "number") return range.end === "least" ? range.usual : limit;
  return range.end === "least" ? -limit[0] : limit[1];
}

/** The body with a slider moved; at its usual end it sets no limit. */
export function withLimit(body: Body, range: Range, value: number): Body {
  const limits = { ...body.limits };
  if (range.end === "") {
    if (value >= range.usual) delete limits[range.key];
    else limits[range.key] = value;
  } else {
    const now = limits[range.key];
    const pair: [number, number] = Array.isArray(now) ? [...now] : [range.least, now ?? range.greatest];
    if (range.end === "least") pair[0] = -value;
    else pair[1] = value;
    // What goes to both sides goes as far to either.
    if (range.end === "greatest" && range.least === -range.greatest) pair[0] = -value;
    if (pair[0] <= range.least && pair[1] >= range.greatest) delete limits[range.key];
    else limits[range.key] = pair;
  }
  const next = { ...body, limits };
  if (Object.keys(limits).length === 0) delete (next as Body).limits;
  return next;
}
