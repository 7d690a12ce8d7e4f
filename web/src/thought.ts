// Asks the worker. It is started with the first question and ended with the view that asked, since it has a core of its own.
import type { Core, MoveForm, Plan, Problem, Whys, Wish } from "./core";
import type { Answer, Ask } from "./worker";

type Question = ({ what: "prove" | "whys" } & Moment) | { what: "look"; form: MoveForm };
type Moment = { wish: Wish; nowMs: number; utcOffsetMin: number; plan: Plan };

export class Thought {
  private worker: Worker | null = null;
  private told = 0;
  private last = 0;
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

  constructor(private readonly core: Core) {}

  /** The best plan, with its proof. */
  prove(moment: Moment): Promise<Plan> { return this.ask<Plan>({ what: "prove", ...moment }); }
  /** Why each move is in, and why the others are not. */
  whys(moment: Moment): Promise<Whys> { return this.ask<Whys>({ what: "whys", ...moment }); }

  /** What no body can do in a move in the making. */
  look(form: MoveForm): Promise<Problem[]> { return this.ask<Problem[]>({ what: "look", form }); }

  end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.told = 0;
    this.waiting.clear();
  }

  private ask<T>(question: Question): Promise<T> {
    const worker = this.worker ??= this.start();
    const id = ++this.last;
    const said = this.core.said.slice(this.told);
    this.told = this.core.said.length;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, said, ...question } satisfies Ask);
    });
  }

  private start(): Worker {
    const worker = new Worker("worker.js", { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const asked = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.error !== undefined) asked?.reject(new Error(data.error));
      else asked?.resolve(data.result as never);
    };
    worker.onerror = () => {
      for (const asked of this.waiting.values()) asked.reject(new Error("The worker could not start."));
      this.waiting.clear();
    };
    return worker;
  }
}
