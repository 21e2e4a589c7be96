/** Which days the time strip shows: one episode of the story at a time, since wars pause for years. */

import { app } from '../lib/app.svelte';
import { toNumber } from '../lib/days';

/** Days without anything told after which a new episode begins. */
const PAUSE = 60;
/** Days of air on both sides of an episode. */
const AIR = 4;

export interface Episode {
  from: number;
  to: number;
  events: number;
}

class Window {
  readonly episodes = $derived.by(() => {
    const out: Episode[] = [];
    for (const row of app.days) {
      if (row.exact === 0 && row.changes === 0) continue;
      const at = toNumber(row.day);
      if (at < app.firstDay || at > app.lastDay) continue;
      const last = out.at(-1);
      if (last && at - last.to <= PAUSE) {
        last.to = at;
        last.events += row.exact;
      } else out.push({ from: at, to: at, events: row.exact });
    }
    return out;
  });
  private chosen = $state.raw<[number, number] | null>(null);

  readonly range = $derived.by((): [number, number] => {
    const day = app.dayNumber;
    if (this.chosen && this.chosen[0] <= day && day <= this.chosen[1]) return this.chosen;
    const within = this.episodes.find((e) => e.from - AIR <= day && day <= e.to + AIR);
    if (within) return [Math.max(app.firstDay, within.from - AIR), Math.min(app.lastDay, within.to + AIR)];
    const before = this.episodes.findLast((e) => e.to < day);
    const next = this.episodes.find((e) => e.from > day);
    return [Math.max(app.firstDay, (before?.to ?? app.firstDay) - AIR), Math.min(app.lastDay, (next?.from ?? app.lastDay) + AIR)];
  });

  readonly from = $derived(this.range[0]);
  readonly to = $derived(Math.max(this.range[0] + 1, this.range[1]));
  readonly whole = $derived(this.from <= app.firstDay && this.to >= app.lastDay);

  /** Shows these days; `null` shows the episode of the day again. */
  show(range: [number, number] | null): void {
    this.chosen = range && [Math.max(app.firstDay, Math.round(range[0])), Math.min(app.lastDay, Math.round(range[1]))];
  }

  zoom(by: number, around = app.dayNumber): void {
    const left = (around - this.from) * by;
    const right = (this.to - around) * by;
    if (left + right < 6) return;
    this.show([around - left, around + right]);
  }

  showAll(): void {
    this.show([app.firstDay, app.lastDay]);
  }

  /** Share of the strip's width at which the middle of a day lies, from 0 to 1. */
  share(day: number): number {
    return (day - this.from + 0.5) / (this.to - this.from + 1);
  }
}

export const time = new Window();

/** The busiest day of the episode of which most is told: where a new look begins. */
export function opening(): string | null {
  const main = time.episodes.toSorted((a, b) => b.events - a.events)[0];
  if (!main) return null;
  const busy = (row: { exact: number; changes: number }): number => row.exact + 2 * row.changes;
  const rows = app.days.filter((d) => toNumber(d.day) >= main.from && toNumber(d.day) <= main.to);
  return rows.reduce((best, row) => (busy(row) > busy(best) ? row : best)).day;
}
