// What is heard of a running session: chimes on the clock of the sound card, words, and the buttons of a headset.
// Invariant: a chime is set ahead for one cue only, and taken back whenever the session does not get there by itself.
import { clock } from "./clock";
import type { Core, State } from "./core";
import { prefs } from "./prefs";
import { ended, sentences, t } from "./text";
import type { Voice } from "./voice";
import { sideText } from "./words";

/** A cue that is noticed this much later than its chime sounded is the same cue all the same. */
const LATE_MS = 1500;
const EARLY_MS = 100;

export class Cues {
  private ahead = { cue: -1, at: 0 };
  private named = ""; // the move and side whose name was said
  private announced = ""; // what was said between two moves
  private introducedMove = "";

  constructor(private readonly core: Core, private readonly voice: Voice) {}

  /** A cue begins (`fresh`), or goes on after a pause. */
  play(state: State, fresh: boolean): void {
    const now = clock.now();
    const sounded = state.cue === this.ahead.cue && now > this.ahead.at - EARLY_MS && now < this.ahead.at + LATE_MS;
    if (sounded) this.voice.passed();
    else this.quiet();
    if (fresh && !sounded) this.voice.chime(state.chime);
    this.voice.say(this.words(state));
    this.setAhead(state, now);
  }

  /** Nothing more is heard of this cue, nor of the next. */
  quiet(): void {
    this.ahead.cue = -1;
    this.voice.unset();
    this.voice.hush();
  }

  /** The session has come to its end by itself. */
  end(state: State): void {
    const sounded = this.ahead.cue !== -1 && clock.now() > this.ahead.at - EARLY_MS;
    if (sounded) this.voice.passed();
    else {
      this.voice.unset();
      this.voice.chime("end");
    }
    this.voice.say(state.speak ? state.text : "");
  }

  /** Said besides the cues, to a person who does not look. */
  tell(text: string): void { if (prefs.eyes) this.voice.say(text); }

  private setAhead(state: State, now: number): void {
    this.ahead.cue = -1;
    if (state.paused || state.done) return;
    const at = now + state.cue_left_s * 1000;
    const next = this.core.state(at + 1);
    if (next.cue === state.cue && !next.done) return;
    this.ahead = { cue: next.cue, at };
    this.voice.chime(next.done ? "end" : next.chime, state.cue_left_s);
  }

  private words(state: State): string {
    const says = prefs.eyes ? "all" : prefs.says;
    const cue = state.speak ? state.text : "";
    if (says === "steps") return cue;
    if (says === "all") return sentences(this.introduced(state), cue !== "" ? cue : breathWords(state) || state.text);
    const name = `${state.move} ${state.side}`;
    if (state.move === "" || name === this.named) return "";
    this.named = name;
    return state.side === "none" ? state.name : sentences(ended(state.name), ended(sideText(state.side)));
  }

  /** The name of a move that was not announced: the first one, or one that was skipped to. Who does not look cannot read it. */
  private introduced({ kind, move, name, text }: State): string {
    if (kind === "rest" || kind === "switch") this.announced = text;
    if (!prefs.eyes || move === "" || kind !== "ready" || this.introducedMove === move) return "";
    this.introducedMove = move;
    return this.announced.includes(name) ? "" : ended(name);
  }
}

function breathWords({ breath_kind }: State): string {
  return breath_kind === "in" ? t("say.in") : breath_kind === "out" ? t("say.out") : "";
}

// ---- headset and lock screen

export interface Acts { toggle(): void; skip(): void; back(): void; stop(): void }

/** The buttons of a headset and of the lock screen are the session's while it runs. */
export class Buttons {
  /** Silence without end: the system gives its buttons to pages that play something. */
  private readonly silence = new Audio(silentSound());
  private name = "";
  private paused = false;

  constructor(acts: Acts) {
    const { mediaSession } = navigator;
    if (!mediaSession) return;
    this.silence.loop = true;
    const handle = (action: MediaSessionAction, act: () => void): void => {
      try {
        mediaSession.setActionHandler(action, act);
      } catch {
        // An action that this browser does not know.
      }
    };
    handle("play", () => { if (this.paused) acts.toggle(); });
    handle("pause", () => { if (!this.paused) acts.toggle(); });
    handle("nexttrack", () => acts.skip());
    handle("previoustrack", () => acts.back());
    handle("stop", () => acts.stop());
    this.run(false);
  }

  show(state: State): void {
    const { mediaSession } = navigator;
    if (!mediaSession) return;
    this.run(state.paused);
    if (state.name === this.name || typeof MediaMetadata === "undefined") return;
    this.name = state.name;
    mediaSession.metadata = new MediaMetadata({ title: state.name, artist: "Loosen",
      artwork: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml" }] }); // this one is here without a network
  }

  end(): void {
    this.silence.pause();
    URL.revokeObjectURL(this.silence.src);
    const { mediaSession } = navigator;
    if (!mediaSession) return;
    mediaSession.metadata = null;
    mediaSession.playbackState = "none";
    for (const action of ["play", "pause", "nexttrack", "previoustrack", "stop"] as const) {
      try {
        mediaSession.setActionHandler(action, null);
      } catch {
        // As above.
      }
    }
  }

  private run(paused: boolean): void {
    this.paused = paused;
    if (paused) this.silence.pause();
    else this.silence.play().catch(() => {}); // before any touch: the next one tries again
    navigator.mediaSession.playbackState = paused ? "paused" : "playing";
  }
}

/** Half a second of nothing as a WAV file. */
function silentSound(): string {
  const rate = 8000;
  const samples = rate / 2;
  const bytes = new DataView(new ArrayBuffer(44 + samples));
  const text = (at: number, word: string): void => [...word].forEach((c, i) => bytes.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  bytes.setUint32(4, 36 + samples, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  text(36, "data");
  bytes.setUint32(40, samples, true);
  for (let i = 0; i < samples; i++) bytes.setUint8(44 + i, 0x80);
  return URL.createObjectURL(new Blob([bytes.buffer], { type: "audio/wav" }));
}
