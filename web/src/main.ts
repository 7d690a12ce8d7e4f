// The page: loads the core, then leads from the safety questions to today, the session, the rating and what it means.
import { takeKeptBody } from "./body";
import { clock } from "./clock";
import { Core, type Questions, type Verdict } from "./core";
import { h } from "./dom";
import { EventLog, type LogStatus } from "./events";
import { forget } from "./keep";
import { Run, STALE_MS } from "./run";
import { standing, type Answers } from "./screening";
import { Stage } from "./stage";
import { adviceView } from "./views/advice";
import { afterView, type Rating } from "./views/after";
import { bodyView } from "./views/body";
import { doneView } from "./views/done";
import { Player } from "./views/player";
import { safetyView } from "./views/safety";
import { Today } from "./views/today";
import type { Room, View } from "./views/view";
import { Voice } from "./voice";

class Page {
  private readonly main = document.getElementById("view")!;
  private readonly status = document.getElementById("status")!;
  private view: View | null = null;
  private readonly questions: Questions;

  constructor(private readonly room: Room) {
    this.questions = room.core.questions();
    room.log.watch((status) => this.showStatus(status));
    const frame = (): void => {
      this.view?.frame?.();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  begin(): void {
    const run = Run.resume(this.room.core, this.room.log);
    const gone = run === null ? 0 : clock.now() - run.seen;
    if (run === null || gone > STALE_MS) {
      run?.abandon();
      return this.safety();
    }
    if (run.ended) return this.after(run);
    this.play(run);
  }

  private show(view: View): void {
    const first = this.view === null;
    this.view?.leave?.();
    this.view = view;
    document.body.dataset["view"] = view.name;
    document.title = `${view.title} · Loosen`;
    this.main.replaceChildren(view.element);
    scrollTo(0, 0);
    if (!first || view.focus) (view.focus ?? view.element.querySelector<HTMLElement>("h1"))?.focus({ preventScroll: true });
  }

  // ---- safety

  /** Asks what is due; nothing is due right after the questions and before the next session. */
  private safety(): void {
    const { log, core } = this.room;
    const now = standing(log.events, this.questions.questions, clock.now());
    if (now.full) return this.ask(false, now.last);
    if (now.short) return this.ask(true, now.answers);
    this.judged(core.screen(now.answers), false);
  }

  private ask(short: boolean, answers: Answers): void {
    const { core } = this.room;
    this.show(safetyView({
      questions: this.questions.questions.filter((question) => !short || question.every_session),
      short, answers,
      isGrave: (given) => core.screen(given).level === 1,
      onDone: (given) => {
        const verdict = core.screen(given);
        this.room.log.record("screened", { value: verdict.level, text: JSON.stringify(given) });
        this.judged(verdict, !short);
      },
    }));
  }

  private judged(verdict: Verdict, explain: boolean): void {
    if (!verdict.may_exercise || (explain && verdict.reasons.length > 0)) this.show(adviceView({
      questions: this.questions, verdict, onChange: () => this.askAgain(), onGo: () => this.today(verdict),
    }));
    else this.today(verdict);
  }

  private askAgain(): void {
    this.ask(false, standing(this.room.log.events, this.questions.questions, clock.now()).last);
  }

  // ---- the session

  private today(verdict: Verdict): void {
    const { core, log, voice } = this.room;
    this.show(new Today(this.room, {
      verdict, onSafety: () => this.askAgain(),
      onBody: () => this.show(bodyView(this.room, { onDone: () => this.today(verdict) })),
      onStart: (plan, wish, pain) => {
        voice.wake();
        this.play(Run.start(core, log, plan, wish, pain));
      },
    }));
  }

  private play(run: Run): void { this.show(new Player(this.room, run, () => this.after(run))); }

  private after(run: Run): void { this.show(afterView(this.room, run, (rating) => this.save(run, rating))); }

  private save(run: Run, rating: Rating): void {
    const { log, core } = this.room;
    const session = run.session;
    if (rating.pain !== null) log.record("pain-after", { session, value: rating.pain });
    for (const [move, value] of Object.entries(rating.felt)) log.record("move-felt", { session, move, value });
    if (rating.note.trim() !== "") log.record("note", { session, text: rating.note.trim() });
    run.close();
    forget("rating");
    this.show(doneView(this.room, {
      progress: core.progress(clock.now(), clock.utcOffsetMin()),
      seconds: run.ended?.seconds ?? 0, moves: run.movesDone, onToday: () => this.safety(),
    }));
  }

  // ---- the log's state, in the corner

  private showStatus(status: LogStatus): void {
    const words = [
      status.waiting > 0 ? "Saved on this device, will be passed on." : "",
      status.refused > 0 ? "Some entries stay on this device: the program does not take them." : "",
      status.durable ? "" : "This browser keeps nothing: entries last until the page closes.",
    ].filter((text) => text !== "").join(" ");
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}

async function open(): Promise<void> {
  const core = await Core.load("loosen.wasm");
  const log = await EventLog.open(core);
  const stage = new Stage(core);
  takeKeptBody(core, stage);
  new Page({ core, log, stage, voice: new Voice() }).begin();
}

open().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  document.getElementById("view")!.replaceChildren(h("div", { class: "narrow" },
    h("h1", {}, "Loosen could not start"), h("p", { class: "lead" }, text),
    h("p", { class: "soft" }, "It needs a browser with WebAssembly. Reload the page to try again.")));
});
