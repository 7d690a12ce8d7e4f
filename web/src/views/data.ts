// My data: a copy out, a copy in, a promise to keep it, and a true erase.
import { clock } from "../clock";
import { h } from "../dom";
import { download } from "../download";
import { NewerFile } from "../documents";
import { NotErased, type Import } from "../events";
import { filmLines, filmOf, isFilmLine, takeFilm } from "../films";
import { isPicture, takeOwn } from "../own";
import { backTo } from "../rooms";
import { t } from "../text";
import type { Room, View } from "./view";

const FILE_MAX = 64 << 20; // bytes
const REFUSED_SHOWN = 5;

export function dataView(room: Room): View {
  const { log } = room;
  const dialog = eraseSheet(room);
  const element = h("div", { class: "data narrow" },
    h("header", { class: "hello" }, backTo("me"), h("h1", { tabindex: -1 }, t("data.title"))),
    copies(room),
    log.status.durable ? promise(room) : null,
    h("section", {}, h("h2", {}, t("data.erase")),
      h("p", { class: "soft" }, t(log.status.home === "program" ? "data.erase.program" : "data.erase.text")),
      h("button", { type: "button", class: "go second danger", onclick: () => dialog.showModal() }, t("data.erase.ask"))),
    h("div", { class: "end" }), dialog);
  return { name: "data", title: t("data.title"), element, leave: () => { if (dialog.open) dialog.close(); } };
}

function copies(room: Room): HTMLElement {
  const { log } = room;
  const said = h("div", { class: "said", role: "status" });
  const file = h("input", { type: "file", id: "import", class: "hidden", accept: ".jsonl,.json,.txt,application/jsonl",
    onchange: () => {
      const chosen = file.files?.[0];
      if (!chosen) return;
      if (chosen.size > FILE_MAX) return say(said, t("data.import.large"));
      void chosen.text().then((text) => takeIn(room, text)).then((taken) => tell(said, taken)).catch((error: unknown) => {
        if (!(error instanceof NewerFile)) throw error;
        say(said, t("data.import.newer"));
      }).finally(() => { file.value = ""; });
    } });
  return h("section", {}, h("h2", {}, t("data.copy")),
    log.copyDue ? h("p", { class: "note" }, t("data.copy.due")) : null,
    h("p", { class: "soft" }, t("data.copy.text")),
    h("button", { type: "button", class: "go", onclick: () => {
      void copyOut(room).then((left) => {
        log.copied();
        say(said, t("data.export.done", { n: log.events.length }),
          ...(left > 0 ? [t("data.films.left", { n: left, mb: FILE_MAX >> 20 })] : []));
      });
    } }, t("data.export")),
    file, h("label", { class: "go second", for: "import" }, t("data.import")),
    h("p", { class: "soft" }, t("data.import.text")), said);
}

/** Everything as a file, never larger than one that is taken in; how many films there was no room for. */
async function copyOut({ log, documents }: Room): Promise<number> {
  const text = [documents.head, log.lines(), documents.lines()];
  const films = await filmLines(documents.moves().filter(({ content }) => content.film).map(({ id }) => id), FILE_MAX - new Blob(text).size);
  download(`loosen-${new Date(clock.now()).toISOString().slice(0, 10)}.jsonl`, "application/jsonl", ...text, ...films.lines);
  return films.left;
}

interface Taken extends Import { documents: number; films: number }

/** What stands in a file: the documents first, then the films of their moves, then the events. */
async function takeIn({ core, log, documents }: Room, text: string): Promise<Taken> {
  const lines = text.split(/\r?\n/);
  const films = [...lines.entries()].filter(([, line]) => isFilmLine(line));
  for (const [index] of films) lines[index] = ""; // the numbers of the others stay
  const moves = new Set<string>();
  const { rest, added, refused } = await documents.take(lines.join("\n"), (content) => {
    if (content.kind !== "move") core.about(content);
    else if (core.checkMove(JSON.stringify(content.file)) && content.picture !== undefined && !isPicture(content.picture))
      throw new Error(t("mine.picture.bad"));
  }, (id) => {
    moves.add(id);
    takeOwn(core, documents);
  });
  // A film follows the version of its move that stands; one that is here stays.
  const wants = async (id: string): Promise<boolean> =>
    documents.moves().some((one) => one.id === id && one.content.film) && (moves.has(id) || await filmOf(id) === null);
  let took = 0;
  for (const [index, line] of films) {
    const done = await takeFilm(line, wants).catch(() => t("mine.film.room"));
    if (done === true) took++;
    else if (done !== false) refused.push({ line: index + 1, text: done ?? t("mine.film.bad") });
  }
  const result = await log.add(rest);
  return { ...result, refused: [...result.refused, ...refused].sort((a, b) => a.line - b.line), documents: added, films: took };
}

const say = (place: HTMLElement, ...texts: string[]): void => place.replaceChildren(...texts.map((text) => h("p", {}, text)));

function tell(place: HTMLElement, { added, known, refused, documents, films }: Taken): void {
  place.replaceChildren(
    h("p", {}, t("data.import.added", { n: added }), known > 0 ? ` ${t("data.import.known", { n: known })}` : ""),
    documents > 0 ? h("p", {}, t("data.import.documents", { n: documents })) : "",
    films > 0 ? h("p", {}, t("data.import.films", { n: films })) : "",
    refused.length > 0 ? h("p", {}, t("data.import.refused", { n: refused.length })) : "",
    h("ul", { class: "cues" }, ...refused.slice(0, REFUSED_SHOWN).map((one) =>
      h("li", {}, t("data.import.line", one)))));
}

function promise({ log }: Room): HTMLElement {
  const text = h("p", { class: "soft", role: "status" });
  const ask = h("button", { type: "button", class: "go second", hidden: true, onclick: () => {
    void log.persist().then((given) => {
      if (given) show(true);
      else text.textContent = t("data.keep.refused");
    });
  } }, t("data.keep.ask"));
  const show = (given: boolean): void => {
    text.textContent = t(given ? "data.keep.yes" : "data.keep.no");
    ask.hidden = given;
  };
  void log.persisted().then(show);
  return h("section", {}, h("h2", {}, t("data.keep")), text, ask);
}

function eraseSheet({ log, documents }: Room): HTMLDialogElement {
  const failed = h("p", { class: "note", role: "alert", hidden: true }, t("data.erase.failed"));
  const erase = (): void => {
    documents.stop();
    void log.erase().then(() => documents.erase()).then(() => location.replace("./"), (error: unknown) => {
      if (!(error instanceof NotErased)) throw error;
      documents.goOn();
      failed.hidden = false;
    });
  };
  const dialog: HTMLDialogElement = h("dialog", { class: "sheet-dialog", "aria-labelledby": "erase-title" },
    h("h2", { id: "erase-title", tabindex: -1, autofocus: true }, t("data.erase.title", { n: log.events.length })),
    h("p", {}, t("data.erase.final")), failed,
    h("button", { type: "button", class: "go alarm", onclick: erase }, t("data.erase.yes")),
    h("button", { type: "button", class: "go", onclick: () => dialog.close() }, t("data.erase.no")));
  return dialog;
}
