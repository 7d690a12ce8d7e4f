// One move's page: the moving figure, how it goes, how much, what it lengthens, what to mind, who says so, and the
// person's own history with it. Everything that depends on the move is the core's word.
import { clock } from "../clock";
import type { Level, Move, MovePage } from "../core";
import { h, icon, type IconName } from "../dom";
import { download } from "../download";
import { dropOwn, isOwn, isSimple, shared } from "../own";
import { routeText } from "../rooms";
import { has, list, locale, lower, lowerFirst, t, type Key } from "../text";
import type { Room, View } from "./view";

const FRAME_MS = 33;
const LEVELS: readonly Level[] = ["easier", "usual", "harder"];

interface Phase { kind: string; seconds?: number; say: string }
interface Dose { words: string; source: string; variant?: string }
/** The fields of a move that only this page reads. */
interface Whole extends Move {
  aliases: string[]; ready: string; phases: Phase[]; doses: Record<Level, Dose>;
  variants: { id: string; name: string; how: string }[]; corrections: string[];
  sources: { id: string; fact: string }[]; props: { needed: string[]; useful: string[] };
}

export function moveView(room: Room, id: string): View {
  const move = room.core.move(id) as Whole | undefined;
  return move ? new MoveView(room, move) : missing();
}

function missing(): View {
  const element = h("div", { class: "narrow" },
    h("h1", { tabindex: -1 }, t("move.missing")), h("p", { class: "lead" }, t("move.missing.text")),
    h("div", { class: "bottom" }, h("a", { class: "go", href: routeText("moves") }, t("moves.all"))));
  return { name: "move-missing", title: t("move.missing"), element };
}

class MoveView implements View {
  readonly name = "move";
  readonly title: string;
  readonly element: HTMLElement;
  private readonly since = clock.now();
  private readonly place = h("div", { class: "place" });
  private readonly said = h("p", { class: "said", role: "status" });
  private readonly history = h("div", { class: "history" });
  private last = 0;

  constructor(private readonly room: Room, private readonly move: Whole) {
    this.title = move.name;
    const page = this.page();
    room.stage.forget();
    room.stage.resetView();
    this.place.append(room.stage.element);
    this.tellHistory(page);
    this.element = h("article", { class: "move-page" },
      h("div", { class: "move-figure" },
        h("a", { class: "round over-figure", href: routeText("moves"), "aria-label": t("move.list") }, icon("before")),
        this.place),
      h("div", { class: "move-words" },
        h("header", { class: "hello" },
          h("h1", { tabindex: -1 }, move.name),
          move.aliases.length > 0 ? h("p", { class: "soft" }, t("move.also", { names: list(move.aliases) })) : null,
          h("p", { class: "lead" }, move.summary)),
        isOwn(move.id) ? this.own() : null,
        this.liking(page),
        facts(move, page),
        section("move.how", steps(move, page)),
        move.cues.length > 0 && !isOwn(move.id) ? section("move.helps", bullets(move.cues)) : null,
        section("move.dose", doses(move)),
        move.variants.length > 0 ? section("move.variants", h("dl", { class: "pairs" }, ...move.variants.flatMap((variant) =>
          [h("dt", {}, variant.name), h("dd", {}, variant.how)]))) : null,
        page.muscles.length > 0
          ? section(move.kind === "strength" || move.kind === "isometric" ? "move.works" : "move.lengthens", muscles(page))
          : null,
        move.mistakes.length > 0 && !isOwn(move.id) ? section("move.mistakes", bullets(move.mistakes)) : null,
        page.cautions.length > 0 ? section("move.cautions", bullets(page.cautions.map(({ text }) => text), "careful")) : null,
        section("move.history", this.history),
        sources(move)));
  }

  frame(): void {
    const now = clock.now();
    if (now - this.last < FRAME_MS) return;
    this.last = now;
    if (!this.room.core.move(this.move.id)) return; // it was deleted a moment ago
    this.room.stage.showMove(this.move.id, this.move.name, (now - this.since) / 1000);
  }

  private page(): MovePage { return this.room.core.movePage(this.move.id, clock.now(), clock.utcOffsetMin()); }

  /** Do it, change it, hand it over, delete it. */
  private own(): HTMLElement {
    const { core, documents } = this.room;
    const { id, name } = this.move;
    const content = documents.moves().find((one) => one.content.file.id === id)?.content;
    const place = this.move.places[0] ?? "floor";
    const about = core.about({ kind: "routine", name, place, days: [], steps: [{ move: id, level: "usual" }] });
    const deletion = h("div", { class: "deletion", role: "status" });
    const ask = (): void => deletion.replaceChildren(h("button", { type: "button", class: "plain", onclick: () => {
      void dropOwn(core, documents, id).then((again) => {
        const undo = h("button", { type: "button", class: "plain", onclick: () => { void again().then(ask); } }, t("routine.undo"));
        deletion.replaceChildren(h("p", { class: "note" }, t("routine.deleted", { name })), undo);
        undo.focus();
      });
    } }, t("mine.delete")));
    ask();
    return h("section", { class: "own-ways" },
      about.kind === "routine" ? h("a", { class: "go", href: `#/start/${about.link}` }, t("mine.do")) : null,
      h("div", { class: "pair" },
        content && isSimple(content.file) ? h("a", { class: "go second", href: routeText("moves", id, "edit"), "data-key": "edit" }, t("mine.edit")) : null,
        content ? h("button", { type: "button", class: "go second", onclick: () =>
          download(`${fileName(name)}.loosen-move.json`, "application/json", shared(content)) }, t("mine.share")) : null),
      content?.film ? h("p", { class: "soft" }, t("mine.film.not-shared")) : null,
      deletion);
  }

  /** Favourite, never again, or neither: two buttons that press in. */
  private liking(page: MovePage): HTMLElement {
    const buttons = new Map<number, HTMLButtonElement>();
    const press = (value: 1 | -1): void => {
      const now = this.page().history.preferred === value ? 0 : value;
      this.room.log.record("move-preferred", { move: this.move.id, value: now });
      show(now);
      this.said.textContent = t(now === 1 ? "move.favourite.said" : now === -1 ? "move.never.said" : "move.neither.said");
      this.tellHistory(this.page());
    };
    const button = (value: 1 | -1, label: Key, picture: IconName): HTMLElement => {
      const made = h("button", { type: "button", class: "like", onclick: () => press(value) }, icon(picture), t(label));
      buttons.set(value, made);
      return made;
    };
    const show = (preferred: number): void => {
      for (const [value, made] of buttons) made.setAttribute("aria-pressed", String(value === preferred));
    };
    const element = h("div", { class: "liking" }, h("div", { class: "likes" },
      button(1, "move.favourite", "heart"), button(-1, "move.never", "never")), this.said);
    show(page.history.preferred);
    return element;
  }

  private tellHistory({ history }: MovePage): void {
    const lines: string[] = [];
    if (history.times === 0) lines.push(t("move.history.none"));
    else {
      const day = new Date(history.last_ms).toLocaleDateString(locale(), { weekday: "long", day: "numeric", month: "long" });
      lines.push(t("move.history.times", { n: history.times, day }));
      if (history.better + history.same + history.worse > 0) lines.push(t("move.history.felt", {
        better: history.better, same: history.same, worse: history.worse }));
      if (history.helps) lines.push(t("move.history.helps"));
      if (history.why_level !== "") lines.push(t("move.history.level", { level: lower(t(`move.${history.level}`)) }),
        history.why_level);
    }
    if (history.retired) lines.push(t("move.history.retired"));
    else if (history.resting) lines.push(t("move.history.resting"));
    this.history.replaceChildren(...lines.map((line) => h("p", {}, line)));
  }
}

const fileName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "move";

const section = (title: Key, ...children: HTMLElement[]): HTMLElement =>
  h("section", {}, h("h2", {}, t(title)), ...children);

const bullets = (texts: readonly string[], kind = "cues"): HTMLElement =>
  h("ul", { class: kind }, ...texts.map((text) => h("li", {}, text)));

function facts(move: Whole, page: MovePage): HTMLElement {
  const rows: [Key, string][] = [["move.kind", t(`kind.${move.kind}` as Key)], ["move.start", page.start],
    ["move.place", list(page.places)], ["move.needs", list(page.props.needed)],
    ["move.useful", list(page.props.useful)]];
  return h("dl", { class: "facts" }, ...rows.filter(([, text]) => text !== "").flatMap(([label, text]) =>
    [h("dt", {}, t(label)), h("dd", {}, text)]));
}

/** The lines that the voice says, with their time; said for the right side. */
function steps(move: Whole, { lines }: MovePage): HTMLElement {
  const rows = [{ time: "", text: lines.ready }, ...move.phases.map((phase, index) => ({
    time: phase.kind === "hold" && phase.seconds === undefined ? t("move.hold") : t("move.seconds", { n: phase.seconds ?? 0 }),
    text: lines.phases[index] ?? "" }))].filter(({ text }) => text !== "");
  return h("div", {},
    h("ol", { class: "steps" }, ...rows.map(({ time, text }) => h("li", {}, h("span", {}, text),
      time === "" ? null : h("span", { class: "soft time" }, time)))),
    move.two_sided ? h("p", { class: "soft" }, t("move.sides")) : null);
}

function doses(move: Whole): HTMLElement {
  return h("dl", { class: "pairs" }, ...LEVELS.flatMap((level) => {
    const dose = move.doses[level];
    const variant = move.variants.find(({ id }) => id === dose.variant);
    return [h("dt", {}, t(`move.${level}`)),
      h("dd", {}, h("b", {}, variant ? list([dose.words, lowerFirst(variant.name)]) : dose.words),
        h("span", { class: "source" }, dose.source))];
  }));
}

function muscles(page: MovePage): HTMLElement {
  return h("ul", { class: "muscles" }, ...page.muscles.map((muscle) => {
    const notes = list([muscle.primary ? t("move.most") : "", muscle.side === "other" ? t("move.other") : ""]
      .filter((text) => text !== ""));
    return h("li", { class: muscle.primary ? "primary" : "" },
      h("span", {}, muscle.plain), " ", h("i", { lang: "la" }, muscle.latin),
      notes === "" ? null : h("span", { class: "mark" }, notes));
  }));
}

function sources(move: Whole): HTMLElement {
  const name = (id: string): string => (has(`source.${id}`) ? t(`source.${id}` as Key) : id);
  return h("section", {}, h("details", { class: "care" }, h("summary", {}, t("move.sources")),
    h("ul", { class: "reasons" }, ...move.sources.map(({ id, fact }) =>
      h("li", {}, fact, h("span", { class: "source" }, name(id))))),
    move.corrections.length > 0 ? h("h3", {}, t("move.corrections")) : null,
    move.corrections.length > 0 ? bullets(move.corrections) : null));
}
