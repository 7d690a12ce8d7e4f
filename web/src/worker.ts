// The page's second core, in a worker: what may take longer than a frame is thought through here, on the same module and
// from the same answers and log, so it comes to the same plan.
import { Core, type Plan, type Said, type Wish } from "./core";

/** One question. `said` is what the page's core was told since the last one. */
export interface Ask {
  id: number; what: "prove" | "whys"; said: Said[];
  wish: Wish; nowMs: number; utcOffsetMin: number; plan: Plan;
}
export interface Answer { id: number; result?: unknown; error?: string }

const core = Core.load("loosen.wasm");

addEventListener("message", async ({ data }: MessageEvent<Ask>) => {
  let answer: Answer;
  try {
    const mine = await core;
    for (const said of data.said) mine.tell(said);
    mine.plan(data.wish, data.nowMs, data.utcOffsetMin);
    if (data.what === "whys") mine.adopt(data.plan);
    answer = { id: data.id, result: data.what === "whys" ? mine.whys() : mine.prove() };
  } catch (error) {
    answer = { id: data.id, error: error instanceof Error ? error.message : String(error) };
  }
  (self as unknown as { postMessage(message: Answer): void }).postMessage(answer);
});
