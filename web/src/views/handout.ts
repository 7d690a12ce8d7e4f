// A routine on paper. The core writes the sheet and draws; here it is put together, shown and printed.
import { find, isRoutine } from "../collection";
import type { AboutRoutine, Paper } from "../core";
import { choices, h } from "../dom";
import { keep, kept } from "../keep";
import { markup } from "../markup";
import { backTo } from "../rooms";
import { t } from "../text";
import { missingView } from "./routine";
import { checkRow } from "./settings";
import { addressOf, isLocal } from "./share";
import type { Room, View } from "./view";

const DRAWING = { width: 400, height: 308 };
const PAPERS: readonly Paper[] = ["a4", "letter"];
/** Where Letter is the paper of every day. */
const LETTER_LANDS = /-(US|CA|MX|PH|CL|CO|VE)$/;

export function handoutView(room: Room, key: string): View {
  const item = find(room, key);
  if (!item || !isRoutine(item)) return missingView();
  const { about } = item;
  let paper = kept<Paper>("paper") ?? (LETTER_LANDS.test(navigator.language) ? "letter" : "a4");
  let coded = !isLocal();
  let turn = 0;
  const said = h("p", { class: "soft", role: "status" });
  const print = h("button", { type: "button", class: "go", onclick: () => window.print() }, t("handout.print"));
  const sheet = h("div", { class: "sheet-preview", role: "region", "aria-label": t("handout.preview"), tabindex: 0 });
  const style = h("link", { rel: "stylesheet", href: "handout.css" });

  const draw = async (): Promise<void> => {
    const mine = ++turn;
    print.disabled = true;
    const drawings = await draws(room, about, (n) => { said.textContent = t("handout.drawing", { n, of: about.steps.length }); }, () => mine !== turn);
    if (mine !== turn) return;
    const { core } = room;
    const { routine } = about;
    sheet.replaceChildren(markup(core.handoutBegin(routine, paper, coded ? addressOf(about.link) : "")
      + drawings.map((drawing, i) => core.handoutStep(routine, i, drawing)).join("") + core.handoutEnd(routine)));
    for (const heading of sheet.querySelectorAll("h1")) heading.replaceWith(h("p", { class: "title", role: "heading", "aria-level": 2 }, heading.textContent ?? ""));
    said.textContent = t("handout.done");
    print.disabled = false;
  };

  const element = h("div", { class: "handout-page" },
    h("div", { class: "handout-tools narrow" },
      h("header", { class: "hello" }, backTo("routines", key), h("h1", { tabindex: -1 }, t("handout.title", { name: about.routine.name })),
        h("p", { class: "soft" }, t("handout.lead"))),
      choices<Paper>({ name: "paper", legend: t("handout.paper"), class: "two", chosen: [paper],
        choices: PAPERS.map((value) => ({ value, label: t(`handout.${value}`) })),
        onchange: ([value]) => { if (value) { paper = value; keep("paper", value); void draw(); } } }),
      checkRow(t("handout.code"), t(isLocal() ? "handout.code.local" : "handout.code.text"), coded, (on) => { coded = on; void draw(); }),
      print, said),
    sheet);
  document.head.append(style);
  void draw();
  return { name: "handout", title: about.routine.name, element, leave: () => { turn++; style.remove(); } };
}

const drawn = new Map<string, string>();

/** One drawing at a time, so that the page stays awake. */
async function draws({ core }: Room, about: AboutRoutine, tell: (n: number) => void, gone: () => boolean): Promise<string[]> {
  const made: string[] = [];
  for (const [i, { move }] of about.steps.entries()) {
    if (gone()) break;
    if (!drawn.has(move)) {
      tell(i + 1);
      await new Promise((resolve) => setTimeout(resolve, 0));
      try {
        drawn.set(move, core.lineart(move, "right", DRAWING.width, DRAWING.height));
      } catch {
        drawn.set(move, ""); // words without a drawing
      }
    }
    made.push(drawn.get(move)!);
  }
  return made;
}
