// A running session: hands the core the controls and the moment, keeps what is needed to go on after a reload, and turns
// what the core says was reached into events. Where the session stands is always the core's answer for a moment.
import type { Core, LogEvent, Plan, Score, State, Wish } from "./core";
import { clock } from "./clock";
import type { EventLog } from "./events";
import { forget, keep, kept } from "./keep";

/** After this long away, the person is asked before it goes on. */
export const AWAY_MS = 10 * 60_000;
/** After this long, a session that was broken off is over. */
export const STALE_MS = 6 * 3600_000;
const SEEN_EVERY_MS = 2000;

/** One side of one move: its stretch of the score and the seconds that count as done. */
interface Part { key: string; move: string; side: "none" | "right" | "left"; start_s: number; end_s: number; work_s: number }

/** What is kept: the core's own text, and what of it went into the log. */
interface Saved {
  core: string; session: string; plan: Plan; seen: number;
  done: string[]; left: string[]; painBefore: number | null; ended: Ending | null;
  jumped_s: number; // by skip and back, net: not spent by the person
  asksSite?: boolean; siteAsked?: string[]; // furthest site of leg symptoms: whether, and after which moves
}

export interface Ending { why: "finished" | "enough" | "stop-rule"; seconds: number }

export class Run {
  private parts: Part[];
  private lastSeen = 0;

  private constructor(private readonly core: Core, private readonly log: EventLog, score: Score,
                      private readonly saved: Saved) {
    this.parts = parts(score);
  }

  // ---- beginnings

  static start(core: Core, log: EventLog, plan: Plan, wish: Wish, painBefore: number | null, asksSite = false): Run {
    const now = clock.now();
    const score = core.begin(now);
    const started: LogEvent = log.record("session-started", { value: plan.total_s, text: JSON.stringify(wish) });
    if (painBefore !== null) log.record("pain-before", { session: started.id, value: painBefore });
    const run = new Run(core, log, score, {
      core: "", session: started.id, plan, seen: now, done: [], left: [], painBefore, ended: null, jumped_s: 0,
      asksSite, siteAsked: [],
    });
    run.save();
    return run;
  }

  /** The session that a reload or a closed page broke off, or null. */
  static resume(core: Core, log: EventLog): Run | null {
    const saved = kept<Saved>("run");
    if (saved === null) return null;
    try {
      return new Run(core, log, core.restore(saved.core), saved);
    } catch {
      forget("run"); // kept by another version of the page: nothing of it can be played
      return null;
    }
  }

  // ---- what it is

  get session(): string { return this.saved.session; }
  get plan(): Plan { return this.saved.plan; }
  get painBefore(): number | null { return this.saved.painBefore; }
  get ended(): Ending | null { return this.saved.ended; }
  get seen(): number { return this.saved.seen; }
  get paused(): boolean { return this.core.state(clock.now()).paused; }
  /** Moves of which at least one side was done. */
  get movesDone(): string[] {
    const done = new Set(this.saved.done.map((key) => key.split(" ")[0]!));
    return this.saved.plan.steps.map((step) => step.move).filter((move) => done.has(move));
  }

  // ---- the moment

  /** The state now. Logs every side that was completed since; `watching` is false while nobody can see the page. */
  tick(watching = true): State {
    const now = clock.now();
    const state = this.core.state(now);
    if (!watching) return state;
    this.report(state);
    if (now - this.lastSeen > SEEN_EVERY_MS) this.save(now);
    if (state.done && this.saved.ended === null) this.end({ why: "finished", seconds: this.spent(state) });
    return state;
  }

  /** Goes on from where the person last saw it. */
  goBackTo(moment: number): void {
    this.core.pause(moment);
    this.core.resume(clock.now());
    this.save();
  }

  // ---- the furthest site of leg symptoms

  /** The move behind the person of which something was done, and after which the site was not asked yet; or null. */
  moveToAsk(state: State): string | null {
    if (!this.saved.asksSite) return null;
    const done = new Set(this.movesDone);
    const behind = this.saved.plan.steps.slice(0, state.done ? undefined : state.step).map((step) => step.move);
    return behind.reverse().find((move) => done.has(move) && !this.saved.siteAsked?.includes(move)) ?? null;
  }

  /** The answer, or null when it was skipped. */
  tellSite(move: string, site: number | null): void {
    this.saved.siteAsked = [...(this.saved.siteAsked ?? []), move];
    if (site !== null) this.record("leg-site", { move, value: site });
    this.save();
  }

  /** The site has moved further down: the move is left, and the session is over. */
  stopForSite(move: string): void {
    this.record("step-left", { move, side: "none", level: this.levelOf(move) });
    if (this.saved.ended === null) this.stop("stop-rule");
  }

  // ---- controls

  togglePause(): State {
    const now = clock.now();
    const before = this.core.state(now);
    const state = before.paused ? this.core.resume(now) : this.core.pause(now);
    this.record(before.paused ? "resumed" : "paused", { value: Math.round(state.elapsed_s) });
    this.save();
    return state;
  }

  /** Holds still while the stop rule is read; not a pause of the person's. */
  holdStill(still: boolean): void {
    if (still) this.core.pause(clock.now());
    else this.core.resume(clock.now());
    this.save();
  }

  skip(): State {
    const before = this.core.state(clock.now());
    this.leave(before, "skip");
    return this.jump(before, this.core.skip(clock.now()));
  }

  back(): State {
    const before = this.core.state(clock.now());
    this.report(before);
    const state = this.core.back(clock.now());
    const ahead = new Set(this.parts.filter((part) => part.end_s > state.elapsed_s).map((part) => part.key));
    this.saved.left = this.saved.left.filter((key) => !ahead.has(key));
    return this.jump(before, state);
  }

  tooMuch(): State & { left: boolean } {
    const before = this.core.state(clock.now());
    this.report(before);
    const state = this.core.tooMuch(clock.now());
    if (state.left) this.leave(before, "too-much");
    else {
      this.takeScore(this.core.restore(this.core.save()));
      this.record("step-eased", { move: before.move, side: before.side, level: this.levelOf(before.move) });
    }
    return this.jump(before, state);
  }

  stop(why: "enough" | "stop-rule"): void {
    const state = this.core.pause(clock.now());
    this.report(state);
    const part = this.parts.find((p) => p.start_s <= state.elapsed_s && state.elapsed_s < p.end_s);
    if (part && !this.saved.done.includes(part.key)) this.record("step-left", { move: part.move, side: part.side, text: "skip" });
    this.record("stopped", { value: Math.round(state.elapsed_s), text: why });
    const began = this.spent(state) > (this.parts[0]?.start_s ?? 0); // getting ready alone is no session yet
    this.end({ why, seconds: began ? this.spent(state) : 0 });
  }

  /** Nobody came back to it: it ended where it was last seen. */
  abandon(): void {
    if (this.saved.ended === null) {
      if (!this.paused) this.goBackTo(this.saved.seen);
      this.stop("enough");
    }
    this.close();
  }

  /** The rating is in the log: nothing to come back to. */
  close(): void { forget("run"); }

  save(now = clock.now()): void {
    this.lastSeen = now;
    this.saved.seen = now;
    this.saved.core = this.core.save();
    keep("run", this.saved);
  }

  private jump<T extends State>(before: State, after: T): T {
    this.saved.jumped_s += after.elapsed_s - before.elapsed_s;
    this.save();
    return after;
  }

  /** Seconds that the person spent in the session. */
  private spent(state: State): number { return Math.max(0, Math.round(state.elapsed_s - this.saved.jumped_s)); }

  // ---- what went into the log

  private end(ending: Ending): void {
    this.saved.ended = ending;
    this.record("session-finished", { value: ending.seconds });
    this.save();
  }

  private report(state: State): void {
    const reached = state.done ? Infinity : state.elapsed_s;
    for (const part of this.parts) {
      if (part.end_s > reached || this.saved.done.includes(part.key) || this.saved.left.includes(part.key)) continue;
      this.saved.done.push(part.key);
      this.record("step-done", { move: part.move, side: part.side, level: this.levelOf(part.move), value: part.work_s });
    }
  }

  /** The rest of the current move is left out. */
  private leave(state: State, why: "skip" | "too-much"): void {
    this.report(state);
    for (const part of this.parts) {
      if (part.move !== state.move || this.saved.done.includes(part.key) || this.saved.left.includes(part.key)) continue;
      this.saved.left.push(part.key);
      this.record("step-left", { move: part.move, side: part.side, level: this.levelOf(part.move), text: why });
    }
  }

  private takeScore(score: Score): void {
    this.parts = parts(score);
    const saved = JSON.parse(this.core.save()) as { plan?: Partial<Plan> };
    if (saved.plan?.steps) this.saved.plan = { ...this.saved.plan, ...saved.plan };
  }

  private levelOf(move: string): "easier" | "usual" | "harder" | undefined {
    return this.saved.plan.steps.find((step) => step.move === move)?.level;
  }

  private record(kind: LogEvent["kind"], fields: Omit<LogEvent, "id" | "at" | "kind" | "session">): void {
    this.log.record(kind, { session: this.saved.session, ...fields });
  }
}

const AT_WORK = new Set(["hold", "move"]);
const IN_MOVE = new Set(["settle", "hold", "move", "release"]);

function parts(score: Score): Part[] {
  const found = new Map<string, Part>();
  for (const cue of score) {
    if (!IN_MOVE.has(cue.kind)) continue;
    const key = `${cue.move} ${cue.side}`;
    const part = found.get(key)
      ?? { key, move: cue.move, side: cue.side, start_s: cue.t_s, end_s: cue.t_s, work_s: 0 };
    part.end_s = cue.t_s + cue.duration_s;
    if (AT_WORK.has(cue.kind)) part.work_s += cue.duration_s;
    found.set(key, part);
  }
  return [...found.values()];
}
