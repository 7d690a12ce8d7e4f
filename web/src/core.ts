// The one file that knows WebAssembly memory. Everything else on the page speaks to `Core`, which turns the exports of
// wasm/exports.txt into typed methods: text goes in as UTF-8, JSON comes out, pictures and vertices come as typed arrays.
// Invariant: no view on the module's memory outlives the call that follows it; copy what must last.

// ---- what the core says (field names as in its JSON)

export type Side = "none" | "right" | "left";
export type Level = "easier" | "usual" | "harder";
export type Place = "floor" | "chair" | "standing" | "bed";
export type Region = "lower-back" | "upper-back" | "hips" | "buttocks" | "hamstrings" | "legs";
export type Theme = "light" | "dark";
export type CueKind = "ready" | "settle" | "hold" | "move" | "release" | "switch" | "rest" | "done";
export type Chime = "none" | "begin" | "side" | "end";
export type Breath = "free" | "in" | "out";

/** As `loosen moves --json`: the fields that a view needs, the others are there too. */
export interface Move {
  id: string; name: string; summary: string; why: string; kind: string; start: string; end: string;
  places: Place[]; regions: Region[]; tags: string[]; cues: string[]; mistakes: string[]; two_sided: boolean;
  [field: string]: unknown;
}

export interface Question {
  id: string; group: string; ask: string; help: string; level: number; every_session: boolean; source: string;
}
export interface Questions { version: string; emergency: string; questions: Question[] }

export interface Verdict {
  level: 1 | 2 | 3 | 4;
  urgency: "none" | "routine" | "urgent" | "today" | "now";
  may_exercise: boolean; gentle_only: boolean;
  reasons: { rule: string; text: string; source: string }[];
  forbidden: { tags: string[]; moves: string[]; postures: string[] };
  /** Moves that stay in although a tag or posture of theirs is out. */
  kept: string[];
  advice: string;
}

/** Every field may be left out: ten minutes on the floor for the whole back and hips. */
export interface Wish {
  minutes?: number; place?: Place; for?: Region[]; stiff?: Partial<Record<Region, number>>; without?: string[]; without_props?: string[]; seed?: number;
}

export interface PlanStep {
  move: string; name: string; level: Level; side_count: 1 | 2;
  seconds: number; change_s: number; dose: string; reason: string;
}
export interface Plan {
  minutes: number; place: Place; for: Region[]; total_s: number; short: boolean; note: string; get_ups: number;
  /** The certificate: points of the model, and what no plan of this wish can exceed; `proof` says it in words. */
  optimal: boolean; objective: number; bound: number; proof: string;
  steps: PlanStep[];
  dropped: string[];
}

/** Why a move is in the plan, or why it is not. */
export interface Why {
  move: string; name: string; kind: string; loss: number | null; other: string | null; serves: string; text: string;
}
export interface Whys { steps: Why[]; left_out: Why[] }

export interface WeekWish { days?: number; minutes?: number; minutes_max?: number; rest?: string[]; weekday?: number }
export interface Week {
  days: { day: number; minutes: number; total_s: number; moves: string[] }[];
  minutes: number; minutes_bound: number; meets: boolean; proven: boolean; note: string;
  regions: { region: Region; seconds: number; target_s: number }[];
}

/** A call that changed what the core knows of the person; said again, it makes another core know the same. */
export interface Said { name: "screen" | "log"; text: string }

export interface Cue {
  t_s: number; duration_s: number; move: string; side: Side; phase: string; kind: CueKind; text: string;
}
export type Score = Cue[];

export interface State {
  paused: boolean; done: boolean; move: string; name: string; step: number; step_count: number; side: Side;
  kind: CueKind; rep: number; reps: number; text: string; next: string;
  elapsed_s: number; total_s: number; left_s: number; cue_s: number; cue_left_s: number; t: number;
  breath: number; breath_kind: Breath; cue: number; speak: boolean; chime: Chime;
  /** 0 … 1 for each step. */
  progress: number[];
}

export type EventKind = "screened" | "session-started" | "pain-before" | "step-done" | "step-eased" | "step-left"
  | "paused" | "resumed" | "stopped" | "move-felt" | "pain-after" | "note" | "session-finished"
  | "next-morning" | "leg-site" | "measured" | "direction-tested" | "move-preferred" | "move-enabled"
  | "clinician-talked" | "flare";
export interface EventFields {
  session?: string; move?: string; side?: Side; level?: Level; value?: number; text?: string;
}
/** A complete event: one line of the log. `id` is a UUIDv7; the id of "session-started" names the session. */
export interface LogEvent extends EventFields { id: string; at: number; kind: EventKind }

export interface LogMerge { count: number; added: number; refused: { line: number; text: string }[] }

export interface Progress {
  week: { day: string; done: boolean; seconds: number; pain_before: number | null; pain_after: number | null }[];
  sentences: string[]; come_back: string; sessions: number;
  regions: { region: Region; seconds: number; target_s: number }[];
}

export interface Measure {
  id: string; name: string; ask: string; items: string[];
  /** The items are the person's own; `own_names` are those of last time. */
  names: boolean; own_names?: string[];
  score: "mean" | "count"; low: number; high: number; low_words: string; high_words: string; unit: string;
  when: "session" | "before" | "after"; every_days: number; due: boolean; due_day: string | null;
  scores: { day: string; score: number }[]; said: string; source: string;
}

/** All that the log says. */
export interface Detail {
  day: string; sessions: number; days_planned: number; target_s: number;
  weeks: { from: string; to: string; sessions: number; days_done: number; seconds: number; pain: number | null;
    regions: Record<Region, number> }[];
  trend: { word: "early" | "same" | "lower" | "higher" | "much-lower" | "much-higher"; sentence: string;
    days_now: number; days_before: number; now?: number; before?: number; change?: number; low?: number; high?: number };
  moves: { move: string; name: string; times: number; better: number; same: number; worse: number; level: Level;
    dose: string; why: string; out: "" | "resting" | "retired"; why_out: string; preferred: -1 | 0 | 1;
    relief: number; relief_sd: number; observations: number; helps: boolean }[];
  helping: string[];
  lean: { toward: "none" | "extension" | "flexion"; until: string | null; stopped: string[] };
  flare: boolean; minutes_most: number; screen_again: boolean; see_clinician: boolean; morning_due: boolean;
  measures: Measure[]; sentences: string[];
}

/** A muscle that lengthens (or, in a move that strengthens, works) in what the figure shows. */
export interface Glow {
  name: string; plain: string; latin: string;
  /** 0 … 1. */
  strength: number;
  /** From origin to insertion, world axes, metres. */
  path: [number, number, number][];
}
export interface Glows { works: boolean; muscles: Glow[] }

export interface Camera {
  /** Clip from world, column-major 4 × 4. */
  matrix: Float32Array;
  eye: Float32Array;
}

/** What a figure view draws from. */
export interface FigureSource {
  /** 12 floats a vertex: position 3, normal 3, shirt, leggings, occlusion, glow, material, shade. Valid until the next call. */
  vertices(): Float32Array;
  /** Triangles. Constant: upload once. */
  indices(): Uint32Array;
  /** Copies; offsets turn the view away from the move's best side. */
  camera(aspect: number, yawOffsetDeg: number, pitchOffsetDeg: number): Camera;
}

/** The core refused an input. `message` is a sentence for the person; `code` its name ("TOO_SHORT"). */
export class CoreError extends Error {
  constructor(readonly code: string, text: string, readonly line = 0, readonly column = 0) {
    super(text);
    this.name = "CoreError";
  }
}

// ---- the module

interface Exports {
  memory: WebAssembly.Memory;
  loosen_in(bytes: number): number;
  loosen_out(): number;
  loosen_out_len(): number;
  loosen_start(): number;
  loosen_moves(): number;
  loosen_questions(): number;
  loosen_screen(len: number): number;
  loosen_log(len: number): number;
  loosen_event(len: number): number;
  loosen_progress(nowMs: number, utcOffsetMin: number): number;
  loosen_detail(nowMs: number, utcOffsetMin: number): number;
  loosen_measure(len: number): number;
  loosen_plan(len: number, nowMs: number, utcOffsetMin: number): number;
  loosen_prove(): number;
  loosen_adopt(len: number): number;
  loosen_whys(): number;
  loosen_week(len: number): number;
  loosen_swap(step: number): number;
  loosen_drop(step: number): number;
  loosen_begin(nowMs: number): number;
  loosen_save(): number;
  loosen_restore(len: number): number;
  loosen_control(what: number, nowMs: number): number;
  loosen_state(nowMs: number): number;
  loosen_figure(nowMs: number): number;
  loosen_preview(move: number, side: number, seconds: number): number;
  loosen_vertices(): number;
  loosen_vertex_count(): number;
  loosen_indices(): number;
  loosen_index_count(): number;
  loosen_glows(): number;
  loosen_camera(aspect: number, yawOffsetDeg: number, pitchOffsetDeg: number): number;
  loosen_picture(move: number, width: number, height: number, theme: number): number;
  loosen_golden(): number;
}

const FLOATS_A_VERTEX = 12;

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

export class Core implements FigureSource {
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();
  private moveList: Move[] = [];
  private moveIndex = new Map<string, number>();
  /** Everything that a plan depends on beside wish and clock, in order. Whatever else is told to the core belongs here. */
  readonly said: Said[] = [];

  private constructor(private readonly wasm: Exports) {}

  /** Fetches and starts the core. */
  static async load(url: string): Promise<Core> {
    const response = await fetch(url);
    if (!response.ok) throw new CoreError("IO", `The coach could not be loaded (${response.status}).`);
    return Core.fromBytes(await response.arrayBuffer());
  }

  static async fromBytes(bytes: BufferSource): Promise<Core> {
    const { instance } = await WebAssembly.instantiate(bytes, {});
    const core = new Core(instance.exports as unknown as Exports);
    core.result(core.wasm.loosen_start());
    core.moveList = core.result<Move[]>(core.wasm.loosen_moves());
    core.moveList.forEach((move, index) => core.moveIndex.set(move.id, index));
    return core;
  }

  // ---- before a session

  moves(): readonly Move[] { return this.moveList; }

  move(id: string): Move | undefined {
    const index = this.moveIndex.get(id);
    return index === undefined ? undefined : this.moveList[index];
  }

  questions(): Questions { return this.result(this.wasm.loosen_questions()); }

  /** Judges the answers; the verdict is remembered for the next plan. A rule that is not answered is a no. */
  screen(answers: Record<string, boolean>): Verdict {
    return this.tell<Verdict>({ name: "screen", text: JSON.stringify(answers) });
  }

  /** Merges JSON Lines of events into the log (set union: merging twice changes nothing). */
  log(jsonLines: string): LogMerge { return this.tell<LogMerge>({ name: "log", text: jsonLines }); }

  /** Tells the core what another one was told. */
  tell<T>(said: Said): T {
    const len = this.sendText(said.text);
    const result = this.result<T>(said.name === "screen" ? this.wasm.loosen_screen(len) : this.wasm.loosen_log(len));
    this.said.push(said);
    return result;
  }

  /** Completes an event with an id and merges it into the log. Post what it returns, one line of JSON each. */
  event(kind: EventKind, at: number, fields: EventFields = {}): LogEvent {
    const random = hex(crypto.getRandomValues(new Uint8Array(10)));
    const event = this.result<LogEvent>(this.wasm.loosen_event(this.send({ kind, random, at, ...fields })));
    this.said.push({ name: "log", text: JSON.stringify(event) });
    return event;
  }

  progress(nowMs: number, utcOffsetMin: number): Progress {
    return this.result(this.wasm.loosen_progress(nowMs, utcOffsetMin));
  }

  /** Weeks, trend, moves, measures and what is due. */
  detail(nowMs: number, utcOffsetMin: number): Detail {
    return this.result(this.wasm.loosen_detail(nowMs, utcOffsetMin));
  }

  /** The score of answers to a measure, and the text of its "measured" event. */
  measure(id: string, items: number[], names?: string[]): { value: number; text: string } {
    return this.result(this.wasm.loosen_measure(this.send({ measure: id, items, ...(names ? { names } : {}) })));
  }

  /** Plans with the log and the last verdict; becomes the current plan. `utcOffsetMin` is local time minus UTC. */
  plan(wish: Wish, nowMs: number, utcOffsetMin: number): Plan {
    return this.result(this.wasm.loosen_plan(this.send(wish), nowMs, utcOffsetMin));
  }

  /** The best plan of the current wish with its proof; may take half a second: for a worker. */
  prove(): Plan { return this.result(this.wasm.loosen_prove()); }
  /** Makes a plan of the current wish, from `prove` or another core, the current one. */
  adopt(plan: Plan): Plan { return this.result(this.wasm.loosen_adopt(this.send(plan))); }
  /** Why each move is in the current plan, and why the others are not; may take a second: for a worker. */
  whys(): Whys { return this.result(this.wasm.loosen_whys()); }
  /** The days ahead, for the current wish; may take seconds. */
  week(wish: WeekWish): Week { return this.result(this.wasm.loosen_week(this.send(wish))); }
  swap(step: number): Plan { return this.result(this.wasm.loosen_swap(step)); }
  drop(step: number): Plan { return this.result(this.wasm.loosen_drop(step)); }

  // ---- a session

  begin(nowMs: number): Score { return this.result(this.wasm.loosen_begin(nowMs)); }
  /** Keep this text; `restore` resumes from it at the right moment. */
  save(): string {
    this.result(this.wasm.loosen_save());
    return this.text();
  }
  restore(saved: string): Score { return this.result(this.wasm.loosen_restore(this.sendText(saved))); }

  state(nowMs: number): State { return this.result(this.wasm.loosen_state(nowMs)); }
  pause(nowMs: number): State { return this.result(this.wasm.loosen_control(0, nowMs)); }
  resume(nowMs: number): State { return this.result(this.wasm.loosen_control(1, nowMs)); }
  skip(nowMs: number): State { return this.result(this.wasm.loosen_control(2, nowMs)); }
  back(nowMs: number): State { return this.result(this.wasm.loosen_control(3, nowMs)); }
  /** "Too much": the move is eased, or left when it is at its easiest (`left`). */
  tooMuch(nowMs: number): State & { left: boolean } { return this.result(this.wasm.loosen_control(4, nowMs)); }

  // ---- the figure

  /** Poses the figure for the running session's moment. */
  figure(nowMs: number): void { this.check(this.wasm.loosen_figure(nowMs)); }

  /** Poses the figure for a move on its own; loops. Returns the length of a loop in seconds. */
  preview(moveId: string, side: "right" | "left", seconds: number): number {
    const code = this.wasm.loosen_preview(this.indexOf(moveId), side === "right" ? 1 : 2, seconds);
    return this.result<{ seconds: number }>(code).seconds;
  }

  vertices(): Float32Array {
    const at = this.wasm.loosen_vertices();
    return new Float32Array(this.wasm.memory.buffer, at, this.wasm.loosen_vertex_count() * FLOATS_A_VERTEX);
  }

  indices(): Uint32Array {
    return new Uint32Array(this.wasm.memory.buffer, this.wasm.loosen_indices(), this.wasm.loosen_index_count());
  }

  camera(aspect: number, yawOffsetDeg: number, pitchOffsetDeg: number): Camera {
    const at = this.wasm.loosen_camera(aspect, yawOffsetDeg, pitchOffsetDeg);
    const floats = new Float32Array(this.wasm.memory.buffer, at, 19).slice();
    return { matrix: floats.subarray(0, 16), eye: floats.subarray(16, 19) };
  }

  /** What glows in what the figure shows, the brightest first. */
  glows(): Glows { return this.result(this.wasm.loosen_glows()); }

  /** The move's key pose as RGBA, row by row from the top; a copy. */
  picture(moveId: string, width: number, height: number, theme: Theme): Uint8ClampedArray<ArrayBuffer> {
    const at = this.wasm.loosen_picture(this.indexOf(moveId), width, height, theme === "dark" ? 1 : 0);
    if (at === 0) throw this.failure();
    const pixels = new Uint8ClampedArray(width * height * 4);
    pixels.set(new Uint8ClampedArray(this.wasm.memory.buffer, at, width * height * 4));
    return pixels;
  }

  /** The hash of a whole session, equal on every compiler and platform. */
  golden(): string { return this.result<{ hash: string }>(this.wasm.loosen_golden()).hash; }

  // ---- memory

  private indexOf(moveId: string): number {
    const index = this.moveIndex.get(moveId);
    if (index === undefined) throw new CoreError("NOT_FOUND", `There is no move "${moveId}".`);
    return index;
  }

  private send(value: unknown): number { return this.sendText(JSON.stringify(value)); }

  private sendText(text: string): number {
    const bytes = this.encoder.encode(text);
    const at = this.wasm.loosen_in(bytes.length);
    if (at === 0) throw new CoreError("TOO_LONG", "The input is longer than allowed.");
    new Uint8Array(this.wasm.memory.buffer, at, bytes.length).set(bytes);
    return bytes.length;
  }

  private text(): string {
    const bytes = new Uint8Array(this.wasm.memory.buffer, this.wasm.loosen_out(), this.wasm.loosen_out_len());
    return this.decoder.decode(bytes);
  }

  private failure(): CoreError {
    const refused = JSON.parse(this.text()) as { error: string; text: string; line?: number; column?: number };
    return new CoreError(refused.error, refused.text, refused.line, refused.column);
  }

  private check(code: number): void {
    if (code !== 0) throw this.failure();
  }

  private result<T>(code: number): T {
    this.check(code);
    return JSON.parse(this.text()) as T;
  }
}
