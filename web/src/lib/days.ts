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

/** Ticks for a time axis: about `wanted` of them, on days, months or years. */
export function ticks(from: number, to: number, wanted: number): { at: number; label: string }[] {
  const wide = (to - from) / Math.max(1, wanted);
  const out: { at: number; label: string }[] = [];
  const months = [1, 2, 3, 6, 12, 24, 60, 120].find((n) => n * 30.4 >= wide) ?? 240;
  if (wide <= 16) {
    const step = [1, 2, 5, 10, 15].find((n) => n >= wide) ?? 15;
    for (let at = from; at <= to; at++) {
      const d = new Date(at * DAY);
      const nth = d.getUTCDate();
      const isFirst = nth === 1;
      const near = step > 1 && nth > 31 - step;
      if (isFirst || (step === 1 ? true : (nth - (step === 1 ? 0 : 0)) % step === 0 && !near)) {
        out.push({ at, label: isFirst || out.length === 0 ? d.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }) : String(nth) });
      }
    }
    return out;
  }
  const begin = new Date(from * DAY);
  for (let n = begin.getUTCFullYear() * 12 + begin.getUTCMonth(); ; n++) {
    if (n % months) continue;
    const at = Math.round(Date.UTC(Math.floor(n / 12), n % 12, 1) / DAY);
    if (at > to) return out;
    if (at < from) continue;
    const year = String(Math.floor(n / 12));
    out.push({ at, label: n % 12 === 0 || out.length === 0 ? (months >= 12 ? year : `${new Date(at * DAY).toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' })} ${year}`) : new Date(at * DAY).toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' }) });
  }
}
