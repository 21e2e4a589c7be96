/** What the page knows: the view of the address, the project, and the holdings of the accounts looked at. */

import * as address from './address';
import { api, Problem, type AccountRow, type DayRow, type Project, type Session } from './api';
import { toDay } from './days';
import { Replay, type Held } from './replay';

export interface Notice {
  text: string;
  help: string | null;
  kind: 'news' | 'problem';
  act?: { label: string; run: () => void };
}

class App {
  view = $state(address.read());
  project = $state.raw<Project | null>(null);
  session = $state.raw<Session | null>(null);
  accounts = $state.raw<AccountRow[]>([]);
  days = $state.raw<DayRow[]>([]);
  replays = $state.raw<Record<string, Replay>>({});
  /** Grows whenever the views were computed anew: lists that hang on it load again. */
  version = $state(0);
  notice = $state.raw<Notice | null>(null);
  playing = $state(false);
  filming = $state(false);
  /** Whether the first list has come. */
  listed = $state(false);
  needsLogin = $state(false);
  online = $state(true);

  readonly sides = $derived(this.project?.sides ?? []);
  readonly day = $derived(this.view.day ?? this.project?.first_day ?? '1970-01-01');
  readonly replay = $derived(this.replays[this.view.account] ?? null);
  /** Places left out of pictures while one is made. */
  withheld = $state.raw<Set<string> | null>(null);
  readonly now = $derived(this.shown(this.replay?.at(this.day)));
  readonly comparing = $derived(this.view.other !== null || this.view.otherDay !== null);
  readonly otherAccount = $derived(this.view.other ?? this.view.account);
  readonly otherDate = $derived(this.view.otherDay ?? this.day);
  readonly otherReplay = $derived(this.replays[this.otherAccount] ?? null);
  readonly then = $derived(this.comparing ? this.shown(this.otherReplay?.at(this.otherDate)) : []);

  private shown(held: Held[] = []): Held[] {
    const { withheld } = this;
    return withheld ? held.filter((h) => !withheld.has(h.place)) : held;
  }

  /** Loads everything that each view needs; again after the views changed. */
  async load(): Promise<void> {
    try {
      this.session = await api.session().catch((error: unknown) => {
        if (error instanceof Problem && error.status === 404) return { accounts: false, user: null, role: 'admin', csrf: null } as Session;
        throw error;
      });
      if (this.session.accounts && !this.session.user) {
        this.needsLogin = true;
        return;
      }
      this.needsLogin = false;
      const holding = Object.keys({ ...this.replays, [this.view.account]: null, [this.otherAccount]: null }).map((a) => this.hold(a, true));
      const [project, days, accounts] = await Promise.all([api.project(), api.days(), api.accounts(), ...holding]);
      this.project = project;
      this.days = days;
      this.accounts = accounts;
      this.version += 1;
      this.online = true;
    } catch (error) {
      this.fail(error);
    }
  }

  private readonly asked = new Map<string, Promise<void>>();

  /** Makes sure that an account's holdings are here; asks for them once however many want them. */
  hold(account: string, again = false): Promise<void> {
    if (this.replays[account] && !again) return Promise.resolve();
    const known = this.asked.get(account);
    if (known) return known;
    const asking = api
      .compact(account)
      .then(
        (found) => void (this.replays = { ...this.replays, [account]: new Replay(found) }),
        (error: unknown) => this.fail(error),
      )
      .finally(() => this.asked.delete(account));
    this.asked.set(account, asking);
    return asking;
  }

  fail(error: unknown): void {
    if (error instanceof Problem) {
      if (error.status === 401) this.needsLogin = true;
      if (error.status === 0) this.online = false;
      this.notice = { text: error.message, help: error.help, kind: 'problem' };
    } else {
      this.notice = { text: error instanceof Error ? error.message : String(error), help: null, kind: 'problem' };
    }
  }

  tell(text: string, act?: Notice['act']): void {
    this.notice = { text, help: null, kind: 'news', ...(act ? { act } : {}) };
  }

  /** Changes the view; what is not named stays. */
  go(change: Partial<address.View>): void {
    Object.assign(this.view, change);
  }

  /** Opens a claim's words; the tab and the day stay. */
  open(claim: string | null): void {
    this.go({ claim });
  }

  step(by: number): void {
    if (!this.project?.first_day || !this.project.last_day) return;
    const at = Math.min(this.lastDay, Math.max(this.firstDay, this.dayNumber + by));
    this.view.day = toDay(at);
  }

  /** The next day before or after this one on which something is told. */
  stepToEvent(by: 1 | -1): void {
    const told = this.days.filter((d) => d.exact > 0).map((d) => d.day);
    const found = by > 0 ? told.find((d) => d > this.day) : told.findLast((d) => d < this.day);
    if (found) this.view.day = found;
  }

  readonly firstDay = $derived(this.project?.first_day ? Math.round(Date.parse(this.project.first_day) / 86_400_000) : 0);
  readonly lastDay = $derived(this.project?.last_day ? Math.round(Date.parse(this.project.last_day) / 86_400_000) : 0);
  readonly dayNumber = $derived(Math.round(Date.parse(this.day) / 86_400_000));

  sideName(side: string | null): string {
    return side === null ? 'not known' : (this.project?.side_names?.[side] ?? side);
  }

  documentName(document: string): string {
    const found = this.project?.documents.find((d) => d.id === document);
    return found?.title ?? found?.name ?? document;
  }

  /** A source as people know it: a document's title instead of its file's name. */
  sourceName(source: string): string {
    return this.project?.documents.find((d) => d.name === source)?.title ?? source;
  }

  placeName(place: string): string {
    for (const replay of Object.values(this.replays)) {
      const found = replay.place(place);
      if (found) return found.name;
    }
    return place.replace(/^name:/, '');
  }

  accountName(account: string): string {
    const known = this.accounts.find((a) => a.id === account)?.label;
    const [kind, of] = account.split(/:(.*)/s);
    if (known && kind !== 'side' && kind !== 'all') return known;
    if (kind === 'all') return 'Every source at its word';
    if (kind === 'against-interest') return 'Against interest';
    if (kind === 'monitors') return 'Monitors and press';
    if (kind === 'reviewed') return 'Only what reviewers accepted';
    if (kind === 'side') return `Sources of ${this.sideName(of ?? null)}`;
    if (kind === 'policy') return `Policy ${of}`;
    if (kind === 'sources') {
      const names = (of ?? '').split('|');
      return names.length < 3 ? `Only ${names.join(' and ')}` : `${names.length} chosen sources`;
    }
    return `Only ${of}`;
  }
}

export const app = new App();
