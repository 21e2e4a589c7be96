/** Which days and which place lists are of. */

import type { Query } from '../lib/api';
import { app } from '../lib/app.svelte';

/** Reads the view: call it inside an effect. */
export function scope(): Query {
  const { all, from, to, place } = app.view;
  if (all) return { place };
  return { from: from ?? app.day, to: to ?? app.day, place };
}

/** On a single day, what is told of a week or less stands first; what is told of wider days stands apart, since it stands on every one of them. */
export function partByWidth<T extends { first_day: string | null; last_day: string | null }>(rows: T[]): { own: T[]; wide: T[] } {
  if (app.view.all || app.view.from) return { own: rows, wide: [] };
  const width = (row: T): number => (row.first_day === null || row.last_day === null ? Infinity : (Date.parse(row.last_day) - Date.parse(row.first_day)) / 86_400_000);
  return { own: rows.filter((r) => width(r) <= 7), wide: rows.filter((r) => width(r) > 7) };
}
