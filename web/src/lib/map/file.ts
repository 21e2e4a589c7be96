/** Files of the base map, all from this server. */

const fetched = new Map<string, Promise<Uint8Array | null>>();

/** A file of the base map, asked for once; `null` when this build has none, or when it did not come: then the next one asks again. */
export function file(name: string): Promise<Uint8Array | null> {
  let found = fetched.get(name);
  if (!found) {
    found = ask(name);
    fetched.set(name, found);
  }
  return found;
}

/** Lets go of a file's bytes. */
export const forget = (name: string): void => void fetched.delete(name);

async function ask(name: string): Promise<Uint8Array | null> {
  try {
    const r = await fetch(`/base/${name}`);
    if (r.ok && !r.headers.get('Content-Type')?.includes('html')) return new Uint8Array(await r.arrayBuffer());
    if (r.ok || r.status === 404) return null;
  } catch {
    // The server is away, or went away while it sent.
  }
  forget(name);
  return null;
}
