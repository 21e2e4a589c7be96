/** What the server's answers look like (`/api/v1/openapi.json`). Days are ISO days; intervals of holdings are half-open. */

export type Day = string;
export type Account = string;
export type Side = string;
export type Status = 'held' | 'contested' | 'besieged' | 'entered' | 'disputed' | 'unknown';
export interface Point {
  lat: number;
  lon: number;
}
export type Alignment = { class: 'party' | 'leans'; side: Side } | { class: 'monitor' | 'press' | 'unknown' };

export interface Project {
  name: string;
  version: string;
  documents: DocumentRow[];
  accounts: Account[];
  sides: Side[];
  side_names?: Record<Side, string>;
  first_day: Day | null;
  last_day: Day | null;
  counts: Record<'claims' | 'events' | 'places' | 'disputes' | 'documents' | 'decisions' | 'belligerents' | 'unplaced', number>;
  bounds?: [number, number, number, number] | null;
  upload?: { max_bytes: number; max_files: number; types: string[] };
}

export interface Session {
  accounts: boolean;
  user: string | null;
  role: 'reader' | 'coder' | 'admin';
  csrf: string | null;
}

export interface DocumentRow {
  id: string;
  name: string;
  title: string | null;
  form: string;
  publisher: string | null;
  published: string | null;
  url?: string | null;
  bytes: number;
  claims: number;
  work: string | null;
  alignment: Alignment;
}

export interface DocumentDetail extends DocumentRow {
  sections: { index: number; level: number; heading: string; kind: string }[];
  references: Reference[];
  problems: { start: number; end: number; message: string }[];
}

export interface PlaceRow {
  id: string;
  name: string;
  spellings: string[];
  point: Point | null;
  claims: number;
  first_day: Day | null;
  last_day: Day | null;
  disputes: number;
}

export interface Holding {
  id: string;
  account: Account;
  place: string;
  name: string;
  point: Point | null;
  start: Day | null;
  end: Day | null;
  holder: Side | null;
  status: Status;
  begun_by: string[];
  ended_by: string[];
  confirmed_by: string[];
  newest_evidence: Day | null;
  implied: boolean;
}

export interface PlaceDetail extends PlaceRow {
  lanes: { account: Account; holdings: Holding[] }[];
  belief: { day: Day; holders: Record<Side, number> }[];
  events: string[];
  dispute_ids: string[];
}

/** Place, start, end, holder, status, other, newest evidence, claims, implied. */
export type CompactRow = [number, number | null, number | null, number, number, number, number | null, number, 0 | 1];

export interface CompactHoldings {
  account: Account;
  epoch: Day;
  places: { id: string; name: string; lat: number | null; lon: number | null }[];
  holders: Side[];
  statuses: Status[];
  rows: CompactRow[];
}

export interface DayRow {
  day: Day;
  events: number;
  exact: number;
  kinds: Record<string, number>;
  claims: number;
  changes: number;
}

export interface Held {
  holder: Side | null;
  status: Status;
}

export interface Difference {
  place: string;
  name: string;
  point: Point | null;
  start: Day | null;
  end: Day | null;
  a: Held;
  b: Held;
  days: number;
}

export interface EventRow {
  id: string;
  kind: string;
  when: string | null;
  first_day: Day | null;
  last_day: Day | null;
  part: string | null;
  places: string[];
  place_names: string[];
  actors: Side[];
  targets: Side[];
  claims: string[];
  independent: number;
  quote: string;
  denied: boolean;
  geometry: GeoJSON.Geometry | null;
  centre: Point | null;
  uncertainty: 'exact' | 'settlement' | 'near' | 'area' | 'unknown';
  shape: 'point' | 'buffer' | 'sector' | 'line' | 'none';
  radius: number | null;
}

export type Stance = 'tells' | 'denies' | 'differs';

export interface EventDetail extends EventRow {
  told: (Claim & { stance: Stance; differs: string[] })[];
  origins: { claims: string[]; by: string[]; why: string[] }[];
  links: { a: string; b: string; weight: number; parts: { comparison: string; weight: number }[] }[];
  disputes: Dispute[];
  figures: LedgerEntry[];
  grade: 'confirmed' | 'fair' | 'weak' | 'contested' | null;
  grade_why: string | null;
  sensitivity: { tell: Account[]; differ: Account[]; disagreement: number };
}

export interface Party {
  text: string;
  side: Side | null;
}

export interface ClaimPlace {
  text: string;
  id: string | null;
  name: string | null;
  status?: 'resolved' | 'ambiguous' | 'not_found';
  precision?: string;
  extent?: 'whole' | 'most' | 'part';
}

export interface Claim {
  id: string;
  doc: string;
  document: string;
  kind: string;
  actor: Party[];
  target: Party[];
  places: ClaimPlace[];
  when: string | null;
  first_day: Day | null;
  last_day: Day | null;
  part: string | null;
  modality: string;
  factuality: string;
  by: string[];
  figures: { what: string; who: string; min: number | null; max: number | null; quote: string }[];
  quote: string;
  rule: string;
  confidence: number;
  flags: string[];
  start: number;
  end: number;
  passage: number;
  text_start: number;
  text_end: number;
  mark?: [number, number];
  event?: string | null;
  verdict?: 'accepted' | 'rejected' | 'corrected' | null;
  scope?: 'event' | 'summary' | 'infobox';
}

export interface Mark {
  from: number;
  to: number;
  what: 'claim' | 'actor' | 'target' | 'place' | 'source' | 'figure' | 'citation';
  /** Nth of the passage's claims. */
  claim?: number;
  index: number;
}

export interface Passage {
  index: number;
  role: string;
  section?: string | null;
  text: string;
  start: number;
  end: number;
  marks?: Mark[];
  claims?: string[];
}

export interface Reference {
  label: string;
  title: string | null;
  outlet: string | null;
  author: string | null;
  published: string | null;
  url: string | null;
  archive: string | null;
}

export interface ClaimDetail extends Claim {
  source: DocumentRow;
  passages: Passage[];
  attribution: { text: string; kind: string; alignment: Alignment; cue: string | null; reference: Reference | null }[];
  citations: Reference[];
  rule_text: { id: string; note: string | null; example: string | null };
  date: { edtf: string | null; reason: string; in_words: string };
  lowered_by: string[];
  siblings: (Claim & { stance: Stance; differs: string[]; independent: boolean })[];
  dispute_ids: string[];
  figure_ids: string[];
  decisions: Decision[];
  original: Claim | null;
}

export interface DateAnchors {
  edtf: string | null;
  reason: string;
  mentions: { text: string; value: string; edtf: string | null; anchor: string | null; rule: string; passage: number; mark: [number, number]; decides?: boolean }[];
}

export interface Dispute {
  id: string;
  kind: 'holder' | 'happened' | 'figure' | 'date' | 'actor';
  place: string | null;
  name?: string | null;
  when: string | null;
  first_day?: Day | null;
  last_day?: Day | null;
  positions: { says: string; by: string[]; claims: string[] }[];
  effect: number;
}

export interface LedgerEntry {
  id: string;
  what: string;
  victims: Side | null;
  scope: 'event' | 'day' | 'period' | 'campaign';
  event: string | null;
  place: string | null;
  place_name: string | null;
  when: string | null;
  first_day: Day | null;
  last_day: Day | null;
  claimants: { by: string[]; alignment: Alignment; claim: string; quote: string; who: string; min: number | null; max: number | null }[];
  min: number | null;
  max: number | null;
  conservative: number | null;
  informative: number | null;
  representative: number | null;
  part_of: string[];
  warning: string;
}

export interface Total {
  what: string;
  victims: Side | null;
  conservative: number;
  informative: number;
  representative: number;
  entries: string[];
  warning: string;
}

export interface ClaimantSum {
  what: string;
  victims: Side | null;
  by: string;
  alignment: Alignment;
  min: number;
  max: number | null;
  entries: string[];
}

export interface DailyFigure {
  day: Day;
  conservative: number;
  informative: number;
  representative: number;
  added: string[];
}

export interface Without {
  source: string;
  claims: number;
  holdings: Difference[];
  events_lost: string[];
  events_weaker: string[];
  totals: { what: string; victims: Side | null; conservative: [number, number]; representative: [number, number] }[];
}

export interface SourceRow {
  name: string;
  kind: 'document' | 'named';
  alignment: Alignment;
  alignment_set: boolean;
  claims: number;
  documents: string[];
  account: Account | null;
}

export interface AccountRow {
  id: Account;
  label: string;
  about: string;
  places: number;
}

export interface Node {
  id: string;
  name: string;
  aliases: string[];
  kind: string;
  rank: string | null;
  role: string | null;
  fate: string | null;
  claims: number;
  members: Node[];
}

export interface NodeDetail extends Node {
  side: Side | null;
  parent: string | null;
  documents: string[];
  actions: { claim: string; event: string | null; kind: string; first_day: Day | null; last_day: Day | null; place_names: string[]; as: 'actor' | 'target'; quote: string }[];
}

export interface Found {
  places: PlaceRow[];
  belligerents: { id: string; name: string; kind: string; side: Side | null; claims: number }[];
  sources: { name: string; claims: number }[];
  passages: { document: string; name: string; passage: number; section: string | null; snippet: { text: string; hit: boolean }[]; claims: string[] }[];
}

export type Act =
  | { act: 'accept' | 'reject'; claim: string }
  | { act: 'correct'; claim: string; slot: string; from?: unknown; to: unknown }
  | { act: 'merge' | 'split'; claims: string[] }
  | { act: 'set_place'; name: string; place: string }
  | { act: 'set_alignment'; source: string; alignment: Alignment }
  | { act: 'note'; about: string; text: string }
  | { act: 'undo'; decision: string };

export interface Decision {
  id: string;
  parent: string | null;
  author: string;
  at: string;
  act: Act;
  standing: boolean;
  orphan: string | null;
}

/** What another way of reading puts into a slot, with the decision that takes it. */
export interface Reading {
  slot: 'actor' | 'place';
  text: string;
  mark: [number, number];
  value: string | null;
  rule: string;
  act: Act | null;
}

export type Queued = Claim & { doubt: number; effect: number; why: string[]; readings?: Reading[] };

/** What exports withhold. */
export interface MaskList {
  victims: boolean;
  sites: string[];
  names: string[];
  places: string[];
}

export type Mask = MaskList & { withheld: string[] };

export interface Slot {
  slot: string;
  label: string;
  values: string[] | null;
}

export interface Agreement {
  a: string;
  b: string;
  both: number;
  alike: number;
  kappa: number | null;
  alpha: number | null;
  slots: { slot: string; both: number; alike: number; kappa: number | null; alpha: number | null }[];
  differ: { claim: Claim; slots: { slot: string; a: unknown; b: unknown }[]; adjudicated: string | null }[];
}

export interface Coder {
  author: string;
  decisions: number;
  judged: number;
}

export interface Candidate {
  id: string;
  name: string;
  point: Point | null;
  kind: string;
  parents: string[];
}

export interface Job {
  id: string;
  state: 'waiting' | 'reading' | 'storing' | 'done' | 'failed';
  /** Whether documents of the project are read again. */
  again: boolean;
  files: { name: string; bytes: number; state: 'waiting' | 'reading' | 'read' | 'known' | 'failed'; documents: number; claims: number; error: string | null; help: string | null }[];
  added: number;
  known: number;
  failed: number;
  error: string | null;
}
