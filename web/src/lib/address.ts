/** The view is in the address, so that any view can be shared as a link and the browser's back button works. */

export const TABS = ['claims', 'events', 'disputes', 'figures', 'belligerents', 'review', 'sources', 'ingest'] as const;
export type Tab = (typeof TABS)[number];

export interface View {
  tab: Tab;
  day: string | null;
  /** Range brushed on the time strip, inclusive. */
  from: string | null;
  to: string | null;
  account: string;
  /** What the other half of the map shows: another account, another day. */
  other: string | null;
  otherDay: string | null;
  place: string | null;
  claim: string | null;
  event: string | null;
  dispute: string | null;
  node: string | null;
  document: string | null;
  source: string | null;
  /** Filters of lists. */
  q: string | null;
  kind: string | null;
  side: string | null;
  what: string | null;
  /** Whether lists are of the whole time instead of the day. */
  all: string | null;
  /** Where the map looks: lat,lon,zoom. */
  at: string | null;
}

const EMPTY: View = {
  tab: 'claims',
  day: null,
  from: null,
  to: null,
  account: 'all',
  other: null,
  otherDay: null,
  place: null,
  claim: null,
  event: null,
  dispute: null,
  node: null,
  document: null,
  source: null,
  q: null,
  kind: null,
  side: null,
  what: null,
  all: null,
  at: null,
};

export function read(): View {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const view: View = { ...EMPTY };
  for (const key of Object.keys(EMPTY) as (keyof View)[]) {
    const value = parameters.get(key);
    if (value) (view as unknown as Record<string, string>)[key] = value;
  }
  if (!TABS.includes(view.tab)) view.tab = 'claims';
  return view;
}

export function text(view: View): string {
  const parameters = new URLSearchParams();
  for (const key of Object.keys(EMPTY) as (keyof View)[]) if (view[key] && view[key] !== EMPTY[key]) parameters.set(key, view[key]);
  return `#${parameters}`;
}

/** Steps that the back button should undo: another tab, another thing opened. */
const STEPS: (keyof View)[] = ['tab', 'account', 'place', 'claim', 'event', 'dispute', 'node', 'document'];

let written: View | null = null;

/** Whether a view is the one of the address on another day: days pass quickly. */
export const isOtherDay = (view: View): boolean => written !== null && (Object.keys(EMPTY) as (keyof View)[]).every((key) => key === 'day' || written![key] === view[key]);

export function write(view: View): void {
  const next = text(view);
  if (next === location.hash || (next === '#' && location.hash === '')) {
    written = { ...view };
    return;
  }
  const isStep = written !== null && STEPS.some((key) => written![key] !== view[key]);
  history[isStep ? 'pushState' : 'replaceState'](null, '', next);
  written = { ...view };
}
