/** The server's answers, as its API gives them. Dates are ISO days; intervals are half-open. */

export interface Project {
  name: string;
  documents: DocumentRow[];
  accounts: string[];
  sides: string[];
  first_day: string | null;
  last_day: string | null;
  counts: { claims: number; events: number; places: number; disputes: number };
}

export interface DocumentRow {
  id: string;
  name: string;
  title: string | null;
  form: string;
  publisher: string | null;
  claims: number;
}

export type Status = 'held' | 'contested' | 'besieged' | 'entered' | 'disputed' | 'unknown';

export interface Holding {
  id: string;
  account: string;
  place: string;
  name: string;
  point: { lat: number; lon: number } | null;
  start: string | null;
  end: string | null;
  holder: string | null;
  status: Status;
  begun_by: string[];
  ended_by: string[];
  confirmed_by: string[];
  newest_evidence: string | null;
}

export interface Claim {
  id: string;
  doc: string;
  document: string;
  kind: string;
  actor: Party[];
  target: Party[];
  places: { text: string; id: string | null; name: string | null }[];
  when: string | null;
  first_day: string | null;
  last_day: string | null;
  part: string | null;
  modality: string;
  factuality: string;
  by: string[];
  figures: { what: string; who: string; min: number | null; max: number | null; quote: string }[];
  quote: string;
  rule: string;
  confidence: number;
  start: number;
  end: number;
  passage: number;
  text_start: number;
  text_end: number;
}

export interface Party {
  text: string;
  side: string | null;
}

export interface Passage {
  index: number;
  role: string;
  text: string;
  start: number;
  end: number;
}

export interface Dispute {
  id: string;
  kind: string;
  place: string | null;
  when: string | null;
  positions: { says: string; by: string[]; claims: string[] }[];
  effect: number;
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`/api/v1/${path}`);
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
    throw new Error(problem?.detail ?? `the server answered ${response.status}`);
  }
  return (await response.json()) as T;
}

export const api = {
  project: () => get<Project>('project'),
  holdings: (account: string) => get<Holding[]>(`holdings?account=${encodeURIComponent(account)}`),
  claims: () => get<Claim[]>('claims'),
  disputes: () => get<Dispute[]>('disputes'),
  passages: (document: string) => get<Passage[]>(`documents/${encodeURIComponent(document)}/passages`),
};
