// Settings: each choice is in force at once and kept by this browser.
import { choices, h, icon } from "../dom";
import { choose, prefs, type Prefs } from "../prefs";
import { backTo } from "../rooms";
import { code, LANGUAGES, speak, t, type Key } from "../text";
import { keepLanguage } from "../update";
import type { Room, View } from "./view";

const THEMES = ["system", "light", "dark", "contrast"] as const;
const MOTIONS = ["system", "less"] as const;
const SAYS = ["names", "steps", "all"] as const;
const RATES = { least: 0.7, most: 1.4, step: 0.05 };

export function settingsView(room: Room, again: () => void): View {
  const element = h("div", { class: "settings narrow" },
    h("header", { class: "hello" }, backTo("me"), h("h1", { tabindex: -1 }, t("settings.title"))),
    h("section", {}, h("h2", {}, t("settings.look")),
      one("theme", "settings.theme", THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) })), "two"),
      one("motion", "settings.motion", MOTIONS.map((value) => ({ value, label: t(`settings.motion.${value}`) })), "two")),
    soundSection(room),
    h("section", {}, h("h2", {}, t("settings.session")),
      toggle("eyes", "settings.eyes", "settings.eyes.text"), toggle("far", "settings.far", "settings.far.text")),
    h("section", {}, choices({ name: "units", legend: t("units.title"), class: "two", chosen: [prefs.units],
      choices: (["cm", "inches"] as const).map((value) => ({ value, label: t(`units.${value}`) })),
      onchange: ([units]) => {
        if (!units) return;
        choose({ units });
        room.core.units(units === "inches");
      } }), h("p", { class: "soft" }, t("units.text"))),
    LANGUAGES.length > 1 ? languageSection(room, again) : null,
    h("div", { class: "end" }));
  return { name: "settings", title: t("settings.title"), element };
}

function one<N extends "theme" | "motion" | "says">(name: N, legend: Key,
    options: { value: Prefs[N]; label: string }[], shape: string): HTMLElement {
  return choices({ name, legend: t(legend), class: shape, choices: options, chosen: [prefs[name]],
    onchange: ([value]) => { if (value) choose({ [name]: value }); } });
}

function toggle(name: "eyes" | "far", label: Key, text: Key): HTMLElement {
  return checkRow(t(label), t(text), prefs[name], (on) => choose({ [name]: on }));
}

/** A real checkbox in a row of its own. */
export function checkRow(label: string, text: string, on: boolean, onchange: (on: boolean) => void): HTMLElement {
  return h("div", { class: "checks" }, h("label", { class: "check" },
    h("input", { type: "checkbox", checked: on, onchange: (event: Event) =>
      onchange((event.target as HTMLInputElement).checked) }),
    h("span", { class: "box" }, icon("tick")),
    h("span", { class: "ask" }, label, text === "" ? null : h("span", { class: "help" }, text))));
}

function soundSection({ voice }: Room): HTMLElement {
  const names = h("div", {});
  const fill = (): void => {
    const own = voice.voices();
    if (own.length === 0) {
      names.replaceChildren(h("p", { class: "note" }, t(voice.canSpeak ? "settings.voice.program" : "settings.voice.none")));
      return;
    }
    const select = h("select", { id: "voice", onchange: () => choose({ voice: select.value }) },
      h("option", { value: "" }, t("settings.voice.auto")),
      ...own.map(({ name }) => h("option", { value: name }, name)));
    select.value = own.some(({ name }) => name === prefs.voice) ? prefs.voice : "";
    names.replaceChildren(h("label", { class: "field" }, h("span", {}, t("settings.voice")), select));
  };
  fill();
  voice.onVoices(fill);
  const slide = (label: Key, value: number, range: { least: number; most: number; step: number },
                 text: (value: number) => string, take: (value: number) => void): HTMLElement => {
    const shown = h("output", {}, text(value));
    const input = h("input", { type: "range", min: range.least, max: range.most, step: range.step, value,
      "aria-valuetext": text(value), oninput: () => {
        const now = Number(input.value);
        shown.textContent = text(now);
        input.setAttribute("aria-valuetext", text(now));
        take(now);
      } });
    return h("label", { class: "field" }, h("span", {}, t(label)), input, shown);
  };
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  return h("section", {}, h("h2", {}, t("settings.sound")),
    checkRow(t("settings.on"), "", voice.on, (on) => { if (voice.on !== on) voice.toggle(); }),
    names,
    slide("settings.rate", prefs.rate, RATES, percent, (rate) => choose({ rate })),
    slide("settings.volume", prefs.volume, { least: 0, most: 1, step: 0.05 }, percent, (volume) => choose({ volume })),
    one("says", "settings.says", SAYS.map((value) => ({ value, label: t(`settings.says.${value}`) })), "one"),
    h("button", { type: "button", class: "go second", onclick: () => {
      voice.wake();
      voice.chime("begin");
      voice.say(t("settings.try.text"));
    } }, t("settings.try")));
}

function languageSection({ core }: Room, again: () => void): HTMLElement {
  const failed = h("p", { class: "note", role: "status", hidden: true }, t("settings.language.fail"));
  const select = h("select", { id: "language", onchange: () => {
    void speak(select.value, core).then((done) => {
      failed.hidden = done;
      if (!done) {
        select.value = code();
        return;
      }
      choose({ language: select.value });
      void keepLanguage();
      again();
    });
  } }, ...LANGUAGES.map((one) => h("option", { value: one.code, lang: one.code }, one.name)));
  select.value = code();
  return h("section", {}, h("label", { class: "field" }, h("h2", {}, t("settings.language")), select), failed);
}
