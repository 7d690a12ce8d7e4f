// Says the cues and sounds the chimes. Everything that is said is also on the screen.
import type { Chime } from "./core";
import { keep, kept } from "./keep";

/** Wooden and soft: a few inharmonic sine partials that die away quickly. Ratios of a marimba bar: 1, 4, 9.2. */
const PARTIALS = [
  { ratio: 1, gain: 1, decay_s: 0.9 },
  { ratio: 3.98, gain: 0.22, decay_s: 0.28 },
  { ratio: 9.2, gain: 0.06, decay_s: 0.09 },
];
const NOTES: Record<Chime, { hz: number; after_s: number }[]> = {
  none: [],
  begin: [{ hz: 220, after_s: 0 }],
  side: [{ hz: 329.6, after_s: 0 }, { hz: 392, after_s: 0.32 }],
  end: [{ hz: 293.7, after_s: 0 }],
};
const LOUDNESS = 0.22;
/** A little slower than usual, so that there is room to breathe. */
const RATE = 0.92;

export class Voice {
  private audio: AudioContext | null = null;
  private isOn = kept<boolean>("voice") ?? true;

  get on(): boolean { return this.isOn; }
  get canSpeak(): boolean { return this.speaker() !== null; }

  toggle(): void {
    this.isOn = !this.isOn;
    keep("voice", this.isOn);
    if (!this.isOn) this.hush();
  }

  /** Browsers let a page sound only after a touch or key: call this from one. */
  wake(): void {
    try {
      this.audio ??= new AudioContext();
      void this.audio.resume();
    } catch {
      this.audio = null; // a machine without sound still shows everything
    }
  }

  say(text: string): void {
    this.hush();
    if (!this.isOn || text === "") return;
    const speaker = this.speaker();
    if (!speaker) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = speaker;
    words.lang = speaker.lang;
    words.rate = RATE;
    speechSynthesis.speak(words);
  }

  /** An English voice of this machine. One that is elsewhere would be sent the words, so it stays silent. */
  private speaker(): SpeechSynthesisVoice | null {
    const own = "speechSynthesis" in window
      ? speechSynthesis.getVoices().filter((voice) => voice.localService && voice.lang.startsWith("en")) : [];
    return own.find((voice) => voice.lang === "en-GB") ?? own.find((voice) => voice.default) ?? own[0] ?? null;
  }

  hush(): void { if ("speechSynthesis" in window) speechSynthesis.cancel(); }

  chime(chime: Chime): void {
    const audio = this.audio;
    if (!this.isOn || !audio) return;
    for (const note of NOTES[chime]) for (const partial of PARTIALS) {
      const start = audio.currentTime + 0.02 + note.after_s;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = note.hz * partial.ratio;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS * partial.gain, start + 0.006);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + partial.decay_s);
      tone.connect(gain).connect(audio.destination);
      tone.start(start);
      tone.stop(start + partial.decay_s + 0.02);
    }
  }
}
