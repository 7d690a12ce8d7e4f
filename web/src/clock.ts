// The page's one clock. Every moment that reaches the core comes from here; nothing else on the page asks for the time.
import { locale, t } from "./text";

export const clock = {
  /** Unix milliseconds. */
  now: (): number => Date.now(),
  /** Local time minus UTC, in minutes. */
  utcOffsetMin: (): number => -new Date(clock.now()).getTimezoneOffset(),
};

const two = (n: number): string => String(n).padStart(2, "0");

/** 580 → "9:40". */
export function minutesText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

/** 580 → "9 minutes 40 seconds", for ears. */
export function minutesSpoken(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  const parts: string[] = [];
  if (minutes > 0) parts.push(count(minutes, "minute"));
  if (rest > 0 || minutes === 0) parts.push(count(rest, "second"));
  return parts.join(" ");
}

/** count(1, "move") → "1 move", count(6, "move") → "6 moves". */
export const count = (n: number, word: "move" | "minute" | "second"): string => t(`count.${word}`, { n });

/** "Friday morning". */
export function dayText(now: number): string {
  const date = new Date(now);
  const hour = date.getHours();
  const part = hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  const text = t(`day.${part}`, { day: date.toLocaleDateString(locale(), { weekday: "long" }) });
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** "2026-11-20" of a moment whose local time was added already. */
export const isoDay = (localMs: number): string => new Date(localMs).toISOString().slice(0, 10);

/** A sentence of the core, with its days as people write them. */
export const withDates = (text: string): string => text.replace(/\d{4}-\d\d-\d\d/g, dateText);

/** Making one takes longer than all that it writes. */
const writers = new Map<string, Intl.DateTimeFormat>();

/** A day, as "2026-11-21", in the person's language. */
export function dayIn(day: string, form: Intl.DateTimeFormatOptions): string {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const key = locale() + JSON.stringify(form);
  const writer = writers.get(key) ?? new Intl.DateTimeFormat(locale(), { ...form, timeZone: "UTC" });
  writers.set(key, writer);
  return writer.format(date);
}

/** "21 November 2026". */
export const dateText = (day: string): string => dayIn(day, { day: "numeric", month: "long", year: "numeric" });
