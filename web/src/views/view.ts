// What a view is, and what every view is given.
import type { Core } from "../core";
import type { Documents } from "../documents";
import type { EventLog } from "../events";
import type { Stage } from "../stage";
import type { Voice } from "../voice";

export interface View {
  /** Names the screen for style and tests. */
  name: string;
  title: string;
  element: HTMLElement;
  /** Called for each frame while the view is shown. */
  frame?(): void;
  leave?(): void;
  /** What the person chose, or the body, came from elsewhere: shows it. Not called while something is typed. */
  again?(): void;
  /** Takes the focus; the heading when absent. */
  focus?: HTMLElement;
  /** The way back was taken while the view is shown; true: it stays, and has asked. */
  back?(): boolean;
}

export interface Room {
  core: Core;
  log: EventLog;
  documents: Documents;
  /** The figure's place, for what is shown with elsewhere.ts; the first view is `staged` a little later. */
  readonly stage: Stage;
  staged(then: (stage: Stage) => void): void;
  voice: Voice;
}
