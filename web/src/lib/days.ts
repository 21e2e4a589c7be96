/** Days as whole numbers since 1970-01-01, so that a slider can move over them. */

const DAY = 86_400_000;

export const toNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);

export const toDay = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const LONG = format({ day: 'numeric', month: 'long', year: 'numeric' });
const SHORT = format({ day: 'numeric', month: 'short', year: 'numeric' });
const WEEKDAY = format({ weekday: 'long' });

const date = (day: string): Date => new Date(`${day}T00:00:00Z`);

export const forPeople = (day: string): string => LONG.format(date(day));
export const short = (day: string): string => SHORT.format(date(day));
export const weekday = (day: string): string => WEEKDAY.format(date(day));

/** Whether a half-open interval holds a day; an open side holds every day. */
export const holds = (start: string | null, end: string | null, day: string): boolean =>
  (start === null || start <= day) && (end === null || day < end);

/** Possible days of a claim or event, in words: "4 April 2017", "1–14 April 2017", "until 3 May 2017". */
export function span(first: string | null, last: string | null): string {
  if (first === null && last === null) return 'day not told';
  if (first === null) return `until ${short(last!)}`;
  if (last === null) return `from ${short(first)}`;
  if (first === last) return short(first);
  if (first.slice(0, 4) === last.slice(0, 4) && first.endsWith('-01-01') && last.endsWith('-12-31')) return `in ${first.slice(0, 4)}`;
  return `${short(first)} – ${short(last)}`;
}

/** A half-open interval in words. */
export function stretch(start: string | null, end: string | null): string {
  const last = end === null ? null : toDay(toNumber(end) - (end === start ? 0 : 1));
  if (start === null) return last === null ? 'all along' : `until ${short(last)}`;
  if (last === null) return `since ${short(start)}`;
  return start >= last ? short(start) : `${short(start)} – ${short(last)}`;
}

const MONTH = format({ month: 'short' });
const DAY_MONTH = format({ day: 'numeric', month: 'short' });

export interface Tick {
  at: number;
  label: string;
}

/** Ticks for a time axis: about `wanted` of them, on days, months or years. The first names its month or year. */
export function ticks(from: number, to: number, wanted: number): Tick[] {
  const apart = (to - from) / Math.max(1, wanted);
  return apart <= 16 ? dayTicks(from, to, apart) : monthTicks(from, to, apart);
}

function dayTicks(from: number, to: number, apart: number): Tick[] {
  const step = [1, 2, 5, 10].find((n) => n >= apart) ?? 15;
  const out: Tick[] = [];
  for (let at = from; at <= to; at++) {
    const date = new Date(at * DAY);
    const nth = date.getUTCDate();
    // The last days of a month make room for the first of the next.
    const isTick = nth === 1 || (step === 1 || (nth % step === 0 && nth + step / 2 <= 31));
    if (isTick) out.push({ at, label: nth === 1 || out.length === 0 ? DAY_MONTH.format(date) : String(nth) });
  }
  return out;
}

function monthTicks(from: number, to: number, apart: number): Tick[] {
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((n) => n * 30.4 >= apart) ?? 240;
  const begin = new Date(from * DAY);
  const out: Tick[] = [];
  for (let n = begin.getUTCFullYear() * 12 + begin.getUTCMonth(); ; n++) {
    if (n % step) continue;
    const at = Math.round(Date.UTC(Math.floor(n / 12), n % 12, 1) / DAY);
    if (at > to) return out;
    if (at < from) continue;
    const year = String(Math.floor(n / 12));
    const month = MONTH.format(new Date(at * DAY));
    out.push({ at, label: step >= 12 ? year : n % 12 === 0 || out.length === 0 ? `${month} ${year}` : month });
  }
}
