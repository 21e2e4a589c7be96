/** Asks the worker that computes geometry. */

import type { Feature, Polygon } from 'geojson';

import type { Spot } from './cells';
import type { Answer, Ask } from './geometry.worker';
import type { Ground, Part, Window } from './ground';

let worker: Worker | null = null;
let asked = 0;
const waiting = new Map<number, { done: (found: Answer) => void; fail: (error: Error) => void }>();

function ask(what: Ask): Promise<Answer> {
  if (!worker) {
    worker = new Worker(new URL('./geometry.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ nth: number; found?: Answer; error?: string }>): void => {
      const who = waiting.get(data.nth);
      waiting.delete(data.nth);
      if (data.error === undefined) who?.done(data.found ?? null);
      else who?.fail(new Error(data.error));
    };
  }
  const nth = ++asked;
  return new Promise((done, fail) => {
    waiting.set(nth, { done, fail });
    worker!.postMessage({ nth, ask: what });
  });
}

export const cellsOf = (spots: Spot[]): Promise<Feature<Polygon>[]> => ask({ what: 'cells', spots }) as Promise<Feature<Polygon>[]>;

/** Shapes of the base map that were asked for last: the plain picture and the maps look at the same. */
const grounds = new Map<string, Promise<Ground | null>>();
const KEPT = 3;

/** The base map of a part of the earth; `null` when this build has none, or it did not come: then the next one asks again. */
export function groundOf(part: Part): Promise<Ground | null> {
  const key = String(part);
  const before = grounds.get(key);
  const found = before ?? (ask({ what: 'ground', part }) as Promise<Ground | null>);
  grounds.delete(key);
  grounds.set(key, found);
  if (grounds.size > KEPT) grounds.delete(grounds.keys().next().value!);
  if (!before) void found.then((g) => g ?? grounds.delete(key), () => grounds.delete(key));
  return found;
}

/** The small towns of a window. */
export const townsOf = (window: Window): Promise<Feature[]> => ask({ what: 'towns', window }) as Promise<Feature[]>;
