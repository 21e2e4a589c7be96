/** Files of the base map, all from this server. */

const fetched = new Map<string, Promise<Uint8Array | null>>();

/** A file of the base map, asked for once; `null` when this build has none. */
export function file(name: string): Promise<Uint8Array | null> {
  let found = fetched.get(name);
  if (!found) {
    found = fetch(`/base/${name}`).then(
      async (r) => (r.ok && !r.headers.get('Content-Type')?.includes('html') ? new Uint8Array(await r.arrayBuffer()) : null),
      () => (fetched.delete(name), null),
    );
    fetched.set(name, found);
  }
  return found;
}
