/** An account's holdings of all days, and quick answers for one of them. */

import type { CompactHoldings, CompactRow, Point, Side, Status } from './model';
import { toDay, toNumber } from './days';

/** How a place is held on a day. Days are made into words only where somebody asks: a day of a large project has thousands of these. */
export class Held {
  constructor(
    private readonly all: CompactHoldings,
    private readonly epoch: number,
    private readonly row: CompactRow,
    /** The day asked for, counted from the epoch. */
    private readonly n: number | null,
  ) {}

  /** Which of the account's places it is. */
  get index(): number {
    return this.row[0];
  }

  get place(): string {
    return this.all.places[this.row[0]]!.id;
  }

  get name(): string {
    return this.all.places[this.row[0]]!.name;
  }

  get point(): Point | null {
    const { lat, lon } = this.all.places[this.row[0]]!;
    return lat === null || lon === null ? null : { lat, lon };
  }

  get holder(): Side | null {
    return this.row[3] < 0 ? null : this.all.holders[this.row[3]]!;
  }

  get status(): Status {
    return this.all.statuses[this.row[4]]!;
  }

  get since(): string | null {
    return this.day(this.row[1]);
  }

  get until(): string | null {
    return this.day(this.row[2]);
  }

  get newest(): string | null {
    return this.day(this.row[6]);
  }

  /** Days since the newest evidence, on the day asked for. Evidence newer than that day is not yet told on it. */
  get stale(): number | null {
    const [, start, , , , , newest] = this.row;
    const told = newest === null ? start : this.n === null ? newest : newest <= this.n ? newest : start;
    return this.n === null || told === null ? null : Math.max(0, this.n - told);
  }

  get claims(): number {
    return this.row[7];
  }

  get implied(): boolean {
    return this.row[8] === 1;
  }

  private day(number: number | null): string | null {
    return number === null ? null : toDay(number + this.epoch);
  }
}

/** Days without evidence after which a holding is drawn faded. */
export const STALE = 30;

/** The stretch that stands at the end of a day: stretches follow each other in time, and of several of one day the last one told stands. */
function standing(rows: CompactRow[], n: number): CompactRow | null {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = rows[middle]![1];
    if (start === null || start <= n) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0; i--) {
    const [, start, end] = rows[i]!;
    if (end === null || n < end) return rows[i]!;
    // A stretch of hours ends on the day on which it starts; behind any other, nothing reaches so far.
    if (start !== end) return null;
  }
  return null;
}

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
      const row = standing(rows, n);
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
    return new Held(this.all, this.epoch, row, n);
  }
}
