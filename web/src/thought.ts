// Asks the worker. It is started with the first question and ended with the view that asked, since it has a core of its own.
import type { Core, MoveForm, Plan, Problem, Whys } from "./core";
import { Second } from "./second";
import type { Moment } from "./worker";

export class Thought {
  private readonly second: Second;

  constructor(core: Core) { this.second = new Second(core); }

  /** The best plan, with its proof. */
  prove(moment: Moment): Promise<Plan> { return this.second.ask<Plan>({ what: "prove", ...moment }); }
  /** Why each move is in, and why the others are not. */
  whys(moment: Moment): Promise<Whys> { return this.second.ask<Whys>({ what: "whys", ...moment }); }

  /** What no body can do in a move in the making. */
  look(form: MoveForm): Promise<Problem[]> { return this.second.ask<Problem[]>({ what: "look", form }); }

  end(): void { this.second.end(); }
}
