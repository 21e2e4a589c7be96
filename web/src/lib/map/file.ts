/** Files of the base map, all from this server. */

const fetched = new Map<string, Promise<unknown>>();

/** A file of the base map, asked for once; `null` when this build has none. */
export function file<T>(name: string): Promise<T | null> {
  if (!fetched.has(name)) {
    fetched.set(
      name,
      fetch(`/base/${name}`).then(
        (r) => (r.ok && r.headers.get('Content-Type')?.includes('json') ? r.json() : null),
        () => null,
      ),
    );
  }
  return fetched.get(name) as Promise<T | null>;
}
