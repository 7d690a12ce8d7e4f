// Says the cues and sounds the chimes. Everything that is said is also on the screen.
// Chimes are set on the clock of the sound card, so they are on time when the page is throttled. What is said comes from a
// voice of this device; where it has none, from the program that serves the page, when that can speak.
import type { Chime } from "./core";
import { keep, kept } from "./keep";
import { prefs } from "./prefs";
import { code, locale } from "./text";

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
const SPEAK_ROUTE = "api/speak";

/** Whether a voice ("de-AT", "cmn-CN") says the language of the page. */
function speaks(tag: string): boolean {
  const [own = ""] = code().split("-");
  const [voice = ""] = tag.toLowerCase().split(/[-_]/);
  return voice === own || (own === "zh" && voice === "cmn");
}

export class Voice {
  /** The program behind the page can speak; set when it has said so. */
  program = false;
  private audio: AudioContext | null = null;
  private isOn = kept<boolean>("voice") ?? true;
  private expected: OscillatorNode[] = []; // chimes that are set and have not sounded
  private saying: AudioBufferSourceNode | null = null;
  private asked = 0;
  private rousing = 0;
  private unsaid = ""; // for want of a voice, so far

  constructor() {
    this.onVoices(() => { if (this.unsaid !== "") this.say(this.unsaid); }, false);
  }

  get on(): boolean { return this.isOn; }
  get canSpeak(): boolean { return this.speaker() !== null || this.program; }

  toggle(): void {
    this.isOn = !this.isOn;
    keep("voice", this.isOn);
    if (!this.isOn) this.hush();
  }

  /** Browsers let a page sound only after a touch or key: call this from one. */
  wake(): void {
    try {
      const audio = this.audio ??= new AudioContext();
      if (audio.state === "running") return;
      this.rousing++;
      void audio.resume().catch(() => {}).finally(() => { this.rousing--; });
    } catch {
      this.audio = null; // a machine without sound still shows everything
    }
  }

  // ---- speech

  say(text: string): void {
    this.hush();
    if (!this.isOn || text === "") return;
    const speaker = this.speaker();
    if (!speaker) {
      this.unsaid = text;
      return void this.sayElsewhere(text);
    }
    const words = new SpeechSynthesisUtterance(text);
    words.voice = speaker;
    words.lang = speaker.lang;
    words.rate = RATE * prefs.rate;
    words.volume = prefs.volume;
    speechSynthesis.speak(words);
  }

  /** Voices of this machine in the language of the page. One that is elsewhere would be sent the words, so it is not offered. */
  voices(): SpeechSynthesisVoice[] {
    return "speechSynthesis" in window
      ? speechSynthesis.getVoices().filter((voice) => voice.localService && speaks(voice.lang)) : [];
  }

  /** Some browsers learn of their voices late. */
  onVoices(act: () => void, once = true): void {
    if ("speechSynthesis" in window) speechSynthesis.addEventListener?.("voiceschanged", act, { once });
  }

  private speaker(): SpeechSynthesisVoice | null {
    const own = this.voices();
    return own.find((voice) => voice.name === prefs.voice) ?? own.find((voice) => voice.lang === locale())
      ?? own.find((voice) => voice.default) ?? own[0] ?? null;
  }

  private async sayElsewhere(text: string): Promise<void> {
    const { audio } = this;
    if (!this.program || !audio) return;
    const mine = ++this.asked;
    try {
      const response = await fetch(SPEAK_ROUTE, { method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ text, rate: RATE * prefs.rate, lang: code() }) });
      if (!response.ok) return;
      const sound = await audio.decodeAudioData(await response.arrayBuffer());
      if (mine !== this.asked || !this.isOn) return; // something else is to be said by now
      const source = this.saying = audio.createBufferSource();
      const gain = audio.createGain();
      gain.gain.value = prefs.volume;
      source.buffer = sound;
      source.connect(gain).connect(audio.destination);
      source.start();
    } catch {
      // The program is gone: the words are on the screen.
    }
  }

  hush(): void {
    this.asked++;
    this.unsaid = "";
    this.saying?.stop();
    this.saying = null;
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }

  // ---- chimes

  /** Sounds `after_s` from now. While the browser holds the sound back its clock stands, and all would sound at once later. */
  chime(chime: Chime, after_s = 0): void {
    const audio = this.audio;
    if (!this.isOn || !audio || prefs.volume === 0 || (audio.state !== "running" && this.rousing === 0)) return;
    for (const note of NOTES[chime]) for (const partial of PARTIALS) {
      const start = audio.currentTime + 0.02 + Math.max(0, after_s) + note.after_s;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = note.hz * partial.ratio;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS * prefs.volume * partial.gain, start + 0.006);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + partial.decay_s);
      tone.connect(gain).connect(audio.destination);
      tone.start(start);
      tone.stop(start + partial.decay_s + 0.02);
      if (after_s > 0) this.expected.push(tone);
    }
  }

  /** What was set ahead is not to sound: the session paused or jumped. */
  unset(): void {
    for (const tone of this.expected) tone.disconnect();
    this.expected = [];
  }

  /** What was set ahead has its time by now. */
  passed(): void { this.expected = []; }
}
