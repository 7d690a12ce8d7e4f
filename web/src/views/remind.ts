// A reminder as a calendar file: what it shows is neutral unless the person writes it.
import { clock, isoDay } from "../clock";
import { find, nameOf } from "../collection";
import { CoreError, WEEKDAYS, type Weekday } from "../core";
import { choices, h } from "../dom";
import { download } from "../download";
import { keep, kept } from "../keep";
import { backTo } from "../rooms";
import { t } from "../text";
import { missingView } from "./routine";
import { dayName } from "./routines";
import type { Room, View } from "./view";

const WEEKS = [2, 4, 8, 12, 0] as const;
const ALARMS = [0, 10, 30] as const;
const DEFAULT_MINUTES = 10;
/** What was handed to a calendar before, by the key of its page. */
const KNOWN = "reminder.";
interface Known { uid: string; sequence: number }

export function remindView(room: Room, key: string): View {
  const item = find(room, key);
  if (!item) return missingView();
  const { about } = item;
  const minutes = about.kind === "routine" ? about.minutes : DEFAULT_MINUTES;
  let days: Weekday[] = about.kind === "routine" && about.routine.days.length > 0 ? about.routine.days : ["mon", "wed", "fri"];
  let weeks: number = about.kind === "programme" ? about.weeks.length : 4;
  let alarm = 0;
  const time = h("input", { type: "time", id: "remind-time", class: "number-box", value: "07:30", required: true });
  const words = h("input", { type: "text", id: "remind-words", class: "text-box", maxlength: 60, autocomplete: "off", placeholder: t("remind.neutral") });
  const said = h("p", { class: "note", role: "status", hidden: true });
  const say = (text: string): void => { said.textContent = text; said.hidden = false; };
  const submit = (event: Event): void => {
    event.preventDefault();
    // Saved again it replaces what the calendar has of it.
    const { uid, sequence } = kept<Known>(KNOWN + key)
      ?? { uid: Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join(""), sequence: 0 };
    const summary = words.value.trim();
    try {
      download("loosen.ics", "text/calendar", room.core.reminder({ uid, sequence, at: clock.now(), date: isoDay(clock.now() + clock.utcOffsetMin() * 60_000),
        time: time.value, minutes, days, weeks, alarm, ...(summary === "" ? {} : { summary }) }));
      keep(KNOWN + key, { uid, sequence: sequence + 1 } satisfies Known);
      say(t("remind.done"));
    } catch (error) {
      say(error instanceof CoreError ? error.message : String(error));
    }
  };
  const weekChoices = [...new Set([...WEEKS, weeks])].sort((a, b) => (a || 99) - (b || 99));
  const element = h("div", { class: "remind narrow" },
    h("header", { class: "hello" }, backTo("routines", key), h("h1", { tabindex: -1 }, t("remind.title", { name: nameOf(about) })), h("p", { class: "soft" }, t("remind.lead"))),
    h("form", { class: "edit-form", onsubmit: submit },
      choices<Weekday>({ name: "remind-days", legend: t("remind.days"), many: true, class: "seven days", chosen: days,
        choices: WEEKDAYS.map((day) => ({ value: day, label: dayName(day) })), onchange: (chosen) => { days = chosen; } }),
      h("div", { class: "question" }, h("label", { class: "h2", for: "remind-time" }, t("remind.time")), time),
      choices<number>({ name: "remind-weeks", legend: t("remind.weeks"), class: "three", chosen: [weeks],
        choices: weekChoices.map((n) => ({ value: n, label: n === 0 ? t("remind.endless") : t("programme.weeks", { n }) })),
        onchange: ([chosen]) => { if (chosen !== undefined) weeks = chosen; } }),
      choices<number>({ name: "remind-alarm", legend: t("remind.alarm"), class: "three", chosen: [alarm],
        choices: ALARMS.map((n) => ({ value: n, label: n === 0 ? t("remind.on-time") : t("remind.before", { n }) })),
        onchange: ([chosen]) => { if (chosen !== undefined) alarm = chosen; } }),
      h("div", { class: "question" }, h("label", { class: "h2", for: "remind-words" }, t("remind.words")), words, h("p", { class: "soft" }, t("remind.words.text"))),
      said, h("div", { class: "bottom" }, h("button", { type: "submit", class: "go" }, t("remind.save")))));
  return { name: "remind", title: t("remind.title", { name: nameOf(about) }), element };
}
