/** An account's holdings of all days, and quick answers for one of them. */

import type { CompactHoldings, CompactRow, Point, Side, Status } from './model';
import { toDay, toNumber } from './days';

/** How a place is held on a day. */
export interface Held {
  place: string;
  name: string;
  point: Point | null;
  holder: Side | null;
  status: Status;
  other: Side | null;
  since: string | null;
  until: string | null;
  newest: string | null;
  /** Days since the newest evidence, on the day asked for. */
  stale: number | null;
  claims: number;
  implied: boolean;
}

/** Days without evidence after which a holding is drawn faded. */
export const STALE = 30;

export class Replay {
  readonly account: string;
  private readonly epoch: number;
  private readonly index: Map<string, number>;
  private readonly byPlace: CompactRow[][];

  constructor(private readonly all: CompactHoldings) {
    this.account = all.account;
    this.epoch = toNumber(all.epoch);
    this.index = new Map(all.places.map((p, i) => [p.id, i]));
    this.byPlace = all.places.map(() => []);
    for (const row of all.rows) this.byPlace[row[0]]!.push(row);
  }

  get places(): CompactHoldings['places'] {
    return this.all.places;
  }

  place(id: string): CompactHoldings['places'][number] | null {
    const at = this.index.get(id);
    return at === undefined ? null : this.all.places[at]!;
  }

  /** One row a place of which something is known at the end of the day. */
  at(day: string): Held[] {
    const n = toNumber(day) - this.epoch;
    const out: Held[] = [];
    for (const rows of this.byPlace) {
      // Of several stretches of one day the last one told stands at its end.
      const row = rows.findLast(([, start, end]) => (start === null || start <= n) && (end === null || n < end));
      if (row) out.push(this.held(row, n));
    }
    return out;
  }

  /** Places on the map of which something is told between two days, both included. */
  active(from: number, to: number): Point[] {
    const [a, b] = [from - this.epoch, to - this.epoch];
    const within = (n: number | null): boolean => n !== null && a <= n && n <= b;
    return this.all.places.flatMap((p, i) => (p.lat !== null && p.lon !== null && this.byPlace[i]!.some((row) => within(row[1]) || within(row[6])) ? [{ lat: p.lat, lon: p.lon }] : []));
  }

  /** All stretches of a place, in time. */
  of(place: string): Held[] {
    const at = this.index.get(place);
    return at === undefined ? [] : this.byPlace[at]!.map((row) => this.held(row, null));
  }

  private held(row: CompactRow, n: number | null): Held {
    const [at, start, end, holder, status, other, newest, claims, implied] = row;
    const place = this.all.places[at]!;
    const day = (number: number | null): string | null => (number === null ? null : toDay(number + this.epoch));
    // Evidence newer than the day asked for is not yet told on that day.
    const told = newest === null ? start : n === null ? newest : newest <= n ? newest : start;
    return {
      place: place.id,
      name: place.name,
      point: place.lat === null || place.lon === null ? null : { lat: place.lat, lon: place.lon },
      holder: holder < 0 ? null : this.all.holders[holder]!,
      status: this.all.statuses[status]!,
      other: other < 0 ? null : this.all.holders[other]!,
      since: day(start),
      until: day(end),
      newest: day(newest),
      stale: n === null || told === null ? null : Math.max(0, n - told),
      claims,
      implied: implied === 1,
    };
  }
}
