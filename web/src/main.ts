// The page: loads the core, then leads through the rooms. Today is a way of its own: from the safety questions to the plan,
// the session, the rating and what it means. What the first view does not need comes after it, in elsewhere.ts.
import { ownBody, takeKeptBody } from "./body";
import { clock, isoDay } from "./clock";
import { find } from "./collection";
import { Core, CoreError, type AboutRoutine, type Answers, type Questions, type Routine, type Verdict } from "./core";
import { afterPaint, atLeisure, Coming, loadAnew } from "./coming";
import { Documents } from "./documents";
import { h } from "./dom";
import type { Rating } from "./elsewhere";
import { EventLog, type LogStatus } from "./events";
import { forget } from "./keep";
import { takeOwn } from "./own";
import { prefs } from "./prefs";
import { Bar, ROUTINES, routeOf, routeText, type RoomEntry } from "./rooms";
import { Run, STALE_MS } from "./run";
import { shown } from "./screening";
import { shareChoices, takeShared } from "./shared";
import type { Stage } from "./stage";
import { sentences, speak, t, wished } from "./text";
import { keepLanguage, keepPage, settle } from "./update";
import { adviceView } from "./views/advice";
import { safetyView } from "./views/safety";
import { Today } from "./views/today";
import type { Room, View } from "./views/view";
import { Voice } from "./voice";

/** The other rooms, the session and the figure. */
const elsewhere = new Coming(() => import("./elsewhere"));

const TODAY = "today";
/** Stands in the address while a session runs, so that the way back is asked about first. */
const SESSION = "session";
/** "#/start/" and the key of a routine, or what a link holds: Today's way, with that routine at its end. */
const START = "start";
/** "#/open/" and what a link holds. */
const OPEN = "open";
/** One job, and no way past it. */
const WITHOUT_BAR = new Set(["safety", "player", "after"]);
/** Views that are drawn anew when a document came from elsewhere: nothing is typed or said in them that would be lost. */
const LISTS = new Set(["routines", "moves", "me", "settings", "progress"]);
/** In these something is being made, which another language must not take away. */
const MAKING = new Set(["edit", "edit-weeks", "mine", "paper", "remind", "open", "took"]);
/** In the middle of this nothing is drawn anew. */
const typing = (): boolean =>
  document.activeElement?.matches("input:not([type=checkbox], [type=radio], [type=range]), textarea, select") ?? false;

/** Where the page was scrolled and what had the focus when a place in the history was left. */
interface Left { top: number; key: string | undefined }

class Page {
  private readonly main = document.getElementById("view")!;
  private readonly status = document.getElementById("status")!;
  private questions: Questions;
  private readonly rooms: readonly RoomEntry[];
  private bar: Bar;
  private view: View | null = null;
  private place = 0; // in the history of this page
  private places = 0;
  private readonly left = new Map<number, Left>();
  private late = false; // choices that came from elsewhere in the middle of a session
  private wanted: Routine | null = null; // a routine instead of today's plan
  private steps = 0; // counts the views, and the ways to one that is still to come

  constructor(private readonly room: Room) {
    this.questions = room.core.questions();
    this.rooms = [
      { name: TODAY, label: "room.today", icon: "today" },
      { name: "moves", label: "room.moves", icon: "moves" },
      { name: ROUTINES, label: "room.routines", icon: "routines" },
      { name: "progress", label: "room.progress", icon: "progress" },
      { name: "me", label: "room.me", icon: "me", waits: () => (room.log.copyDue ? t("data.copy.due") : "") },
    ];
    this.bar = this.makeBar();
    room.log.watch((status) => this.showStatus(status));
    room.documents.watch((changed) => this.newDocuments(changed));
    const frame = (): void => {
      this.view?.frame?.();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  begin(): void {
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => this.moved(event.state as { place?: number } | null));
    history.replaceState({ place: this.place }, "");
    this.follow();
  }

  // ---- the rooms

  private makeBar(): Bar {
    const bar = new Bar(this.rooms);
    document.body.prepend(bar.element);
    return bar;
  }

  /** Every text again, in another language. */
  private anew(): void {
    this.questions = this.room.core.questions();
    this.bar.element.remove();
    this.bar = this.makeBar();
    if (this.view && MAKING.has(this.view.name)) this.bar.show(routeOf(location.hash).room, true);
    else this.redraw();
  }

  /** The same place, as it is now. */
  private redraw(): void {
    this.remember();
    const left = this.left.get(this.place)!;
    this.follow(() => this.restore(left));
  }

  /** A link was followed, or the way back or forward taken. */
  private moved(state: { place?: number } | null): void {
    if (this.view?.back?.()) return history.pushState({ place: this.place }, "", routeText(SESSION));
    this.remember();
    const known = state?.place;
    this.place = known ?? ++this.places;
    if (known === undefined) history.replaceState({ place: this.place }, "");
    const left = known === undefined ? undefined : this.left.get(known);
    this.follow(() => { if (left) this.restore(left); });
  }

  private restore(left: Left): void {
    scrollTo(0, left.top);
    if (left.key !== undefined)
      this.main.querySelector<HTMLElement>(`[data-key="${CSS.escape(left.key)}"]`)?.focus({ preventScroll: true });
  }

  private remember(): void {
    const focused = document.activeElement as HTMLElement | null;
    this.left.set(this.place, { top: scrollY, key: focused?.dataset["key"] });
  }

  /** Shows what the address says; `then` is done as soon as it stands. */
  private follow(then?: () => void): void {
    void settle();
    if (this.late) this.takeChoices();
    const { room, rest } = routeOf(location.hash);
    const entry = this.rooms.find(({ name }) => name === room && name !== TODAY);
    if (!entry && room !== OPEN && room !== START) this.today();
    else if (elsewhere.here === null) return this.withElsewhere(() => this.follow(then));
    else if (room === START) this.start(this.behind(START));
    else {
      const { room: all, there } = this;
      if (entry) this.show(there.roomView(all, room, rest, () => this.anew()), room);
      else this.show(there.openView(all, this.behind(OPEN)), ROUTINES);
    }
    then?.();
  }

  // ---- what comes after the first view

  private get there(): typeof import("./elsewhere") { return elsewhere.here!; }

  /** At once, but in the first moments of a visit; then as soon as it is here, unless another way was taken meanwhile. */
  private withElsewhere(go: () => void): void {
    if (elsewhere.here !== null) return go();
    const step = ++this.steps;
    elsewhere.get().then(() => { if (step === this.steps) go(); }, async () => {
      if (step !== this.steps || await loadAnew()) return;
      const element = h("div", { class: "narrow" }, h("h1", { tabindex: -1 }, t("error.missing")), h("p", { class: "lead" }, t("error.loading")),
        h("button", { type: "button", class: "go", onclick: () => void loadAnew(true) }, t("error.again")));
      this.show({ name: "missing", title: t("error.missing"), element }, routeOf(location.hash).room);
    });
  }

  /** What stands behind a name in the address, as it stands there: a link to a routine decodes itself. */
  private behind(name: string): string { return location.hash.slice(`#/${name}/`.length); }

  /** The address without a step in the history. */
  private address(...route: string[]): void {
    history.replaceState({ place: this.place }, "", routeText(...route));
  }

  private show(view: View, room = TODAY): void {
    const first = this.view === null;
    this.steps++;
    this.view?.leave?.();
    this.view = view;
    document.body.dataset["view"] = view.name;
    document.title = `${view.title} · Loosen`;
    this.main.replaceChildren(view.element);
    this.bar.show(room, !WITHOUT_BAR.has(view.name));
    scrollTo(0, 0);
    if (!first || view.focus) (view.focus ?? view.element.querySelector<HTMLElement>("h1"))?.focus({ preventScroll: true });
  }

  // ---- today

  /** A routine is to be played: the same questions first. */
  private start(key: string): void {
    try {
      const about = key.startsWith("r1/") ? this.room.core.aboutLink(key) : find(this.room, decodeURIComponent(key))?.about;
      if (about?.kind === "routine") return this.today(about.routine);
    } catch {
      // Said on the page of the link.
    }
    this.show(key.startsWith("r1/") ? this.there.openView(this.room, key) : this.there.routineView(this.room, key), ROUTINES);
  }

  private today(wanted: Routine | null = null): void {
    this.wanted = wanted;
    const run = Run.resume(this.room.core, this.room.log);
    const gone = run === null ? 0 : clock.now() - run.seen;
    if (run === null || gone > STALE_MS) {
      run?.abandon();
      if (wanted === null) this.address(TODAY);
      return this.safety();
    }
    this.withElsewhere(() => {
      if (!run.ended) return this.play(run);
      this.address(TODAY);
      this.after(run);
    });
  }

  /** Asks what is due; nothing is due right after the questions and before the next session. */
  private safety(): void {
    if (this.late) this.takeChoices();
    const { core } = this.room;
    const due = core.due(clock.now());
    if (due.ask === "all") return this.ask(false, due.last.answers, due.sentence);
    if (due.ask === "short") return this.ask(true, due.standing.answers, due.sentence);
    this.judged(core.screen(due.last.answers, clock.now()), false);
  }

  private ask(short: boolean, answers: Answers, sentence: string): void {
    const { core, log } = this.room;
    const { version, questions } = this.questions;
    this.show(safetyView({
      questions: questions.filter((question) => !short || question.every_session), short, sentence,
      answers: short ? answers : shown(answers, questions),
      judge: (given) => core.screen(given, clock.now()),
      onDone: (given) => {
        const verdict = core.screen(given, clock.now());
        log.record("screened", { value: verdict.level, text: JSON.stringify({ version, answers: given }) });
        this.judged(verdict, !short);
      },
    }));
  }

  private judged(verdict: Verdict, explain: boolean): void {
    if (!verdict.may_exercise || (explain && verdict.reasons.length > 0)) this.show(adviceView({
      questions: this.questions, verdict, today: isoDay(clock.now() + clock.utcOffsetMin() * 60_000),
      onChange: () => this.askAgain(), onGo: () => this.plan(verdict), onTalked: (on, allowed) => this.talked(on, allowed),
    }));
    else this.plan(verdict);
    if (verdict.level === 1) this.bar.show(TODAY, false); // help comes first
  }

  private talked(on: string, allowed: string[]): void {
    const { core, log } = this.room;
    log.record("clinician-talked", { text: JSON.stringify({ on, allowed }) });
    this.judged(core.screen(core.due(clock.now()).last.answers, clock.now()), true);
  }

  private askAgain(): void {
    this.ask(false, this.room.core.due(clock.now()).last.answers, t("safety.change"));
  }

  private plan(verdict: Verdict): void {
    const { core, log, voice } = this.room;
    const wanted = this.wanted && (core.about(this.wanted) as AboutRoutine);
    if (wanted) return this.show(this.there.readyView(this.room, wanted, {
      onSafety: () => this.askAgain(), onDue: () => this.safety(),
      onStart: (plan, wish, pain) => {
        voice.wake();
        this.withElsewhere(() => this.play(Run.start(core, log, plan, wish, pain, verdict.asks_site)));
      },
    }));
    this.show(new Today(this.room, {
      verdict, onSafety: () => this.askAgain(), onDue: () => this.safety(), onFlare: (begins) => {
        log.record("flare", { value: begins ? 1 : 0 });
        this.safety(); // the core says what is to be asked now
      },
      onBody: () => this.withElsewhere(() => this.show(this.there.bodyView(this.room, { onDone: () => this.plan(verdict) }))),
      onStart: (plan, wish, pain) => {
        voice.wake();
        this.withElsewhere(() => this.play(Run.start(core, log, plan, wish, pain, verdict.asks_site)));
      },
    }));
  }

  // ---- the session

  private play(run: Run): void {
    this.wanted = null;
    if (routeOf(location.hash).room !== SESSION) {
      this.address(TODAY);
      this.remember();
      this.place = ++this.places;
      history.pushState({ place: this.place }, "", routeText(SESSION));
    }
    this.show(new this.there.Player(this.room, run, () => {
      this.address(TODAY);
      this.after(run);
    }));
  }

  private after(run: Run): void { this.show(this.there.afterView(this.room, run, (rating) => this.save(run, rating))); }

  private save(run: Run, rating: Rating): void {
    const { log, core } = this.room;
    const session = run.session;
    if (rating.pain !== null) log.record("pain-after", { session, value: rating.pain });
    for (const [move, value] of Object.entries(rating.felt)) log.record("move-felt", { session, move, value });
    if (rating.note.trim() !== "") log.record("note", { session, text: rating.note.trim() });
    run.close();
    forget("rating");
    void log.persist();
    this.show(this.there.doneView(this.room, {
      progress: core.progress(log.now(), clock.utcOffsetMin()),
      seconds: run.ended?.seconds ?? 0, moves: run.movesDone, onToday: () => this.safety(),
    }));
  }

  // ---- what came from elsewhere

  /** Choices are in force at once, or after the session; what is looked at shows what is there now, where it was. */
  private newDocuments(changed: boolean): void {
    this.showStatus(this.room.log.status);
    const { view } = this;
    if (!changed || !view) return;
    this.late = WITHOUT_BAR.has(view.name);
    if (this.late) return;
    const { language } = prefs;
    const chosen = this.takeChoices();
    if (prefs.language !== language || typing() || this.main.querySelector("dialog[open]")) return;
    if (chosen && view.again) view.again();
    else if (LISTS.has(view.name)) this.redraw();
  }

  /** True: a choice, or the body, is another now. */
  private takeChoices(): boolean {
    const { core, documents } = this.room;
    const { language } = prefs;
    this.late = false;
    const chosen = takeShared(documents);
    if (chosen) {
      takeKeptBody(core);
      core.units(prefs.units === "inches");
    }
    takeOwn(core, documents);
    if (prefs.language !== language) void speak(prefs.language, core).then((done) => { if (done) this.anew(); });
    return chosen;
  }

  // ---- the log's state, in the corner

  private showStatus(status: LogStatus): void {
    const words = sentences(
      status.waiting + this.room.documents.waiting > 0 && status.home === "program" ? t("log.waiting") : "",
      status.refused + this.room.documents.refusals > 0 ? t("log.refused") : "",
      status.durable ? "" : t("log.nothing"),
      status.full || this.room.documents.full ? t("log.full") : "");
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}

async function open(): Promise<void> {
  const coming = Core.load("loosen.wasm");
  if (routeOf(location.hash).room !== "") elsewhere.get().catch(() => {}); // said when it is missed
  const log = await EventLog.open(coming);
  const documents = await Documents.open(log.status.home === "program");
  takeShared(documents);
  const core = await coming;
  const language = prefs.language || wished(navigator.languages);
  if (language !== "en") await speak(language, core);
  const voice = new Voice();
  voice.program = log.status.speech;
  core.units(prefs.units === "inches");
  if (Object.keys(ownBody()).length > 0) takeKeptBody(core);
  shareChoices(documents);
  takeOwn(core, documents);
  // A context for drawing costs more than all the rest of the start: it waits until a figure is seen.
  let stage: Stage | null = null;
  const room: Room = { core, log, documents, voice,
    get stage() { return stage ??= new elsewhere.here!.Stage(core); },
    staged: (then) => {
      if (stage) return then(stage);
      elsewhere.get().then(() => afterPaint(() => then(room.stage)), () => {}); // the words beside it say as much
    } };
  new Page(room).begin();
  // What may be wanted next is here before it is asked for, and then everything is kept for the days without a network.
  await atLeisure();
  await elsewhere.get().catch(() => {});
  await atLeisure();
  void keepPage().then(keepLanguage);
}

function why(error: unknown): string {
  if (typeof WebAssembly === "undefined" || error instanceof WebAssembly.CompileError) return t("error.browser");
  if (error instanceof CoreError && error.code === "IO") return t("error.loading");
  if (error instanceof TypeError && /fetch/i.test(error.message)) return t("error.loading");
  return error instanceof Error ? error.message : String(error);
}

open().catch((error: unknown) => {
  document.body.dataset["view"] = "error";
  document.getElementById("view")!.replaceChildren(h("div", { class: "narrow" },
    h("h1", {}, t("error.start")), h("p", { class: "lead" }, why(error)), h("p", { class: "soft" }, t("error.reload"))));
});
