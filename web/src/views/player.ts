// The player: the figure, one sentence, one ring, one bar, five buttons. It repaints what the core says of this moment;
// it never counts.
import { clock, minutesSpoken, minutesText } from "../clock";
import type { State } from "../core";
import { h, icon, svg, type IconName } from "../dom";
import type { Run } from "../run";
import { AWAY_MS } from "../run";
import { still } from "../stage";
import { stayAwake } from "../wake";
import { STOP_RULE, phaseText } from "../words";
import type { Room, View } from "./view";

const RING = 2 * Math.PI * 44;
const HIDDEN_TICK_MS = 500;

export function playerView(room: Room, run: Run, options: { away: boolean; onEnd: () => void }): View {
  const { stage, voice } = room;
  const pill = h("p", { class: "pill" });
  const sentence = h("p", { class: "sentence" });
  const text = h("span", {});
  sentence.append(text);
  const next = h("p", { class: "next" });
  const name = h("h1", { class: "move-name", tabindex: -1 });
  const breath = h("p", { class: "breath" }, h("span", { class: "lung", "aria-hidden": "true" }), h("span", {}));
  const left = h("span", { class: "seconds" });
  const arc = svg("circle", { cx: 50, cy: 50, r: 44, class: "arc", "stroke-dasharray": RING });
  const ring = h("div", { class: "ring", role: "timer", "aria-label": "Seconds left in this phase" });
  ring.append(svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" },
    svg("circle", { cx: 50, cy: 50, r: 44, class: "track" }), arc), left);
  const segments = run.plan.steps.map(() => h("span", { class: "fill" }));
  const bar = h("div", { class: "bar", role: "progressbar", "aria-label": "Session", "aria-valuemin": 0, "aria-valuemax": 100 },
    ...segments.map((fill, i) => {
      const segment = h("span", { class: "segment" }, fill);
      segment.style.flexGrow = String(Math.max(1, run.plan.steps[i]!.seconds));
      return segment;
    }));
  const total = h("p", { class: "total" });
  const live = h("p", { class: "hidden", "aria-live": "polite" });

  const control = (label: string, name: IconName, kind: string, act: () => void, keys: string): HTMLButtonElement =>
    h("button", { type: "button", class: `control ${kind}`, onclick: act, "aria-keyshortcuts": keys },
      h("span", { class: "disc" }, icon(name)), h("span", { class: "word" }, label));
  const pauseLabel = h("span", { class: "word" }, "Pause");
  const pauseDisc = h("span", { class: "disc" }, icon("pause"));
  const pause = h("button", { type: "button", class: "control main", onclick: () => togglePause(),
    "aria-keyshortcuts": "Space" }, pauseDisc, pauseLabel);
  const controls = h("div", { class: "controls", role: "group", "aria-label": "Session" },
    control("Back", "back", "", () => after(run.back()), "ArrowLeft"),
    control("Too much", "ease", "", () => tooMuch(), "E"),
    pause,
    control("Skip", "skip", "", () => after(run.skip()), "ArrowRight"),
    control("Stop", "stop", "stop", () => askStop(), "Escape"));
  const sound = h("button", { type: "button", class: "round sound", onclick: () => toggleSound() });
  const rule = h("button", { type: "button", class: "rule", onclick: () => askStop() }, STOP_RULE.line);

  const stopDialog = stopSheet(() => goOn(), (why) => end(why));
  const awayDialog = h("dialog", { class: "sheet-dialog", "aria-labelledby": "away-title", oncancel: (e: Event) => e.preventDefault() },
    h("h2", { id: "away-title" }, "Go on where you were?"),
    h("p", { class: "soft" }, "You have been away for a while. The session waited."),
    h("button", { type: "button", class: "go", onclick: () => { awayDialog.close(); run.goBackTo(seenAt); repaint(); } }, "Go on"),
    h("button", { type: "button", class: "plain", onclick: () => { awayDialog.close(); run.goBackTo(seenAt); end("enough"); } },
      "End the session"));

  const element = h("div", { class: "player", tabindex: -1, onkeydown: (event: KeyboardEvent) => key(event),
    onmousedown: (event: MouseEvent) => keepFocus(event) },
    h("div", { class: "figure-place" }, sound, ring),
    h("div", { class: "panel" },
      h("div", { class: "heads" }, pill, name),
      sentence,
      h("div", { class: "lines" }, breath, next),
      h("div", { class: "session-bar" }, bar, total),
      controls,
      rule),
    live, stopDialog, awayDialog);

  let cue = -1;
  let step = -1;
  let paused: boolean | null = null;
  let seenAt = run.seen;
  let away = options.away;
  let stopped = false;
  let wasPaused = false;
  let hiddenAt = 0;

  // ---- painting

  const frame = (): void => {
    if (stopped || away) return;
    const state = run.tick();
    if (state.done) return finish(state);
    if (state.cue !== cue || state.paused !== paused) onCue(state);
    paint(state);
    stage.showSession(state);
  };

  const paint = (state: State): void => {
    const seconds = Math.ceil(state.cue_left_s);
    if (left.textContent !== String(seconds)) left.textContent = String(seconds);
    arc.setAttribute("stroke-dashoffset", String(RING * Math.min(1, still.matches ? 1 - seconds / Math.max(1, state.cue_s) : state.t)));
    state.progress.forEach((done, i) => {
      const fill = segments[i];
      if (fill) fill.style.transform = `scaleX(${Math.min(1, Math.max(0, done))})`;
    });
    const leftText = `${minutesText(state.left_s)} left`;
    if (total.textContent !== leftText) {
      total.textContent = leftText;
      bar.setAttribute("aria-valuenow", String(Math.round((100 * state.elapsed_s) / Math.max(1, state.total_s))));
      bar.setAttribute("aria-valuetext", `${minutesSpoken(state.left_s)} left`);
    }
    const lung = breath.firstElementChild as HTMLElement;
    if (!still.matches) lung.style.transform = `scale(${0.45 + 0.55 * state.breath})`;
  };

  const onCue = (state: State): void => {
    const fresh = state.cue !== cue;
    const unpaused = paused === true && !state.paused;
    cue = state.cue;
    paused = state.paused;
    const phase = state.paused ? "Paused" : phaseText(state.side, state.kind, state.rep, state.reps);
    pill.textContent = phase;
    pill.dataset["kind"] = state.paused ? "paused" : state.kind;
    name.textContent = state.name;
    if (text.textContent !== state.text) {
      text.textContent = state.text;
      fit();
    }
    next.textContent = state.next === "" ? "" : `Next: ${state.next.charAt(0).toLowerCase()}${state.next.slice(1)}`;
    breath.lastElementChild!.textContent = { free: "Breathe freely", in: "Breathe in…", out: "Breathe out slowly…" }[state.breath_kind];
    breath.dataset["kind"] = state.breath_kind;
    pauseLabel.textContent = state.paused ? "Go on" : "Pause";
    pauseDisc.replaceChildren(icon(state.paused ? "play" : "pause"));
    if (state.step !== step) stage.resetView();
    step = state.step;
    const said = `${phase}. ${state.text}`;
    if (live.textContent !== said) live.textContent = said;
    if (state.paused) voice.hush();
    else if (fresh || unpaused) sound_(state, fresh);
  };

  const sound_ = (state: State, fresh: boolean): void => {
    if (fresh) voice.chime(state.chime);
    if (state.speak) voice.say(state.text);
  };

  /** The largest of the type sizes at which the sentence fits its place. */
  const fit = (): void => {
    for (const size of ["72", "56", "44", "35", "27", "23", "19", "15"]) {
      sentence.dataset["size"] = size;
      if (text.offsetHeight <= sentence.clientHeight && text.offsetWidth <= sentence.clientWidth) break;
    }
  };

  const showSound = (): void => {
    sound.replaceChildren(icon(voice.on ? "voice" : "mute"));
    sound.setAttribute("aria-label", voice.on ? "Voice and chimes are on" : "Voice and chimes are off");
    sound.setAttribute("aria-pressed", String(voice.on));
  };

  // ---- acting

  const after = (state: State): void => {
    cue = -1;
    stage.forget();
    if (state.done) finish(run.tick());
  };
  const repaint = (): void => {
    away = false;
    cue = -1;
  };
  const togglePause = (): void => { voice.wake(); run.togglePause(); };
  const tooMuch = (): void => {
    const state = run.tooMuch();
    after(state);
    live.textContent = state.left ? "Left out. On to the next move." : "Made lighter.";
  };
  const toggleSound = (): void => {
    voice.wake();
    voice.toggle();
    showSound();
  };
  const askStop = (): void => {
    if (stopDialog.open || awayDialog.open) return;
    wasPaused = run.tick().paused;
    if (!wasPaused) run.holdStill(true);
    voice.hush();
    stopDialog.showModal();
  };
  const goOn = (): void => { if (!wasPaused) run.holdStill(false); };
  const end = (why: "enough" | "stop-rule"): void => {
    run.stop(why);
    leaveTo();
  };
  const finish = (state: State): void => {
    if (stopped) return;
    voice.chime("end");
    if (state.speak) voice.say(state.text);
    leaveTo();
  };
  const leaveTo = (): void => {
    stopped = true;
    options.onEnd();
  };

  const key = (event: KeyboardEvent): void => {
    if (stopDialog.open || awayDialog.open || event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    const acts: Record<string, () => void> = {
      ArrowRight: () => after(run.skip()), ArrowLeft: () => after(run.back()), e: tooMuch, E: tooMuch, Escape: askStop,
      "[": () => stage.turn(-1), "]": () => stage.turn(1), ...(onButton ? {} : { " ": togglePause }),
    };
    const act = acts[event.key];
    if (!act || event.repeat && event.key !== "[" && event.key !== "]") return;
    event.preventDefault();
    act();
  };
  /** A click leaves the keys where they are, so that space goes on pausing after a tap on another button. */
  const keepFocus = (event: MouseEvent): void => {
    if (stopDialog.open || awayDialog.open) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
  };

  // ---- hidden and back

  const hiddenTick = (): void => {
    if (!document.hidden || stopped || away) return;
    const state = run.tick(false);
    if (clock.now() - hiddenAt < AWAY_MS && !state.done && state.cue !== cue) onCue(state);
  };
  const onVisibility = (): void => {
    if (document.hidden) {
      hiddenAt = seenAt = clock.now();
      run.save();
    } else if (!stopped && hiddenAt > 0 && clock.now() - hiddenAt > AWAY_MS && !run.tick(false).paused) askAway();
  };
  const askAway = (): void => {
    away = true;
    awayDialog.showModal();
  };
  const timer = setInterval(hiddenTick, HIDDEN_TICK_MS);
  const onHide = (): void => { if (!stopped && !away) run.save(); };
  document.addEventListener("visibilitychange", onVisibility);
  addEventListener("pagehide", onHide);
  const resized = new ResizeObserver(fit);
  resized.observe(sentence);

  element.querySelector(".figure-place")!.prepend(stage.element);
  stage.forget();
  showSound();
  stayAwake(true);
  if (away) setTimeout(askAway, 0);
  return {
    name: "player", title: "Session", element, frame, focus: element,
    leave() {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisibility);
      removeEventListener("pagehide", onHide);
      resized.disconnect();
      stayAwake(false);
    },
  };
}

/** The stop rule, and three ways on. */
function stopSheet(goOn: () => void, end: (why: "enough" | "stop-rule") => void): HTMLDialogElement {
  let chosen: "enough" | "stop-rule" | null = null;
  const close = (why: "enough" | "stop-rule" | null) => (): void => {
    chosen = why;
    dialog.close();
  };
  const dialog: HTMLDialogElement = h("dialog", { class: "sheet-dialog stop-dialog", "aria-labelledby": "stop-title",
    onclose: () => {
      const why = chosen;
      chosen = null;
      if (why) end(why);
      else goOn();
    } },
    h("h2", { id: "stop-title", tabindex: -1, autofocus: true }, STOP_RULE.title),
    h("p", {}, STOP_RULE.then),
    h("ul", { class: "signs" }, ...STOP_RULE.signs.map((sign) => h("li", {}, sign))),
    h("button", { type: "button", class: "go alarm", onclick: close("stop-rule") }, "Yes, end the session"),
    h("div", { class: "pair" },
      h("button", { type: "button", class: "go second", onclick: close("enough") }, "No, but enough for today"),
      h("button", { type: "button", class: "go", onclick: close(null) }, "No, go on")));
  return dialog;
}
