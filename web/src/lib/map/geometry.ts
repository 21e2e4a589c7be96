/** Asks the worker that computes geometry. */

import type { Feature, Polygon } from 'geojson';

import type { Spot } from './cells';
import type { Answer, Ask } from './geometry.worker';
import type { Ground, Window } from './ground';

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

/** Land, sea and borders of a file of the base map; `null` when this build has none. */
export const groundOf = (file: string, window: Window | null): Promise<Ground | null> => ask({ what: 'ground', file, window }) as Promise<Ground | null>;
