/** Days as whole numbers since 1970-01-01, so that a slider can move over them. */

const DAY = 86_400_000;

export const toNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);

export const toDay = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);

const LONG = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export const forPeople = (day: string): string => LONG.format(new Date(`${day}T00:00:00Z`));

/** Whether a half-open interval holds a day; an open side holds every day. */
export const holds = (start: string | null, end: string | null, day: string): boolean =>
  (start === null || start <= day) && (end === null || day < end);
