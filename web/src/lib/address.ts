/** The view is in the address, so that any view can be shared as a link. */

export interface View {
  day: string | null;
  account: string;
  place: string | null;
  claim: string | null;
}

export function read(): View {
  const parameters = new URLSearchParams(location.hash.slice(1));
  return {
    day: parameters.get('day'),
    account: parameters.get('account') ?? 'all',
    place: parameters.get('place'),
    claim: parameters.get('claim'),
  };
}

export function write(view: View): void {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(view)) if (value) parameters.set(key, value as string);
  history.replaceState(null, '', `#${parameters}`);
}
