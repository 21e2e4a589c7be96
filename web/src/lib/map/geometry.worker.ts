/** Geometry that takes long, away from the thread that draws. */

import { cells, type Spot } from './cells';
import { ground, type Ground, type Window, type World } from './ground';

export type Ask = { what: 'cells'; spots: Spot[] } | { what: 'ground'; file: string; window: Window | null };
export type Answer = ReturnType<typeof cells> | Ground | null;

const worlds = new Map<string, Promise<World | null>>();

/** A file of the base map, read once; `null` when this build has none. */
function world(file: string): Promise<World | null> {
  if (!worlds.has(file)) {
    worlds.set(
      file,
      fetch(`/base/${file}`).then(
        (r) => (r.ok && r.headers.get('Content-Type')?.includes('json') ? (r.json() as Promise<World>) : null),
        () => null,
      ),
    );
  }
  return worlds.get(file)!;
}

async function answer(ask: Ask): Promise<Answer> {
  if (ask.what === 'cells') return cells(ask.spots);
  const found = await world(ask.file);
  return found && ground(found, ask.window);
}

addEventListener('message', ({ data }: MessageEvent<{ nth: number; ask: Ask }>) => {
  answer(data.ask).then(
    (found) => postMessage({ nth: data.nth, found }),
    (error: unknown) => postMessage({ nth: data.nth, error: String(error) }),
  );
});
