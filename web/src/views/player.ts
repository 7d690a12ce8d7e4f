// The player: the figure, one sentence, one ring, one bar, five buttons. `Face` shows a state of the session and
// `Player` acts on it. Both repaint what the core says of this moment; neither counts.
import { clock, minutesSpoken, minutesText } from "../clock";
import type { Glows, Plan, State } from "../core";
import { h, icon, svg, type IconName } from "../dom";
import type { Run } from "../run";
import { AWAY_MS } from "../run";
import { Buttons, Cues } from "../cues";
import { choose, dress, prefs } from "../prefs";
import { ended, lowerFirst, parted, sentences, t } from "../text";
import { still } from "../stage";
import { stayAwake } from "../wake";
import { STOP_RULE, breathText, glowText, phaseText } from "../words";
import { Eyes } from "./eyes";
import type { Room, View } from "./view";

const RING = 2 * Math.PI * 44;
const HIDDEN_TICK_MS = 500;
const CALM_FRAME_MS = 50;
const GLOW_MS = 400;
const FAR_SIZES = ["144", "120", "96"];
const TYPE_SIZES = ["72", "56", "44", "35", "27", "23", "19", "15"];
const LUNG_LEAST = 0.45;

// ---------------------------------------------------------------- what is seen

class Face {
  readonly pill = h("p", { class: "pill" });
  readonly name = h("h1", { class: "move-name", tabindex: -1 });
  readonly live = h("p", { class: "hidden", "aria-live": "polite" });
  readonly lines: HTMLElement;
  readonly sentence = h("p", { class: "sentence" });
  readonly ring = h("div", { class: "ring", role: "timer", "aria-label": t("player.ring") });
  readonly sessionBar: HTMLElement;
  readonly glow = h("p", { class: "glow" });
  private readonly text = h("span", {});
  private readonly next = h("p", { class: "next" });
  private readonly lung = h("span", { class: "lung", "aria-hidden": "true" });
  private readonly breathing = h("span", {});
  private readonly breath = h("p", { class: "breath" }, this.lung, this.breathing);
  private readonly left = h("span", { class: "seconds" });
  private readonly arc = svg("circle", { cx: 50, cy: 50, r: 44, class: "arc", "stroke-dasharray": RING });
  private readonly total = h("p", { class: "total" });
  private readonly fills: HTMLElement[];
  private readonly bar: HTMLElement;

  constructor(plan: Plan) {
    this.sentence.append(this.text);
    this.lines = h("div", { class: "lines" }, this.breath, this.next);
    this.ring.append(svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" },
      svg("circle", { cx: 50, cy: 50, r: 44, class: "track" }), this.arc), this.left);
    this.fills = plan.steps.map(() => h("span", { class: "fill" }));
    this.bar = h("div", { class: "bar", role: "progressbar", "aria-label": t("player.title"), "aria-valuemin": 0,
      "aria-valuemax": 100 }, ...this.fills.map((fill, i) => {
      const segment = h("span", { class: "segment" }, fill);
      segment.style.flexGrow = String(Math.max(1, plan.steps[i]!.seconds));
      return segment;
    }));
    this.sessionBar = h("div", { class: "session-bar" }, this.bar, this.total);
  }

  /** What changes with time. */
  paint(state: State): void {
    const seconds = Math.ceil(state.cue_left_s);
    if (this.left.textContent !== String(seconds)) this.left.textContent = String(seconds);
    this.left.classList.toggle("long", seconds > 99);
    const gone = still.matches ? 1 - seconds / Math.max(1, state.cue_s) : state.t;
    this.arc.setAttribute("stroke-dashoffset", String(RING * Math.min(1, Math.max(0, gone))));
    this.fills.forEach((fill, i) => { fill.style.transform = `scaleX(${state.progress[i] ?? 0})`; });
    if (!still.matches) this.lung.style.transform = `scale(${LUNG_LEAST + (1 - LUNG_LEAST) * state.breath})`;
    const left = t("eyes.left", { time: minutesText(state.left_s) });
    if (this.total.textContent === left) return;
    this.total.textContent = left;
    this.bar.setAttribute("aria-valuenow", String(Math.round((100 * state.elapsed_s) / Math.max(1, state.total_s))));
    this.bar.setAttribute("aria-valuetext", t("eyes.left", { time: minutesSpoken(state.left_s) }));
  }

  /** What changes with the cue, and with pausing. */
  show(state: State): void {
    const phase = state.paused ? t("eyes.paused") : phaseText(state.side, state.kind, state.rep, state.reps);
    this.pill.textContent = phase;
    this.pill.dataset["kind"] = state.paused ? "paused" : state.kind;
    this.name.textContent = state.name;
    const words = parted(state.text);
    if (this.text.textContent !== words) {
      this.text.textContent = words;
      this.fit();
    }
    this.next.textContent = state.next === "" ? "" : t("player.next", { next: lowerFirst(state.next) });
    this.breathing.textContent = breathText(state.breath_kind);
    this.breath.dataset["kind"] = state.breath_kind;
    this.announce(sentences(ended(phase), state.text));
  }

  /** The muscle that gains most, or works. */
  showGlow({ works, muscles }: Glows): void {
    const text = muscles[0] ? glowText(works, muscles[0]) : "";
    if (this.glow.textContent !== text) this.glow.textContent = text;
  }

  announce(text: string): void { if (this.live.textContent !== text) this.live.textContent = text; }

  /** The largest of the type sizes at which the sentence fits its place. */
  fit(): void {
    for (const size of prefs.far ? [...FAR_SIZES, ...TYPE_SIZES] : TYPE_SIZES) {
      this.sentence.dataset["size"] = size;
      const { clientHeight, clientWidth } = this.sentence;
      if (this.text.offsetHeight <= clientHeight && this.text.offsetWidth <= clientWidth) break;
    }
  }
}

// ---------------------------------------------------------------- what can be done

export class Player implements View {
  readonly name = "player";
  readonly title = t("player.title");
  readonly element: HTMLElement;
  readonly focus: HTMLElement;
  private readonly face: Face;
  private readonly pauseWord = h("span", { class: "word" }, t("player.pause"));
  private readonly pauseDisc = h("span", { class: "disc" }, icon("pause"));
  private readonly sound = h("button", { type: "button", class: "round sound", onclick: () => this.toggleSound() });
  private readonly eyesButton = this.mode("eyes", "eyes", "player.eyes");
  private readonly farButton = this.mode("far", "far", "player.far");
  private readonly cues: Cues;
  private readonly eyes: Eyes;
  private readonly buttons: Buttons;
  private readonly stopDialog = stopSheet(() => this.goOn(), (why) => this.end(why));
  private readonly awayDialog = awaySheet((goOn) => this.comeBack(goOn));
  private readonly elsewhereDialog = elsewhereSheet();
  private readonly site: SiteSheet;
  private readonly leaving = new AbortController();
  private readonly resized: ResizeObserver;
  private cue = -1;
  private step = -1;
  private paused: boolean | null = null;
  private seenAt = 0;
  private drawnAt = 0;
  private glowAt = 0;
  private away = false;
  private over = false;
  private wasPaused = false;

  constructor(private readonly room: Room, private readonly run: Run, private readonly onEnd: () => void) {
    const face = this.face = new Face(run.plan);
    const toggle = (): void => this.togglePause();
    const skip = (): void => this.jumped(this.run.skip());
    const stop = (): void => this.askStop();
    this.cues = new Cues(room.core, room.voice);
    this.eyes = new Eyes({ toggle, skip, stop, open: () => this.switch("eyes") });
    this.buttons = new Buttons({ toggle, skip, stop, back: () => this.jumped(this.run.back()) });
    this.site = new SiteSheet(room.core.questions().words, (move, site) => this.toldSite(move, site),
      (site) => room.core.leg(site, clock.now()).further);
    this.element = this.focus = h("div", { class: "player", tabindex: -1,
      onkeydown: (event: KeyboardEvent) => this.key(event), onmousedown: (event: MouseEvent) => this.keepFocus(event) },
      h("div", { class: "figure-place" }, room.stage.element,
        h("div", { class: "modes" }, this.sound, this.eyesButton, this.farButton), face.ring, face.glow),
      h("div", { class: "panel" }, h("div", { class: "heads" }, face.pill, face.name), face.sentence, face.lines,
        face.sessionBar, this.controls(),
        h("button", { type: "button", class: "rule", onclick: () => this.askStop() }, STOP_RULE.line)),
      face.live, this.eyes.element, this.stopDialog, this.awayDialog, this.elsewhereDialog, this.site.element);
    this.resized = new ResizeObserver(() => face.fit());
    this.resized.observe(face.sentence);
    const { signal } = this.leaving;
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.keep(); }, { signal });
    addEventListener("pagehide", () => { if (!document.hidden) this.keep(); }, { signal });
    // After a reload, or when the system took the sound away, the next touch or key gives it back.
    for (const kind of ["pointerup", "keydown"]) addEventListener(kind, () => room.voice.wake(), { signal, capture: true });
    const timer = setInterval(() => this.hiddenTick(), HIDDEN_TICK_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
    room.stage.forget();
    this.showSound();
    this.showModes();
    stayAwake(true);
    this.claim();
  }

  leave(): void {
    this.leaving.abort();
    this.room.stage.besides([]);
    this.resized.disconnect();
    this.eyes.leave();
    this.buttons.end();
    delete document.body.dataset["far"];
    dress();
    stayAwake(false);
  }

  /** The way back asks first. */
  back(): boolean {
    if (this.over) return false;
    this.askStop();
    return true;
  }

  frame(): void {
    if (this.over || this.away) return;
    if (clock.now() - this.run.seen > AWAY_MS && !this.run.paused) return this.askAway();
    const state = this.run.tick();
    if (this.askSite(state)) return;
    if (state.done) return this.finish(state);
    const fresh = state.cue !== this.cue || state.paused !== this.paused;
    if (fresh) this.newCue(state);
    this.face.paint(state);
    this.eyes.paint(state);
    // Where only the breath moves, fewer pictures will do, and the battery lasts.
    const wait = state.kind === "hold" || state.kind === "rest" ? CALM_FRAME_MS : 0;
    if (!fresh && (state.paused || clock.now() - this.drawnAt < wait)) return;
    this.drawnAt = clock.now();
    this.room.stage.showSession(state);
    if (!fresh && this.drawnAt - this.glowAt < GLOW_MS) return;
    this.glowAt = this.drawnAt;
    this.face.showGlow(this.room.stage.glows());
  }

  private controls(): HTMLElement {
    const control = (label: string, picture: IconName, kind: string, act: () => void, keys: string): HTMLElement =>
      h("button", { type: "button", class: `control ${kind}`, onclick: act, "aria-keyshortcuts": keys },
        h("span", { class: "disc" }, icon(picture)), h("span", { class: "word" }, label));
    return h("div", { class: "controls", role: "group", "aria-label": t("player.title") },
      control(t("nav.back"), "back", "", () => this.jumped(this.run.back()), "ArrowLeft"),
      control(t("player.ease"), "ease", "", () => this.tooMuch(), "E"),
      h("button", { type: "button", class: "control main", onclick: () => this.togglePause(), "aria-keyshortcuts": "Space" },
        this.pauseDisc, this.pauseWord),
      control(t("player.skip"), "skip", "", () => this.jumped(this.run.skip()), "ArrowRight"),
      control(t("eyes.stop"), "stop", "stop", () => this.askStop(), "Escape"));
  }

  private newCue(state: State): void {
    const { stage } = this.room;
    const fresh = state.cue !== this.cue;
    const resumed = this.paused === true && !state.paused;
    this.cue = state.cue;
    this.paused = state.paused;
    this.face.show(state);
    this.eyes.show(state);
    this.buttons.show(state);
    this.pauseWord.textContent = state.paused ? t("player.on") : t("player.pause");
    this.pauseDisc.replaceChildren(icon(state.paused ? "play" : "pause"));
    if (state.step !== this.step) stage.resetView();
    this.step = state.step;
    if (state.paused) {
      this.cues.quiet();
      this.cues.tell(t("eyes.paused"));
    } else if (fresh || resumed) this.cues.play(state, fresh);
  }

  private showSound(): void {
    const { voice } = this.room;
    this.sound.replaceChildren(icon(voice.on ? "voice" : "mute"));
    this.sound.setAttribute("aria-label", voice.canSpeak ? t("settings.sound") : t("player.chimes"));
    this.sound.setAttribute("aria-pressed", String(voice.on));
  }

  /** A button for a way to follow the session. */
  private mode(name: "eyes" | "far", picture: IconName, label: "player.eyes" | "player.far"): HTMLButtonElement {
    return h("button", { type: "button", class: "round", "aria-label": t(label), title: t(label),
      onclick: () => this.switch(name) }, icon(picture));
  }

  private switch(name: "eyes" | "far"): void {
    this.room.voice.wake();
    choose({ [name]: !prefs[name] });
    this.showModes();
    if (name === "eyes" && !prefs.eyes) this.element.focus({ preventScroll: true });
  }

  private showModes(): void {
    document.body.dataset["far"] = String(prefs.far);
    dress(prefs.far);
    this.eyesButton.setAttribute("aria-pressed", String(prefs.eyes));
    this.farButton.setAttribute("aria-pressed", String(prefs.far));
    this.eyes.cover(prefs.eyes);
    this.face.fit();
    this.room.stage.besides([this.sound, this.eyesButton, this.farButton, this.face.ring]);
  }

  // ---- acting

  private jumped(state: State): void {
    this.cue = -1;
    this.room.stage.forget();
    if (state.done && !this.askSite(state)) this.finish(this.run.tick());
  }

  private togglePause(): void {
    this.room.voice.wake();
    this.run.togglePause();
  }

  private tooMuch(): void {
    const state = this.run.tooMuch();
    this.jumped(state);
    this.face.announce(state.left ? t("player.left") : t("player.lighter"));
  }

  private toggleSound(): void {
    this.room.voice.wake();
    this.room.voice.toggle();
    this.showSound();
  }

  private askStop(): void {
    if (this.isAsking) return;
    this.wasPaused = this.run.tick().paused;
    if (!this.wasPaused) this.run.holdStill(true);
    this.cues.quiet();
    this.stopDialog.showModal();
  }

  /** True while the furthest site of leg symptoms is asked, after each move where the answers call for it. */
  private askSite(state: State): boolean {
    if (this.site.element.open) return true;
    const move = this.isAsking ? null : this.run.moveToAsk(state);
    if (move === null) return false;
    this.wasPaused = state.paused;
    if (!state.paused && !state.done) this.run.holdStill(true);
    this.room.voice.hush();
    this.site.ask(move, this.room.core.move(move)?.name ?? move);
    return true;
  }

  private toldSite(move: string, told: { site: number | null; further: boolean }): void {
    this.run.tellSite(move, told.site);
    this.cue = -1;
    if (told.further) {
      this.run.stopForSite(move);
      return this.finished();
    }
    if (this.run.ended === null) this.goOn();
  }

  private get isAsking(): boolean {
    return [this.stopDialog, this.awayDialog, this.elsewhereDialog, this.site.element].some((dialog) => dialog.open);
  }

  private goOn(): void { if (!this.wasPaused && !this.over) this.run.holdStill(false); }

  private end(why: "enough" | "stop-rule"): void {
    this.run.stop(why);
    this.finished();
  }

  private finish(state: State): void {
    if (this.over) return;
    this.cues.end(state);
    this.finished();
  }

  private finished(): void {
    this.over = true;
    this.onEnd();
  }

  private key(event: KeyboardEvent): void {
    if (this.isAsking || event.ctrlKey || event.metaKey || event.altKey) return;
    const { run, room } = this;
    const acts: Record<string, () => void> = {
      ArrowRight: () => this.jumped(run.skip()), ArrowLeft: () => this.jumped(run.back()), Escape: () => this.askStop(),
      e: () => this.tooMuch(), E: () => this.tooMuch(), "[": () => room.stage.turn(-1), "]": () => room.stage.turn(1),
      "+": () => room.stage.zoom(1), "=": () => room.stage.zoom(1), "-": () => room.stage.zoom(-1),
      "0": () => room.stage.resetView(), m: () => room.stage.nameNext(), M: () => room.stage.nameNext(),
      // On a button, space presses the button.
      ...(event.target instanceof HTMLButtonElement ? {} : { " ": () => this.togglePause() }),
    };
    const act = acts[event.key];
    const again = event.repeat && !"[]+-=".includes(event.key);
    if (!act || again) return;
    event.preventDefault();
    act();
  }

  /** A click leaves the keys where they are, so that space goes on pausing after a tap on another button. */
  private keepFocus(event: MouseEvent): void {
    if (this.isAsking) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
  }

  // ---- hidden, away and back

  /** One session, one page: the page that was opened last has it. */
  private claim(): void {
    const gone = new Promise<void>((resolve) => this.leaving.signal.addEventListener("abort", () => resolve()));
    navigator.locks?.request("loosen.session", { steal: true }, () => gone).catch(() => {
      this.over = true;
      stayAwake(false);
      this.cues.quiet();
      this.buttons.end();
      if (this.stopDialog.open) this.stopDialog.close();
      this.elsewhereDialog.showModal();
    });
  }

  private keep(): void { if (!this.over && !this.away) this.run.save(); }

  /** Nobody sees the page, but somebody may hear it: with closed eyes that is to be there. */
  private hiddenTick(): void {
    if (!document.hidden || this.over || this.away || clock.now() - this.run.seen > AWAY_MS) return;
    const state = this.run.tick(prefs.eyes);
    if (state.done) {
      if (prefs.eyes) this.finish(state);
    } else if (state.cue !== this.cue) this.newCue(state);
  }

  private askAway(): void {
    this.away = true;
    this.seenAt = this.run.seen;
    this.cues.quiet();
    this.awayDialog.showModal();
  }

  private comeBack(goOn: boolean): void {
    this.run.goBackTo(this.seenAt);
    this.away = false;
    this.cue = -1;
    if (!goOn) this.end("enough");
  }
}

// ---------------------------------------------------------------- sheets

type Words = ReturnType<Room["core"]["questions"]>["words"];

/** How far down the leg it is felt: five large buttons, or a skip. Further down than before ends the session. */
class SiteSheet {
  readonly element: HTMLDialogElement;
  private readonly body = h("div", { class: "site-body" });
  private move = "";
  private stops = false; // it has moved down: there is no way on but the end, or another answer

  constructor(private readonly words: Words,
              private readonly onTold: (move: string, told: { site: number | null; further: boolean }) => void,
              private readonly isFurther: (site: number) => boolean) {
    this.element = h("dialog", { class: "sheet-dialog site-dialog", "aria-labelledby": "site-title",
      oncancel: (event: Event) => {
        event.preventDefault();
        if (!this.stops) this.tell(null, false);
      },
      onkeydown: (event: KeyboardEvent) => this.key(event) }, this.body);
  }

  ask(move: string, name: string): void {
    this.move = move;
    this.stops = false;
    const { words } = this;
    const sites = [words.site_0, words.site_1, words.site_2, words.site_3, words.site_4];
    this.body.replaceChildren(
      h("p", { class: "soft" }, t("site.after", { name })),
      h("h2", { id: "site-title", tabindex: -1, autofocus: true }, words.site_ask),
      h("div", { class: "sites" }, ...sites.map((text, site) => h("button", { type: "button", class: "go second site",
        "data-site": site, onclick: () => this.choose(site, name) }, h("b", {}, String(site)), text))),
      h("button", { type: "button", class: "plain", onclick: () => this.tell(null, false) }, t("site.skip")));
    if (!this.element.open) this.element.showModal();
  }

  private choose(site: number, name: string): void {
    if (!this.isFurther(site)) return this.tell(site, false);
    this.stops = true;
    const { words } = this;
    this.body.replaceChildren(
      h("h2", { id: "site-title", tabindex: -1 }, t("site.stop")),
      h("p", {}, words.site_further),
      h("button", { type: "button", class: "go alarm", onclick: () => this.tell(site, true) }, t("player.end")),
      h("button", { type: "button", class: "plain", onclick: () => this.ask(this.move, name) }, t("site.wrong")));
    this.body.querySelector("h2")!.focus();
  }

  private tell(site: number | null, further: boolean): void {
    this.element.close();
    this.onTold(this.move, { site, further });
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (!event.ctrlKey && !event.metaKey && !event.altKey) {
      this.body.querySelector<HTMLElement>(`[data-site="${event.key}"]`)?.click();
    }
  }
}

/** The stop rule, and three ways on. */
function stopSheet(goOn: () => void, end: (why: "enough" | "stop-rule") => void): HTMLDialogElement {
  let chosen: "enough" | "stop-rule" | null = null;
  const close = (why: "enough" | "stop-rule" | null) => (): void => {
    chosen = why;
    dialog.close();
  };
  const closed = (): void => {
    const why = chosen;
    chosen = null;
    if (why) end(why);
    else goOn();
  };
  const dialog: HTMLDialogElement = h("dialog", {
    class: "sheet-dialog stop-dialog", "aria-labelledby": "stop-title", onclose: closed,
  },
    h("h2", { id: "stop-title", tabindex: -1, autofocus: true }, STOP_RULE.title),
    h("p", {}, STOP_RULE.then),
    h("ul", { class: "signs" }, ...STOP_RULE.signs.map((sign) => h("li", {}, sign))),
    h("button", { type: "button", class: "go alarm", onclick: close("stop-rule") }, t("stop.yes")),
    h("div", { class: "pair" },
      h("button", { type: "button", class: "go second", onclick: close("enough") }, t("stop.enough")),
      h("button", { type: "button", class: "go", onclick: close(null) }, t("stop.no"))));
  return dialog;
}

/** Another page took the session over. */
function elsewhereSheet(): HTMLDialogElement {
  return h("dialog", { class: "sheet-dialog", "aria-labelledby": "elsewhere-title",
    oncancel: (event: Event) => event.preventDefault() },
    h("h2", { id: "elsewhere-title" }, t("elsewhere.title")),
    h("button", { type: "button", class: "go", onclick: () => location.reload() }, t("elsewhere.here")));
}

/** After a long time away. */
function awaySheet(comeBack: (goOn: boolean) => void): HTMLDialogElement {
  const close = (goOn: boolean) => (): void => {
    dialog.close();
    comeBack(goOn);
  };
  const dialog: HTMLDialogElement = h("dialog", { class: "sheet-dialog", "aria-labelledby": "away-title",
    oncancel: (event: Event) => event.preventDefault() },
    h("h2", { id: "away-title" }, t("away.title")),
    h("p", { class: "soft" }, t("away.text")),
    h("button", { type: "button", class: "go", onclick: close(true) }, t("player.on")),
    h("button", { type: "button", class: "plain", onclick: close(false) }, t("player.end")));
  return dialog;
}
