/** Geometry that takes long, away from the thread that draws. */

import { cells, type Spot } from './cells';
import { ground, type Part, smallTowns, type Window } from './ground';

export type Ask = { what: 'cells'; spots: Spot[] } | { what: 'ground'; part: Part } | { what: 'towns'; window: Window };
export type Answer = ReturnType<typeof cells> | Awaited<ReturnType<typeof ground>> | Awaited<ReturnType<typeof smallTowns>>;

function answer(ask: Ask): Promise<Answer> | Answer {
  if (ask.what === 'cells') return cells(ask.spots);
  return ask.what === 'ground' ? ground(ask.part) : smallTowns(ask.window);
}

addEventListener('message', ({ data }: MessageEvent<{ nth: number; ask: Ask }>) => {
  (async () => answer(data.ask))().then(
    (found) => postMessage({ nth: data.nth, found }),
    (error: unknown) => postMessage({ nth: data.nth, error: String(error) }),
  );
});
