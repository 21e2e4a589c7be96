/** Every question that the page asks the server, in one place. */

import type * as m from './model';

export type * from './model';

/** An answer that is no success, in the server's own words. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly help: string | null = null,
  ) {
    super(detail);
  }

  /** Whether asking again later may help: the server is away, busy or computing. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

export type Query = Record<string, string | number | null | undefined>;

/** A page of a list, and how long the whole list is. */
export interface Page<T> {
  rows: T[];
  total: number;
}

const BASE = '/api/v1/';
/** Who is logged in, and what writes must carry to show that they come from this page. */
let session: Pick<m.Session, 'user' | 'csrf'> | null = null;

const id = encodeURIComponent;

function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== '') parameters.set(key, String(value));
  const text = parameters.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

async function answer(path: string, query?: Query, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path, query), init);
  } catch {
    throw new Problem(0, 'the server does not answer', 'It may have been stopped. What you do here is kept and sent when it is back.');
  }
  if (response.ok) return response;
  const told = (await response.json().catch(() => null)) as { detail?: string; title?: string; help?: string } | null;
  throw new Problem(response.status, told?.detail ?? told?.title ?? `the server answered ${response.status}`, told?.help ?? null);
}

async function get<T>(path: string, query?: Query): Promise<T> {
  return (await (await answer(path, query)).json()) as T;
}

async function page<T>(path: string, query?: Query): Promise<Page<T>> {
  const response = await answer(path, query);
  const rows = (await response.json()) as T[];
  return { rows, total: Number(response.headers.get('X-Total-Count') ?? rows.length) };
}

async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const isForm = body instanceof FormData;
  const once = (): Promise<Response> => {
    const headers: Record<string, string> = session?.csrf ? { 'X-CSRF-Token': session.csrf } : {};
    if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
    return answer(path, {}, { method, headers, body: body === undefined ? null : isForm ? body : JSON.stringify(body) });
  };
  const response = await once().catch(async (error: unknown) => {
    if (await renewed(error)) return once();
    throw error;
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Whether a refused write may be sent again: the same person has logged in anew meanwhile, in another page. */
async function renewed(error: unknown): Promise<boolean> {
  const before = session;
  if (!(error instanceof Problem) || error.status !== 403 || !before?.csrf) return false;
  const now = await get<m.Session>('session').catch(() => null);
  if (now === null || now.user !== before.user || now.csrf === before.csrf) return false;
  session = now;
  return true;
}

const known = (now: m.Session): m.Session => (session = now);

export const api = {
  project: () => get<m.Project>('project'),
  session: () => get<m.Session>('session').then(known),
  login: (name: string, password: string) => send<m.Session>('POST', 'session', { name, password }).then(known),
  logout: () => send<void>('DELETE', 'session'),

  compact: (account: m.Account) => get<m.CompactHoldings>('holdings/compact', { account }),
  place: (place: string) => get<m.PlaceDetail>(`places/${id(place)}`),
  candidates: (name: string) => get<m.Candidate[]>('places/candidates', { name }),
  days: (query: Query = {}) => get<m.DayRow[]>('days', query),
  compare: (a: m.Account, b: m.Account) => get<m.Difference[]>('compare', { a, b }),

  events: (query: Query) => page<m.EventRow>('events', query),
  eventMap: (query: Query) => get<GeoJSON.FeatureCollection>('events/map', query),
  event: (event: string) => get<m.EventDetail>(`events/${id(event)}`),

  claims: (query: Query) => page<m.Claim>('claims', query),
  claim: (claim: string) => get<m.ClaimDetail>(`claims/${id(claim)}`),
  anchors: (claim: string) => get<m.DateAnchors>(`claims/${id(claim)}/date`),
  document: (document: string) => get<m.DocumentDetail>(`documents/${id(document)}`),
  passages: (document: string, query: Query = {}) => get<m.Passage[]>(`documents/${id(document)}/passages`, query),

  disputes: (query: Query = {}) => page<m.Dispute>('disputes', query),
  figures: (query: Query = {}) => page<m.LedgerEntry>('figures', query),
  totals: () => get<m.Total[]>('figures/totals'),
  claimants: (what: string) => get<m.ClaimantSum[]>('figures/claimants', { what }),
  daily: (what: string, victims: m.Side | null) => get<m.DailyFigure[]>('figures/daily', { what, victims }),
  without: (source: string) => get<m.Without>('without', { source }),

  sources: () => get<m.SourceRow[]>('sources'),
  accounts: () => get<m.AccountRow[]>('accounts'),
  belligerents: () => get<{ sides: { id: m.Side; name: string; members: m.Node[] }[] }>('belligerents'),
  belligerent: (node: string) => get<m.NodeDetail>(`belligerents/${id(node)}`),
  search: (q: string, limit = 12) => get<m.Found>('search', { q, limit }),

  decisions: (query: Query = {}) => page<m.Decision>('decisions', query),
  /** With the same author, instant and act a decision is written once, however often it is sent. */
  decide: (act: m.Act, author: string, at: string) => send<m.Decision & { version: string | null }>('POST', 'decisions', { act, at, author }),
  queue: (query: Query) => page<m.Queued>('review', query),
  slots: () => get<m.Slot[]>('slots'),
  coders: () => get<m.Coder[]>('coders'),
  agreement: (a: string, b: string) => get<m.Agreement>('agreement', { a, b }),

  ingest: (files: File[]) => {
    const form = new FormData();
    for (const file of files) form.append('file', file, file.name);
    return send<m.Job>('POST', 'ingest', form);
  },
  ingestText: (text: { name: string; text: string; url?: string; published?: string; publisher?: string }) => send<m.Job>('POST', 'ingest/text', text),
  readAgain: () => send<m.Job>('POST', 'ingest/again'),
  jobs: () => get<m.Job[]>('ingest'),

  mask: () => get<m.Mask>('mask'),
  withhold: (list: m.MaskList) => send<m.Mask>('PUT', 'mask', list),
  exported: (file: string, account: m.Account, mask: boolean) => answer(`export/${file}`, { account, mask: String(mask) }).then((r) => r.blob()),

  /** Tells of new views, decisions and ingest; the browser connects again by itself. */
  changes: () => new EventSource(`${BASE}changes`),
};
