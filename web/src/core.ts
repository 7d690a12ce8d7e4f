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

// ---- a person's own moves

/** A move file; only what this page reads of it. */
export interface MoveFile {
  id: string; name: string; start: string; two_sided: boolean; places: string[]; regions: string[]; tags: string[];
  ready: string; kind: string; phases: { id: string; kind: string; say: string; seconds?: number }[];
  doses: Record<Level, { hold_s?: number; reps: number }>; view: unknown; poses: unknown; props?: unknown; seat_m?: number;
  [field: string]: unknown;
}

/** What a person fills in; `figure` is what the pose in the making gave. */
export interface MoveForm {
  id: string; name: string; start: string; way: "hold" | "repeat"; two_sided: boolean;
  places: string[]; regions: string[]; tags: string[];
  say: { ready: string; go: string; hold: string; back: string; side: string };
  doses: Record<Level, { hold_s: number; reps: number }>;
  figure?: unknown;
  words: { summary: string; why: string; cue: string; mistake: string; source: string; fact: string };
}
export type FormField = "name" | "start" | "places" | "regions" | "tags" | "ready" | "go" | "hold" | "back" | Level | "figure";
/** A hint is no reason not to save. */
export interface Problem { field: FormField; hint: boolean; text: string }
export interface Made { good: boolean; file: MoveFile; problems: Problem[] }
export interface Handle { id: string; at: [number, number, number] }
export interface PoseState { at: 0 | 1; undo: number; handles: Handle[]; figure: unknown }

/** What is looked for in the library; what is left out asks for nothing. */
export interface Find { words?: string; places?: Place[]; regions?: Region[]; kinds?: string[]; without?: string[] }

/** What a move's page says besides the move. */
export interface MovePage {
  muscles: { plain: string; latin: string; primary: boolean; side: "working" | "other" | "both" }[];
  cautions: { tag: string; text: string }[];
  start: string;
  places: string[];
  /** In the order of ids in the move. */
  props: { needed: string[]; useful: string[] };
  /** What the voice says, for the right side: getting ready, and each phase. */
  lines: { ready: string; phases: string[] };
  history: {
    times: number; last_ms: number; better: number; same: number; worse: number; preferred: -1 | 0 | 1;
    level: Level; why_level: string; resting: boolean; retired: boolean; helps: boolean;
  };
}

/** A safety question. A yes-no question is a line of a checklist; "a little" is a yes. */
export interface Question {
  id: string; group: string; kind: "yes-no" | "number" | "choice" | "list"; ask: string; help: string;
  options?: { id: string; text: string }[]; least?: number; most?: number;
  every_session: boolean; conditional: boolean; level: number; source: string;
}
export type Answer = boolean | number | string | string[];
/** By the id of the question. */
export type Answers = Record<string, Answer>;
export interface Questions {
  version: string; reviewed: string; emergency: string; clinician_days: number; questions: Question[];
  words: Record<"green" | "amber" | "red" | "light_source" | "site_ask" | "site_0" | "site_1" | "site_2" | "site_3"
    | "site_4" | "site_further", string>;
}

export interface Reason {
  rule: string; text: string; source: string; reviewed: string; level: number; urgency: string;
  allowed: boolean; can_be_allowed: boolean;
}

export interface Verdict {
  level: 1 | 2 | 3 | 4;
  urgency: "none" | "routine" | "urgent" | "today" | "now";
  may_exercise: boolean; gentle_only: boolean;
  /** The furthest site of leg symptoms is asked after each move. */
  asks_site: boolean;
  /** The gravest first. */
  reasons: Reason[];
  forbidden: { tags: string[]; moves: string[]; postures: string[] };
  /** Moves that stay in although a tag or posture of theirs is out, and moves at their easier dose only. */
  kept: string[]; small: string[];
  advice: string;
  /** Questions that these answers make ones to ask, and those of them without an answer. */
  asked: string[]; unanswered: string[];
}

/** What is to be asked now, from the log. */
export interface Due {
  ask: "nothing" | "short" | "all"; why: string; sentence: string; is_stopped: boolean;
  last: { version: string; answers: Answers }; standing: { version: string; answers: Answers };
  allowed: { rule: string; until_ms: number }[];
}

export interface Light { light: "unknown" | "green" | "amber" | "red"; text: string; source: string }

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
export interface Said { name: "screen" | "log" | "body" | "words" | "own"; text: string; nowMs?: number }

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
  | "clinician-talked" | "flare" | "pain-map";
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

/** A body file: one person's size, look, limits and what they cannot do. `{}` is the mean build. */
export interface Body {
  stature_m?: number; girth?: number; look?: string; limits?: Record<string, number | [number, number]>; cannot?: string[];
}
/** A limit that a person can set: one end of the pair under `key` (the least stands there as −value), or, without an end,
 *  the number itself. The slider goes from `low` to `usual`, which sets no limit. */
export interface Range {
  key: string; name: string; how: string; end: "least" | "greatest" | ""; low: number; usual: number;
  /** The pair of adults. */
  least: number; greatest: number;
}
export interface Span { least: number; greatest: number; usual: number }
export interface BodyInfo {
  stature_m: Span; girth: Span; builds: { name: string; stature_m: number; girth: number }[]; looks: string[];
  ranges: Range[]; cannot: { id: string; text: string }[];
  /** Ids, and what each is called. */
  props: string[]; prop_names: Record<string, string>;
}
/** A move that this body does not do at every level; at none when `levels` is empty. */
export interface LeftOut { move: string; name: string; levels: Level[]; in_bed: Level[]; why: string }
export interface Measure {
  id: string; name: string; ask: string; items: string[];
  /** The items are the person's own; `own_names` are those of last time. */
  names: boolean; own_names?: string[];
  score: "mean" | "count"; low: number; high: number; low_words: string; high_words: string; unit: string;
  when: "session" | "before" | "after"; every_days: number; due: boolean; due_day: string | null;
  scores: DayScore[]; said: string; source: string;
  /** A test of range, done alone; `sides` when right and left each have a course. */
  test?: { steps: string[]; when: string; stop: string };
  sides?: { side: "right" | "left"; name: string; scores: DayScore[]; said: string }[];
}
export interface DayScore { day: string; score: number; x: number; y: number }
/** A trial of a direction; `left_out` says why there is none now. Minutes are after the bends. */
export interface Trial {
  left_out: string; direction: "extension" | "flexion"; move: string; reps: number; soon_min: number; later_min: number; says: string[];
}
/** Pain and its furthest place at first, soon and later. */
export interface Tried { direction: Trial["direction"]; pain: number[]; site: number[]; stopped?: boolean }
/** Why a test of range is not to be done now, or "". */
export interface RangeTest { id: string; number: number; left_out: string }

/** A time of the day with a session of its own: what it sets of a wish. */
export interface Occasion {
  id: string; name: string; line: string; at_once: boolean; flare: boolean;
  wish: { minutes: number; place?: Place; for: Region[] }; source: string;
}

/** Where it can hurt: the areas of core/event. */
export const AREAS = ["neck", "upper-back-right", "upper-back-left", "low-back-right", "low-back-left", "buttock-right", "buttock-left",
  "hip-right", "hip-left", "groin-right", "groin-left", "thigh-front-right", "thigh-front-left", "thigh-back-right", "thigh-back-left",
  "knee-right", "knee-left", "calf-right", "calf-left", "foot-right", "foot-left"] as const;
export type Area = (typeof AREAS)[number];
/** 1 some, 2 a lot; what is absent does not hurt. */
export type Where = Partial<Record<Area, 1 | 2>>;
export interface Maps {
  weeks: { from: string; to: string; days: number; areas: { area: Area; days: number; most: 1 | 2 }[] }[];
  last: { day: string; map: { where: Where } } | null;
}

/** What pictures of progress are drawn from: places in 0 … 1, x from the first day to the last, y from the least up. */
export interface Pictures {
  curve: { from: string; to: string; days: { day: string; pain: number; x: number; y: number }[];
    band: { x: number; level: number; low: number; high: number }[]; sentence: string };
  doses: { region: Region; seconds: number; target_s: number; part: number; sentence: string }[];
  calendar: { weeks: ({ day: string; seconds: number; today: boolean } | null)[][]; sentence: string };
  effects: { moves: { move: string; name: string; helps: boolean; sentence: string }[]; note: string };
  sites: { days: { day: string; site: number; name: string; x: number; y: number }[]; sentence: string };
  maps: Maps;
}

/** All that the log says. */
export interface Detail extends Pictures {
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
  flare: boolean; high_pain: boolean; minutes_most: number; screen_again: boolean; see_clinician: boolean; morning_due: boolean;
  measures: Measure[]; sentences: string[];
}

// ---- routines

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** A routine file; the order of its steps is the order of the session. */
export interface Routine {
  kind: "routine"; id?: string; name: string; note?: string; source?: string; source_words?: string; place: Place;
  days: Weekday[]; steps: { move: string; level: Level }[];
}
/** What a day asks for: a routine of the programme by its id, or the best session of some minutes. A day that is absent: rest. */
export type WeekDays = Partial<Record<Weekday, string | { best: number }>>;
export interface Programme {
  kind: "programme"; id?: string; name: string; note?: string; source?: string; source_words?: string; routines: Routine[]; weeks: WeekDays[];
}
export interface RoutineStep {
  move: string; name: string; level: Level; dose: string; two_sided: boolean;
  /** Of one side. */
  side_s: number;
  /** By the safety answers or the body; `why` says so. */
  left_out: boolean; why?: string;
}
/** What a routine asks for. */
export interface AboutRoutine {
  kind: "routine"; routine: Routine; link: string; minutes: number;
  /** After what is left out. */
  kept_s: number; screened: boolean; may_exercise: boolean; steps: RoutineStep[];
}
export interface ProgrammeDay { kind: "rest" | "routine" | "best"; routine?: number; minutes?: number }
export interface AboutProgramme { kind: "programme"; link: string; programme: Programme; routines: AboutRoutine[]; weeks: ProgrammeDay[][] }
export type About = AboutRoutine | AboutProgramme;
/** Where a programme stands today; `day_number` and `week` count from 1. `done`: its days so far that had a session. */
export interface ProgrammeNow {
  state: "before" | "running" | "over"; day_number: number; days: number; week: number; weeks: number; weekday: number; first_weekday: number;
  done: boolean[]; done_count: number; day: ProgrammeDay;
}
export type Paper = "a4" | "letter";
export interface Reminder {
  uid: string; sequence?: number; at: number; date: string; time: string; minutes?: number; days?: Weekday[]; weeks?: number;
  alarm?: number; summary?: string; description?: string;
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

/** One picture: a move's key pose, the body standing in one of its looks, or the week's doses at a moment. */
export type Drawing = { width: number; height: number; theme: Theme }
  & ({ move: string } | { look: number } | { nowMs: number; utcOffsetMin: number });

export interface Camera {
  /** Clip from world, column-major 4 × 4. */
  matrix: Float32Array;
  eye: Float32Array;
  /** How the picture is laid beside what covers it: clip x and y times the first, moved by the others. */
  laid: Float32Array;
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
  loosen_words(len: number): number;
  loosen_moves(): number;
  loosen_find_moves(len: number): number;
  loosen_move(move: number, nowMs: number, utcOffsetMin: number): number;
  loosen_questions(): number;
  loosen_due(nowMs: number): number;
  loosen_screen(len: number, nowMs: number): number;
  loosen_light(before: number, after: number): number;
  loosen_leg(site: number, nowMs: number): number;
  loosen_log(len: number): number;
  loosen_event(len: number): number;
  loosen_progress(nowMs: number, utcOffsetMin: number): number;
  loosen_body_info(): number;
  loosen_body(len: number): number;
  loosen_body_show(range: number, degrees: number): number;
  loosen_portrait(look: number, width: number, height: number, theme: number): number;
  loosen_detail(nowMs: number, utcOffsetMin: number): number;
  loosen_measure(len: number): number;
  loosen_tests(nowMs: number, utcOffsetMin: number): number;
  loosen_trial(nowMs: number, utcOffsetMin: number): number;
  loosen_trial_end(len: number): number;
  loosen_pain_map(len: number): number;
  loosen_units(inches: number): number;
  loosen_plan(len: number, nowMs: number, utcOffsetMin: number): number;
  loosen_prove(): number;
  loosen_adopt(len: number): number;
  loosen_whys(): number;
  loosen_week(len: number): number;
  loosen_occasions(): number;
  loosen_doses(width: number, height: number, theme: number): number;
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
  loosen_cover(index: number, x: number, y: number, radius: number): void;
  loosen_picture(move: number, width: number, height: number, theme: number): number;
  loosen_lineart(move: number, pose: number, side: number, width: number, height: number): number;
  loosen_routines(): number;
  loosen_routine(len: number): number;
  loosen_routine_link(len: number): number;
  loosen_routine_plan(nowMs: number, utcOffsetMin: number): number;
  loosen_programme_day(beganMs: number, nowMs: number, utcOffsetMin: number): number;
  loosen_handout_begin(len: number, paper: number): number;
  loosen_handout_step(step: number, len: number): number;
  loosen_handout_end(): number;
  loosen_qr(len: number): number;
  loosen_reminder(len: number): number;
  loosen_own_moves(len: number): number;
  loosen_own_check(len: number): number;
  loosen_make(len: number): number;
  loosen_make_look(): number;
  loosen_try(side: number, seconds: number): number;
  loosen_pose_begin(len: number): number;
  loosen_pose_show(which: number): number;
  loosen_pose_drag(handle: number, x: number, y: number, aspect: number, yawOffsetDeg: number, pitchOffsetDeg: number): number;
  loosen_pose_drop(handle: number): number;
  loosen_pose_copy(): number;
  loosen_pose_undo(): number;
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

  private constructor(private readonly wasm: Exports, readonly module: WebAssembly.Module) {}

  /** Fetches and starts the core. */
  static async load(url: string): Promise<Core> {
    const response = await fetch(url);
    if (!response.ok) throw new CoreError("IO", `${url}: ${response.status}`);
    // Compiled while it arrives, where the host says what it is.
    const known = response.headers.get("content-type")?.startsWith("application/wasm");
    const streams = known && WebAssembly.compileStreaming !== undefined;
    return Core.of(await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer())));
  }

  /** Starts another core on a module that is compiled already. */
  static async of(module: WebAssembly.Module): Promise<Core> {
    const instance = await WebAssembly.instantiate(module, {});
    const core = new Core(instance.exports as unknown as Exports, module);
    core.result(core.wasm.loosen_start());
    core.listMoves();
    return core;
  }

  private listMoves(): void {
    this.moveList = this.result<Move[]>(this.wasm.loosen_moves());
    this.moveIndex = new Map(this.moveList.map((move, index) => [move.id, index]));
  }

  // ---- before a session

  moves(): readonly Move[] { return this.moveList; }

  move(id: string): Move | undefined {
    const index = this.moveIndex.get(id);
    return index === undefined ? undefined : this.moveList[index];
  }

  /** Ids of the moves that fit, the best first. */
  findMoves(find: Find): string[] { return this.result(this.wasm.loosen_find_moves(this.send(find))); }

  movePage(id: string, nowMs: number, utcOffsetMin: number): MovePage {
    return this.result(this.wasm.loosen_move(this.indexOf(id), nowMs, utcOffsetMin));
  }

  questions(): Questions { return this.result(this.wasm.loosen_questions()); }

  /** Which safety questions are due, by the log. */
  due(nowMs: number): Due { return this.result(this.wasm.loosen_due(nowMs)); }

  /** Judges the answers, with what a clinician allowed by the log; the verdict is remembered for the next plan. */
  screen(answers: Answers, nowMs: number): Verdict {
    return this.tell<Verdict>({ name: "screen", text: JSON.stringify(answers), nowMs });
  }

  /** The traffic light of pain; null before is not known. */
  light(before: number | null, after: number): Light { return this.result(this.wasm.loosen_light(before ?? -1, after)); }

  /** Whether a furthest site of leg symptoms, 0 back to 4 foot, lies further down than the last one in the log. */
  leg(site: number, nowMs: number): { before: number; further: boolean } {
    return this.result(this.wasm.loosen_leg(site, nowMs));
  }

  /** Merges JSON Lines of events into the log (set union: merging twice changes nothing). */
  log(jsonLines: string): LogMerge { return this.tell<LogMerge>({ name: "log", text: jsonLines }); }

  /** Tells the core what another one was told. */
  tell<T>(said: Said): T {
    const len = this.sendText(said.text);
    const result = this.result<T>(said.name === "screen" ? this.wasm.loosen_screen(len, said.nowMs ?? 0)
      : said.name === "body" ? this.wasm.loosen_body(len) : said.name === "words" ? this.wasm.loosen_words(len)
      : said.name === "own" ? this.wasm.loosen_own_moves(len) : this.wasm.loosen_log(len));
    this.said.push(said);
    if (said.name === "own" || said.name === "words") this.listMoves();
    return result;
  }

  /** Another language, as words/….json; nothing: English. Ask again for what was said before. */
  words(text: string): void {
    const own = this.said.filter(({ name }) => name === "own").pop();
    this.tell({ name: "words", text });
    if (own) this.tell(own);
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

  /** What a body may say, with ranges and names. */
  bodyInfo(): BodyInfo { return this.result(this.wasm.loosen_body_info()); }

  /** From now on figure, pictures and plan are this person's. Returns the moves that do not suit them. */
  body(body: Body): LeftOut[] {
    return this.tell<{ left_out: LeftOut[] }>({ name: "body", text: JSON.stringify(body) }).left_out;
  }

  /** Weeks, trend, moves, measures and what is due. */
  detail(nowMs: number, utcOffsetMin: number): Detail {
    return this.result(this.wasm.loosen_detail(nowMs, utcOffsetMin));
  }

  /** The score of answers to a measure, and the text of its "measured" event. */
  measure(id: string, items: number[], names?: string[]): { value: number; text: string } {
    return this.result(this.wasm.loosen_measure(this.send({ measure: id, items, ...(names ? { names } : {}) })));
  }

  trial(nowMs: number, utcOffsetMin: number): Trial { return this.result(this.wasm.loosen_trial(nowMs, utcOffsetMin)); }

  /** What came of a trial: the "direction-tested" event, and what it means for now. */
  trialEnd(tried: Tried): { value: number; text: string; further: boolean; said: string } {
    return this.result(this.wasm.loosen_trial_end(this.send(tried)));
  }

  tests(nowMs: number, utcOffsetMin: number): RangeTest[] { return this.result(this.wasm.loosen_tests(nowMs, utcOffsetMin)); }

  /** Lengths of measures are shown and typed in inches from now on, or in centimetres; what is kept stays as it is. */
  units(inches: boolean): void { this.check(this.wasm.loosen_units(inches ? 1 : 0)); }

  /** What a "pain-map" event holds. */
  painMap(where: Where): { value: number; text: string } { return this.result(this.wasm.loosen_pain_map(this.send({ where }))); }

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
  /** Times of the day with a session of their own. */
  occasions(): Occasion[] { return this.result(this.wasm.loosen_occasions()); }
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

  /** Poses the figure standing, as far as a range of `bodyInfo` goes; −1: at rest. */
  bodyShow(range: number, degrees: number): void { this.check(this.wasm.loosen_body_show(range, degrees)); }

  vertices(): Float32Array {
    const at = this.wasm.loosen_vertices();
    return new Float32Array(this.wasm.memory.buffer, at, this.wasm.loosen_vertex_count() * FLOATS_A_VERTEX);
  }

  indices(): Uint32Array {
    return new Uint32Array(this.wasm.memory.buffer, this.wasm.loosen_indices(), this.wasm.loosen_index_count());
  }

  camera(aspect: number, yawOffsetDeg: number, pitchOffsetDeg: number): Camera {
    const at = this.wasm.loosen_camera(aspect, yawOffsetDeg, pitchOffsetDeg);
    const floats = new Float32Array(this.wasm.memory.buffer, at, 22).slice();
    return { matrix: floats.subarray(0, 16), eye: floats.subarray(16, 19), laid: floats.subarray(19, 22) };
  }

  /** What is round and lies over the figure's picture: halves of its height from its middle, y up. */
  covers(discs: readonly { x: number; y: number; radius: number }[]): void {
    discs.forEach(({ x, y, radius }, i) => this.wasm.loosen_cover(i, x, y, radius));
    this.wasm.loosen_cover(discs.length, 0, 0, 0);
  }

  /** What glows in what the figure shows, the brightest first. */
  glows(): Glows { return this.result(this.wasm.loosen_glows()); }


  /** A pose of a move (its key pose unless told) as lines for print: an SVG document, 64 to 400 units a side. */
  lineart(moveId: string, side: "right" | "left", width: number, height: number, pose = -1): string {
    this.check(this.wasm.loosen_lineart(this.indexOf(moveId), pose, side === "right" ? 1 : 2, width, height));
    return this.text();
  }

  /** A picture as RGBA, row by row from the top; a copy. Takes longer than a frame: for a worker. */
  draw(drawing: Drawing): Uint8ClampedArray<ArrayBuffer> {
    const { wasm } = this;
    const { width, height } = drawing;
    const dark = drawing.theme === "dark" ? 1 : 0;
    if ("move" in drawing) {
      const { move } = drawing; // "test 6" is the posture of a test of range, by its number
      const index = move.startsWith("test ") ? -1 - Number(move.slice(5)) : this.indexOf(move);
      return this.pixels(wasm.loosen_picture(index, width, height, dark), width, height);
    }
    if ("look" in drawing) return this.pixels(wasm.loosen_portrait(drawing.look, width, height, dark), width, height);
    this.detail(drawing.nowMs, drawing.utcOffsetMin); // the body from behind glows as each region had its minutes by this
    return this.pixels(wasm.loosen_doses(width, height, dark), width, height);
  }

  private pixels(at: number, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
    if (at === 0) throw this.failure();
    const pixels = new Uint8ClampedArray(width * height * 4);
    pixels.set(new Uint8ClampedArray(this.wasm.memory.buffer, at, width * height * 4));
    return pixels;
  }

  // ---- routines

  /** The ready-made routines and programmes. */
  routines(): About[] { return this.result(this.wasm.loosen_routines()); }

  /** Reads a routine or programme, as a file's text or as it was read before. */
  about(file: string | Routine | Programme): About {
    return this.result(this.wasm.loosen_routine(typeof file === "string" ? this.sendText(file) : this.send(file)));
  }

  /** "r1/floor/135/…" or, of a programme, "p1/…" */
  aboutLink(link: string): About { return this.result(this.wasm.loosen_routine_link(this.sendText(link))); }

  /** The routine less what the last verdict and the body leave out; becomes the current plan. */
  planRoutine(routine: Routine, nowMs: number, utcOffsetMin: number): Plan {
    this.about(routine);
    return this.result(this.wasm.loosen_routine_plan(nowMs, utcOffsetMin));
  }

  /** What a programme that began at `beganMs` asks for now. */
  programmeNow(programme: Programme, beganMs: number, nowMs: number, utcOffsetMin: number): ProgrammeNow {
    this.about(programme);
    return this.result(this.wasm.loosen_programme_day(beganMs, nowMs, utcOffsetMin));
  }

  /** The sheet of paper in pieces of HTML: a beginning, a piece for each step, an end. `address` becomes its code. */
  handoutBegin(routine: Routine, paper: Paper, address: string): string {
    this.about(routine);
    this.check(this.wasm.loosen_handout_begin(this.sendText(address), paper === "letter" ? 1 : 0));
    return this.text();
  }
  /** `drawing` is what `lineart` gave; empty: none. */
  handoutStep(routine: Routine, step: number, drawing: string): string {
    this.about(routine);
    this.check(this.wasm.loosen_handout_step(step, this.sendText(drawing)));
    return this.text();
  }
  handoutEnd(routine: Routine): string {
    this.about(routine);
    this.check(this.wasm.loosen_handout_end());
    return this.text();
  }

  /** A code of any text, as an SVG document. */
  qr(text: string): string {
    this.check(this.wasm.loosen_qr(this.sendText(text)));
    return this.text();
  }

  /** A calendar file. */
  reminder(reminder: Reminder): string {
    this.check(this.wasm.loosen_reminder(this.send(reminder)));
    return this.text();
  }

  // ---- a person's own moves

  /** From now on these are a person's own moves, instead of those before. Refused whole when one of them is wrong. */
  ownMoves(files: readonly MoveFile[]): void {
    this.tell({ name: "own", text: files.map((file) => JSON.stringify(file)).join("\n") });
  }

  /** What a move file is, and what no body can do in it; nothing is kept. */
  checkMove(text: string): { move: Move; problems: Problem[] } { return this.result(this.wasm.loosen_own_check(this.sendText(text))); }

  /** A form as a move file, with what is wrong beside each field. It is the move at hand for `tryMove`. */
  makeMove(form: MoveForm): Made { return this.result(this.wasm.loosen_make(this.send(form))); }

  /** What no body can do in a form's move, in plain words; may take a second or more: for a worker. */
  lookAtMove(form: MoveForm): Problem[] {
    this.makeMove(form);
    return this.result<{ problems: Problem[] }>(this.wasm.loosen_make_look()).problems;
  }

  /** Poses the figure for the move at hand; loops. */
  tryMove(seconds: number): void { this.check(this.wasm.loosen_try(1, seconds)); }

  poseBegin(form: MoveForm & { like?: string }): PoseState { return this.result(this.wasm.loosen_pose_begin(this.send(form))); }
  poseShow(which: 0 | 1): PoseState { return this.result(this.wasm.loosen_pose_show(which)); }
  /** Takes a handle to a place of clip space, as near as the body goes. */
  poseDrag(handle: number, x: number, y: number, aspect: number, yawOffsetDeg: number, pitchOffsetDeg: number): Pick<PoseState, "handles"> {
    return this.result(this.wasm.loosen_pose_drag(handle, x, y, aspect, yawOffsetDeg, pitchOffsetDeg));
  }
  poseDrop(handle: number): PoseState { return this.result(this.wasm.loosen_pose_drop(handle)); }
  /** The second pose becomes as the first. */
  poseCopy(): PoseState { return this.result(this.wasm.loosen_pose_copy()); }
  poseUndo(): PoseState { return this.result(this.wasm.loosen_pose_undo()); }

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
