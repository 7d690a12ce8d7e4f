// The page's second core, in a worker: what may take longer than a frame is thought through here, on the same module and
// from the same answers and log, so it comes to the same plan.
import { Core, type MoveForm, type Plan, type Said, type Wish } from "./core";

/** One question. `said` is what the page's core was told since the last one. */
export type Ask = { id: number; said: Said[] } & (
  { what: "prove" | "whys"; wish: Wish; nowMs: number; utcOffsetMin: number; plan: Plan } | { what: "look"; form: MoveForm });
export interface Answer { id: number; result?: unknown; error?: string }

const core = Core.load("loosen.wasm");

function think(mine: Core, data: Exclude<Ask, { what: "look" }>): unknown {
  mine.plan(data.wish, data.nowMs, data.utcOffsetMin);
  if (data.what === "whys") mine.adopt(data.plan);
  return data.what === "whys" ? mine.whys() : mine.prove();
}

addEventListener("message", async ({ data }: MessageEvent<Ask>) => {
  let answer: Answer;
  try {
    const mine = await core;
    for (const said of data.said) mine.tell(said);
    answer = { id: data.id, result: data.what === "look" ? mine.lookAtMove(data.form) : think(mine, data) };
  } catch (error) {
    answer = { id: data.id, error: error instanceof Error ? error.message : String(error) };
  }
  (self as unknown as { postMessage(message: Answer): void }).postMessage(answer);
});
