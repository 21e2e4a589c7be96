/** Decisions that the server has not taken yet, each under a key of its own in this browser, so that pages side by side keep theirs. */

import type { Act } from './api';

const PREFIX = 'annalist.outbox.';
/** Where they all stood in one list once. */
const OLD = 'annalist.outbox';

export interface Waiting {
  key: string;
  act: Act;
  /** Who decided: nobody else sends it. */
  author: string;
  /** When it was decided: with it the server knows a second sending of the same. */
  at: string;
}

/** Gives whether it is kept. */
export function keep(waiting: Waiting): boolean {
  try {
    localStorage.setItem(PREFIX + waiting.key, JSON.stringify(waiting));
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // What was never kept need not be forgotten.
  }
}

/** All that is kept, in the order in which it was decided. */
export function kept(): Waiting[] {
  try {
    for (const waiting of JSON.parse(localStorage.getItem(OLD) ?? '[]') as Waiting[]) keep(waiting);
    localStorage.removeItem(OLD);
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => {
        const waiting = JSON.parse(localStorage.getItem(key) ?? 'null') as Waiting | null;
        return waiting ? [waiting] : [];
      })
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : 1));
  } catch {
    return [];
  }
}
