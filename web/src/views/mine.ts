// A move of one's own in the making, in six short steps. Nothing is checked or worked out here: the core says beside each
// field what is wrong, and makes the move. What is not saved yet is kept.
import { CoreError, type FormField, type Level, type Made, type MoveForm, type Place, type Problem, type Region } from "../core";
import { clock } from "../clock";
import { choices, h } from "../dom";
import { dropFilm, FILM_MAX, filmOf, keepFilm } from "../films";
import { forget, keep, kept } from "../keep";
import { formOf, HOLDS, isSimple, keepOwn, mediaOf, newForm, OWN_MAX, REPEATS } from "../own";
import { backTo, routeText } from "../rooms";
import { t, type Key } from "../text";
import { Thought } from "../thought";
import { PLACES, REGIONS } from "../words";
import { Poser, poseHelp } from "./pose";
import { pictureOf, stillOf } from "./still";
import type { Room, View } from "./view";

const STEPS = ["what", "figure", "say", "dose", "where", "try"] as const;
type Step = (typeof STEPS)[number];
const FIELDS: Record<Step, readonly FormField[]> = {
  what: ["name", "start"], figure: ["figure"], say: ["ready", "go", "hold", "back"], dose: ["easier", "usual", "harder"],
  where: ["places", "regions", "tags"], try: [] };
const STARTS = ["standing", "seated-chair", "seated-floor", "half-kneeling", "kneeling", "all-fours", "prone", "hook-lying", "supine",
  "side-lying"] as const;
const TAGS = ["KN", "WR", "BAL", "LEG", "EXT", "HD", "OP", "HRp", "HRa", "PG", "BT"] as const;
const LEVELS: readonly Level[] = ["easier", "usual", "harder"];
const DRAFT = "own-draft";
const NAME_MAX = 60;
const SAY_MAX = 190;

interface Draft { id: string | null; step: number; form: MoveForm }

/** `id` null: a new one. */
export function mineView(room: Room, id: string | null): View | null {
  const document = id === null ? null : room.documents.moves().find((one) => one.content.file.id === id);
  if (id !== null && (!document || !isSimple(document.content.file))) return null;
  return new Maker(room, id, document ? formOf(document.content.file) : newForm(), document?.content.picture, document?.content.film === true);
}

class Maker implements View {
  readonly name = "mine";
  readonly title: string;
  readonly element: HTMLElement;
  private step = 0;
  private form: MoveForm;
  private made: Made | null = null;
  private hints: Problem[] | null = null;
  private film: Blob | null = null; // chosen and not kept yet
  private poser: Poser | null = null;
  private trying = false;
  private since = clock.now();
  private readonly thought: Thought;
  private readonly count = h("p", { class: "soft" });
  private readonly heading = h("h1", { tabindex: -1 });
  private readonly body = h("div", { class: "maker-body" });
  private readonly failed = h("p", { class: "note care-note", role: "alert", hidden: true });
  private readonly previous = h("button", { type: "button", class: "go second", onclick: () => this.go(this.step - 1) }, t("nav.back"));
  private readonly next = h("button", { type: "submit", class: "go" });
  private readonly problems = new Map<FormField, HTMLElement>();
  private readonly inputs = new Map<FormField, HTMLElement>();

  constructor(private readonly room: Room, private readonly id: string | null, first: MoveForm, private picture: string | undefined, private hasFilm: boolean) {
    this.title = t(id === null ? "mine.new" : "mine.change");
    const draft = kept<Draft>(DRAFT);
    const mine = draft && draft.id === id ? draft : null;
    this.form = mine?.form ?? first;
    this.step = mine?.step ?? 0;
    this.thought = new Thought(room.core);
    this.element = h("div", { class: "maker narrow" },
      h("header", { class: "hello" }, h("div", { class: "maker-top" }, backTo("moves", ...(id === null ? [] : [id])), this.count), this.heading),
      h("form", { class: "edit-form", novalidate: true, onsubmit: (event: Event) => { event.preventDefault(); this.onwards(); } },
        this.body, this.failed, h("div", { class: "bottom stick" }, h("div", { class: "pair" }, this.previous, this.next))));
    this.show();
  }

  leave(): void {
    this.thought.end();
    this.room.stage.forget();
  }

  frame(): void {
    this.poser?.frame();
    if (!this.trying || !this.made || this.picture !== undefined) return;
    this.room.stage.showTry(this.form.name, (clock.now() - this.since) / 1000, 2 + (this.made.file.phases[0]?.seconds ?? 0));
  }

  // ---- from step to step

  private change(part: Partial<MoveForm>): void {
    this.form = { ...this.form, ...part };
    this.hints = null;
    this.keep();
  }

  private keep(): void { keep(DRAFT, { id: this.id, step: this.step, form: this.form } satisfies Draft); }

  private get here(): Step { return STEPS[this.step]!; }

  private go(step: number): void {
    this.step = Math.min(STEPS.length - 1, Math.max(0, step));
    this.keep();
    this.show();
    scrollTo(0, 0);
    this.heading.focus({ preventScroll: true });
  }

  /** What the core says of this step stands beside its fields; without a word it goes on. */
  private onwards(): void {
    this.failed.hidden = true;
    try {
      this.made = this.room.core.makeMove(this.form);
    } catch (error) {
      return this.fail(error);
    }
    const wrong = this.made.problems.filter(({ hint, field }) => !hint && (this.here === "try" || FIELDS[this.here].includes(field)));
    if (this.here === "try") return wrong.length > 0 ? this.lead(wrong) : void this.save();
    this.tell(wrong);
    if (wrong.length === 0) this.go(this.step + 1);
  }

  /** To the step of what is wrong. */
  private lead(wrong: Problem[]): void {
    const step = STEPS.findIndex((name) => wrong.some(({ field }) => FIELDS[name].includes(field)));
    this.go(step);
    this.tell(wrong);
  }

  private tell(wrong: Problem[]): void {
    for (const [field, place] of this.problems) {
      const problem = wrong.find((one) => one.field === field);
      place.textContent = problem?.text ?? "";
      place.hidden = !problem;
      const input = this.inputs.get(field);
      if (problem) input?.setAttribute("aria-invalid", "true");
      else input?.removeAttribute("aria-invalid");
    }
    const first = wrong.find(({ field }) => this.inputs.has(field));
    if (!first) return;
    const input = this.inputs.get(first.field)!;
    (input.matches("input, textarea, button") ? input : input.querySelector<HTMLElement>("input, button"))?.focus();
  }

  private fail(error: unknown): void {
    this.failed.textContent = error instanceof CoreError || error instanceof Error ? error.message : String(error);
    this.failed.hidden = false;
  }

  private show(): void {
    const { room } = this;
    this.problems.clear();
    this.inputs.clear();
    this.poser = null;
    this.trying = false;
    this.failed.hidden = true;
    this.count.textContent = t("mine.step", { n: this.step + 1, of: STEPS.length });
    this.heading.textContent = t(`mine.${this.here}.title`);
    this.previous.hidden = this.step === 0;
    this.next.textContent = t(this.here === "try" ? "mine.save" : "mine.next");
    this.element.dataset["step"] = this.here;
    const parts: Record<Step, () => HTMLElement[]> = { what: () => this.what(), figure: () => this.figure(), say: () => this.say(),
      dose: () => this.dose(), where: () => this.where(), try: () => this.tryOut() };
    this.body.replaceChildren(...parts[this.here]());
    if (this.here !== "figure" && this.here !== "try") room.stage.forget();
  }

  /** A field with its label, and under it the place for what is wrong with it. */
  private field(field: FormField, label: string, input: HTMLElement, help = ""): HTMLElement {
    const problem = h("p", { class: "field-problem", id: `problem-${field}`, role: "alert", hidden: true });
    this.problems.set(field, problem);
    this.inputs.set(field, input);
    const isInput = input.matches("input, textarea");
    if (isInput) input.id = `mine-${field}`;
    if (isInput) input.setAttribute("aria-describedby", problem.id);
    const quiet = (): void => {
      problem.hidden = true;
      input.removeAttribute("aria-invalid");
    };
    return h("div", { class: "question", oninput: quiet }, isInput ? h("label", { class: "h2", for: input.id }, label) : null, input,
      help === "" ? null : h("p", { class: "soft" }, help), problem);
  }

  // ---- the steps

  private what(): HTMLElement[] {
    const { form } = this;
    const name: HTMLInputElement = h("input", { type: "text", class: "text-box", maxlength: NAME_MAX, value: form.name, autocomplete: "off",
      placeholder: t("mine.name.hint"), oninput: () => this.change({ name: name.value }) });
    return [
      this.field("name", t("mine.name"), name),
      this.field("start", "", choices<string>({ name: "mine-start", legend: t("mine.start"), class: "two", chosen: [form.start],
        choices: STARTS.map((value) => ({ value, label: t(`mine.start.${value}`) })), onchange: ([start]) => {
          if (start === undefined || start === this.form.start) return;
          const { figure: _figure, ...rest } = this.form;
          this.form = rest; // another way to begin is another figure
          this.change({ start });
        } })),
      choices<string>({ name: "mine-sides", legend: t("mine.sides"), class: "two", chosen: [form.two_sided ? "two" : "one"],
        choices: [{ value: "one", label: t("mine.sides.one") }, { value: "two", label: t("mine.sides.two") }],
        onchange: ([sides]) => this.change({ two_sided: sides === "two" }) })];
  }

  private figure(): HTMLElement[] {
    const file = h("input", { type: "file", id: "mine-media", class: "hidden", accept: "image/*,video/*", onchange: () => {
      const chosen = file.files?.[0];
      if (chosen) void this.takeMedia(chosen);
    } });
    const choose = h("div", { class: "open-file" }, file, h("label", { class: "go second", for: "mine-media" },
      t(this.picture === undefined ? "mine.media.choose" : "mine.media.other")));
    const about = h("section", { class: "media-choice" }, h("h2", {}, t("mine.media")), h("p", { class: "soft" }, t("mine.media.text")), choose);
    if (this.picture !== undefined) {
      const place = h("div", { class: "media-preview" }, h("img", { src: this.picture, alt: t("mine.media.alt") }));
      if (this.hasFilm) void this.filmAddress().then((address) => {
        if (address !== null) place.replaceChildren(h("video", { src: address, controls: true, playsinline: true, "aria-label": t("mine.media.alt") }));
      });
      about.prepend(place);
      choose.append(h("button", { type: "button", class: "plain", onclick: () => {
        this.picture = undefined;
        this.film = null;
        this.hasFilm = false;
        this.show();
      } }, t("mine.media.remove")));
      if (this.form.figure === undefined) this.form = { ...this.form, figure: this.room.core.poseBegin(this.form).figure };
      return [about];
    }
    if (!this.room.stage.canPose) {
      this.change({ figure: this.room.core.poseBegin(this.form).figure });
      return [h("p", { class: "note" }, t("mine.pose.none")), about];
    }
    try {
      this.poser = new Poser(this.room, this.form, (figure) => this.change({ figure }));
      this.change({ figure: this.poser.figure });
      return [h("p", { class: "soft" }, t(this.form.two_sided ? "mine.figure.text.two" : "mine.figure.text")),
        this.field("figure", "", this.poser.element), poseHelp(), about];
    } catch (error) {
      this.fail(error);
      return [about];
    }
  }

  private filmAddress(): Promise<string | null> {
    return this.film ? Promise.resolve(URL.createObjectURL(this.film)) : filmOf(this.form.id);
  }

  private async takeMedia(file: File): Promise<void> {
    this.failed.hidden = true;
    try {
      if (file.type.startsWith("video/")) {
        if (file.size > FILM_MAX) throw new Error(t("mine.film.large", { mb: FILM_MAX >> 20 }));
        this.picture = await stillOf(file);
        this.film = file;
        this.hasFilm = true;
      } else {
        this.picture = await pictureOf(file);
        this.film = null;
        this.hasFilm = false;
      }
      this.show();
    } catch (error) {
      this.fail(error);
    }
  }

  private say(): HTMLElement[] {
    const { form } = this;
    const line = (field: "ready" | "go" | "hold" | "back"): HTMLElement => {
      const area: HTMLTextAreaElement = h("textarea", { rows: 2, maxlength: SAY_MAX, value: this.form.say[field], placeholder: t(`mine.say.${field}.hint`),
        oninput: () => this.change({ say: { ...this.form.say, [field]: area.value } }) });
      return this.field(field, t(`mine.say.${field}`), area);
    };
    const hold = h("div", { hidden: form.way !== "hold" }, line("hold"));
    return [
      choices<"hold" | "repeat">({ name: "mine-way", legend: t("mine.way"), class: "two", chosen: [form.way],
        choices: [{ value: "hold", label: t("mine.way.hold") }, { value: "repeat", label: t("mine.way.repeat") }], onchange: ([way]) => {
          if (!way) return;
          this.change({ way, doses: way === "hold" ? HOLDS : REPEATS });
          hold.hidden = way !== "hold";
        } }),
      h("p", { class: "soft" }, t(form.two_sided ? "mine.say.text.two" : "mine.say.text")),
      line("ready"), line("go"), hold, line("back")];
  }

  private dose(): HTMLElement[] {
    const number = (level: Level, part: "hold_s" | "reps", most: number): HTMLElement => {
      const id = `mine-${level}-${part}`;
      const input: HTMLInputElement = h("input", { type: "number", inputmode: "numeric", class: "number-box", id, min: 1, max: most, value: String(this.form.doses[level][part]),
        "aria-describedby": `problem-${level}`, oninput: () => {
          const doses = { ...this.form.doses, [level]: { ...this.form.doses[level], [part]: Number(input.value) } };
          this.change({ doses });
        } });
      return h("label", { class: "dose-field" }, input, h("span", {}, t(part === "hold_s" ? "mine.dose.seconds" : "mine.dose.times")));
    };
    return [h("p", { class: "soft" }, t(this.form.way === "hold" ? "mine.dose.text" : "mine.dose.text.repeat")), ...LEVELS.map((level) =>
      this.field(level, "", h("fieldset", { class: "group dose-row" }, h("legend", {}, t(`move.${level}`)),
        this.form.way === "hold" ? number(level, "hold_s", 120) : null, number(level, "reps", 30))))];
  }

  private where(): HTMLElement[] {
    const { form } = this;
    return [
      this.field("places", "", choices<string>({ name: "mine-places", legend: t("mine.places"), many: true, class: "four pictured", chosen: form.places,
        choices: PLACES.map((place) => ({ ...place, picture: place.value as Place })), onchange: (places) => this.change({ places }) })),
      this.field("regions", "", choices<string>({ name: "mine-regions", legend: t("mine.regions"), many: true, class: "three", chosen: form.regions,
        choices: REGIONS, onchange: (regions) => this.change({ regions: regions as Region[] }) })),
      this.field("tags", "", choices<string>({ name: "mine-tags", legend: t("mine.tags"), many: true, class: "two", chosen: form.tags,
        choices: TAGS.map((tag) => ({ value: tag, label: t(`tag.${tag}`) })), onchange: (tags) => this.change({ tags }) }), t("mine.tags.text"))];
  }

  private tryOut(): HTMLElement[] {
    const looked = h("div", { class: "looked", role: "status" });
    try {
      this.made = this.room.core.makeMove(this.form);
    } catch (error) {
      this.fail(error);
      return [];
    }
    this.since = clock.now();
    this.trying = true;
    this.room.stage.forget();
    this.room.stage.resetView();
    if (this.picture === undefined) void this.look(looked);
    const { file } = this.made;
    const added = file.tags.filter((tag) => !this.form.tags.includes(tag));
    return [
      this.picture === undefined ? h("div", { class: "try-place" }, this.room.stage.element)
        : h("div", { class: "media-preview" }, h("img", { src: this.picture, alt: this.form.name })),
      h("h2", {}, this.form.name), looked,
      h("ol", { class: "steps" }, ...[file.ready, ...file.phases.map(({ say }) => say)].map((text) =>
        h("li", {}, h("span", {}, text.replaceAll("{side}", t("mine.right")).replaceAll("{other}", t("mine.left")))))),
      added.length > 0 ? h("p", { class: "note" }, t("mine.tags.added", { tags: added.map((tag) => t(`tag.${tag}` as Key)).join(", ") })) : h("span", {})];
  }

  /** What no body can do, thought through beside the page. */
  private async look(place: HTMLElement): Promise<void> {
    place.replaceChildren(h("p", { class: "soft" }, t("mine.look.wait")));
    const { form } = this;
    const found = await this.thought.look(form).catch(() => []);
    if (this.form !== form || this.here !== "try") return;
    this.hints = found;
    place.replaceChildren(...(found.length === 0 ? [h("p", { class: "soft" }, t("mine.look.good"))]
      : [h("p", {}, t("mine.look.found")), h("ul", { class: "cues careful" }, ...found.map(({ text }) => h("li", {}, text)))]));
  }

  private async save(): Promise<void> {
    const { made, room } = this;
    if (!made) return;
    const hard = this.picture === undefined ? (this.hints ?? []).filter(({ hint }) => !hint) : [];
    if (hard.length > 0) return this.lead(hard);
    if (this.id === null && room.documents.moves().length >= OWN_MAX) return this.fail(new Error(t("mine.many", { n: OWN_MAX })));
    try {
      const film = this.hasFilm && this.picture !== undefined;
      if (film && this.film) await keepFilm(this.form.id, this.film).catch(() => { throw new Error(t("mine.film.room")); });
      if (!film && mediaOf(this.form.id)?.film) await dropFilm(this.form.id);
      await keepOwn(room.core, room.documents, { kind: "move", file: made.file,
        ...(this.picture === undefined ? {} : { picture: this.picture }), ...(film ? { film } : {}) });
      forget(DRAFT);
      location.replace(routeText("moves", this.form.id));
    } catch (error) {
      this.fail(error);
    }
  }
}
