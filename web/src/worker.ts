// A second core, in a worker: what may take longer than a frame is thought through or drawn here, on the same module and from
// the same answers and log, so it comes to the same plan and the same picture.
import { Core, type Drawing, type MoveForm, type Plan, type Said, type Wish } from "./core";

export interface Moment { wish: Wish; nowMs: number; utcOffsetMin: number; plan: Plan }
export type Question = ({ what: "prove" | "whys" } & Moment) | { what: "look"; form: MoveForm } | { what: "draw"; drawing: Drawing };
/** One question. `said` is what the page's core was told since the last one; `module` comes with the first. */
export type Ask = { id: number; said: Said[]; module?: WebAssembly.Module } & Question;
export interface Answer { id: number; result?: unknown; error?: string }

let core: Promise<Core> | null = null;

function answerTo(mine: Core, data: Ask): unknown {
  if (data.what === "draw") return mine.draw(data.drawing);
  if (data.what === "look") return mine.lookAtMove(data.form);
  mine.plan(data.wish, data.nowMs, data.utcOffsetMin);
  if (data.what === "prove") return mine.prove();
  mine.adopt(data.plan);
  return mine.whys();
}

addEventListener("message", async ({ data }: MessageEvent<Ask>) => {
  let answer: Answer;
  try {
    const mine = await (core ??= Core.of(data.module!));
    for (const said of data.said) mine.tell(said);
    answer = { id: data.id, result: answerTo(mine, data) };
  } catch (error) {
    answer = { id: data.id, error: error instanceof Error ? error.message : String(error) };
  }
  const { result } = answer;
  const post = postMessage as unknown as (message: Answer, transfer: Transferable[]) => void;
  post(answer, result instanceof Uint8ClampedArray ? [result.buffer] : []);
});
