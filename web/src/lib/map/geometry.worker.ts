/** Geometry that takes long, away from the thread that draws. */

import { cells, type Spot } from './cells';
import { file } from './file';
import { ground, type Ground, type Window, type World } from './ground';

export type Ask = { what: 'cells'; spots: Spot[] } | { what: 'ground'; file: string; window: Window | null };
export type Answer = ReturnType<typeof cells> | Ground | null;

async function answer(ask: Ask): Promise<Answer> {
  if (ask.what === 'cells') return cells(ask.spots);
  const found = await file<World>(ask.file);
  return found && ground(found, ask.window);
}

addEventListener('message', ({ data }: MessageEvent<{ nth: number; ask: Ask }>) => {
  answer(data.ask).then(
    (found) => postMessage({ nth: data.nth, found }),
    (error: unknown) => postMessage({ nth: data.nth, error: String(error) }),
  );
});
