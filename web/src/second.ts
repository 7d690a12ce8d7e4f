// The page's side of a second core in a worker. It is started with the first question on the page's own compiled module,
// knows what the page's core knew at each question, and holds its memory until it is ended.
import type { Core, Said } from "./core";
import type { Answer, Ask, Question } from "./worker";

export class Second {
  /** It could not start, and will not. */
  broken = false;
  private worker: Worker | null = null;
  private told = 0;
  private last = 0;
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

  /** `minds`: which of the things that the page's core is told matter to what is asked. */
  constructor(private readonly core: Core, private readonly minds: (said: Said) => boolean = () => true) {}

  ask<T>(question: Question): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const first = this.worker === null;
      const worker = this.worker ??= this.start();
      const said = this.core.said.slice(this.told).filter(this.minds);
      this.told = this.core.said.length;
      const id = ++this.last;
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, said: lasting(said), ...(first ? { module: this.core.module } : {}), ...question } satisfies Ask);
    });
  }

  /** What is asked and not answered stays so. */
  end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.told = 0;
    this.waiting.clear();
  }

  private start(): Worker {
    try {
      const worker = new Worker("worker.js", { type: "module" });
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        const asked = this.waiting.get(data.id);
        this.waiting.delete(data.id);
        if (data.error !== undefined) asked?.reject(new Error(data.error));
        else asked?.resolve(data.result as never);
      };
      worker.onerror = () => {
        this.broken = true;
        for (const asked of this.waiting.values()) asked.reject(new Error("The worker could not start."));
        this.end();
      };
      return worker;
    } catch (error) {
      this.broken = true;
      throw error;
    }
  }
}

/** A body, words and moves of one's own stand for those before: only the last of each need be said. */
function lasting(said: Said[]): Said[] {
  const last = new Map(said.map(({ name }, index) => [name, index]));
  return said.filter(({ name }, index) => name === "log" || name === "screen" || last.get(name) === index);
}
