// Which way does my back like? A trial of one direction: how it is, slow bends, how it is soon and later. What may be tried, how
// often, and what comes of it are the core's; this asks, shows the move and waits. A reload finds it where it was.
import { clock, minutesText } from "../clock";
import type { Trial, Tried } from "../core";
import { choices, h, icon, painScale } from "../dom";
import { forget, keep, kept } from "../keep";
import { backTo, routeText } from "../rooms";
import { t } from "../text";
import { stayAwake } from "../wake";
import type { Room, View } from "./view";

const STALE_MS = 60 * 60_000; // a trial that was left so long ago is forgotten
const FRAME_MS = 33;
const SITES = [0, 1, 2, 3, 4] as const;

/** A trial under way: what was told so far, and when the bends were done. */
interface Going extends Tried { move: string; began: number; done?: number }

/** What Progress says of it. */
export function trialCard(room: Room): HTMLElement {
  const offer = room.core.trial(clock.now(), clock.utcOffsetMin());
  return h("section", { class: "card trial-card" }, h("h2", {}, t("trial.title")), h("p", {}, offer.says[0]!),
    offer.left_out === "" || going() ? h("a", { class: "go-link", href: routeText("progress", "trial"), "data-key": "trial" },
      t(going() ? "trial.on" : "trial.try"), icon("after"))
      : h("p", { class: "soft" }, offer.left_out, " ", asking(room)));
}

/** The way to the safety questions when some are due. */
const asking = ({ core }: Room): HTMLElement => (core.due(clock.now()).ask === "nothing" ? h("span")
  : h("a", { href: routeText("today"), "data-key": "questions" }, t("map.due")));

function going(): Going | null {
  const one = kept<Going>("trial");
  if (one && clock.now() - one.began < STALE_MS) return one;
  forget("trial");
  return null;
}

class TrialView implements View {
  readonly name = "trial";
  readonly title = t("trial.title");
  readonly element: HTMLElement;
  private readonly body = h("div", { class: "trial" });
  private readonly clock = h("p", { class: "trial-clock", "aria-hidden": "true" });
  private readonly offer: Trial;
  private state = going();
  private moving = "";
  private waiting = 0; // until when
  private last = 0;

  constructor(private readonly room: Room) {
    this.offer = room.core.trial(clock.now(), clock.utcOffsetMin());
    this.element = h("div", { class: "trial-page narrow" },
      h("header", { class: "hello" }, backTo("progress"), h("h1", { tabindex: -1 }, this.title)), this.body);
    this.step();
  }

  frame(): void {
    const now = clock.now();
    if (now - this.last < FRAME_MS) return;
    this.last = now;
    if (this.moving !== "") this.room.stage.showMove(this.moving, this.moveName(), (now - (this.state?.began ?? now)) / 1000);
    if (this.waiting === 0) return;
    const left = Math.ceil((this.waiting - now) / 1000);
    if (left > 0) this.clock.textContent = minutesText(left);
    else {
      this.room.voice.chime("end");
      this.step();
    }
  }

  leave(): void { stayAwake(false); }

  private moveName(): string { return this.room.core.move(this.state?.move ?? this.offer.move)?.name ?? ""; }

  /** Shows what comes next by what was told so far. */
  private step(): void {
    const { state, offer } = this;
    this.moving = "";
    this.waiting = 0;
    stayAwake(state !== null);
    if (!state) return this.show(...(offer.left_out === "" ? this.begin() : [h("p", { class: "note care-note" }, offer.left_out), asking(this.room)]));
    if (state.done === undefined) return this.bend();
    const due = state.done + (state.pain.length === 1 ? offer.soon_min : offer.later_min) * 60_000;
    if (clock.now() >= due) return this.show(this.ask("trial.again", (pain, site) => this.told(pain, site)));
    this.waiting = due;
    this.clock.textContent = minutesText(Math.ceil((due - clock.now()) / 1000));
    this.show(h("p", { role: "status" }, t("trial.wait")), this.clock, this.worse());
  }

  private show(...children: HTMLElement[]): void {
    this.body.replaceChildren(...children);
    if (this.element.isConnected) this.element.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  private begin(): HTMLElement[] {
    const { says, reps, move, direction } = this.offer;
    return [...says.map((one) => h("p", {}, one)), h("p", { class: "note" }, t("trial.today", { name: this.moveName(), n: reps })),
      this.ask("trial.first", (pain, site) => {
        this.state = { direction, move, pain: [pain], site: [site], began: clock.now() };
        this.room.voice.wake();
        this.keepOn();
      })];
  }

  private keepOn(): void {
    keep("trial", this.state);
    this.step();
  }

  private bend(): void {
    const { room } = this;
    const move = room.core.move(this.state!.move)!;
    const place = h("div", { class: "place" }, room.stage.element);
    room.stage.forget();
    room.stage.resetView();
    this.moving = move.id;
    this.show(place, h("h2", {}, t("trial.times", { name: move.name, n: this.offer.reps })),
      h("p", {}, String(move["ready"])), h("ul", { class: "cues" }, ...move.cues.slice(0, 2).map((cue) => h("li", {}, cue))),
      h("button", { type: "button", class: "go", onclick: () => {
        this.state!.done = clock.now();
        this.keepOn();
      } }, t("trial.done")), this.worse());
  }

  private worse(): HTMLElement {
    return h("button", { type: "button", class: "plain", onclick: () => {
      this.moving = "";
      this.waiting = 0;
      this.show(this.ask("trial.worse.how", (pain, site) => {
        this.state!.stopped = true;
        this.told(pain, site);
      }));
    } }, t("trial.worse"));
  }

  /** Pain and its furthest place; both are needed. */
  private ask(title: "trial.first" | "trial.again" | "trial.worse.how", onTold: (pain: number, site: number) => void): HTMLElement {
    const { words } = this.room.core.questions();
    let pain: number | null = null;
    let site: number | null = null;
    const go = h("button", { type: "submit", class: "go", disabled: true }, t("trial.next"));
    const check = (): void => { go.disabled = pain === null || site === null; };
    return h("form", { class: "ask", onsubmit: (event: Event) => {
      event.preventDefault();
      if (pain !== null && site !== null) onTold(pain, site);
    } }, h("h2", {}, t(title)), painScale("trial-pain", null, (value) => {
      pain = value;
      check();
    }), h("div", { class: "ends", "aria-hidden": "true" }, h("span", {}, t("pain.least")), h("span", {}, t("pain.most"))),
    choices({ name: "trial-site", legend: words.site_ask, class: "one", chosen: [] as number[],
      choices: SITES.map((value) => ({ value, label: words[`site_${value}`] })), onchange: ([value]) => {
        site = value ?? null;
        check();
      } }), go);
  }

  private told(pain: number, site: number): void {
    const { room } = this;
    const state = this.state!;
    state.pain.push(pain);
    state.site.push(site);
    const { direction, pain: pains, site: sites, stopped } = state;
    const { value, text, said } = room.core.trialEnd({ direction, pain: pains, site: sites, ...(stopped ? { stopped } : {}) });
    if (state.pain.length < 3 && value >= 0) return this.keepOn(); // what is worse already ends here
    room.log.record("direction-tested", { value, text });
    forget("trial");
    this.state = null;
    stayAwake(false);
    this.show(h("p", { class: "asked", role: "status" }, said),
      ...(value < 0 ? [h("p", { class: "note warn" }, t("trial.numb"), " ", room.core.questions().emergency)] : []),
      h("a", { class: "go", href: routeText("progress") }, t("trial.back")));
  }
}

export const trialView = (room: Room): View => new TrialView(room);
