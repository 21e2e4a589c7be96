/**
 * Decisions on their way to the server. Each is written into the browser's storage before it is
 * sent and stays there until the server has taken it, so that none is lost when the page closes,
 * the server stops or the session ends. A decision is its author's: where people log in, it waits
 * until that person is logged in again. What the server refuses is told.
 */

import { api, Problem, type Act, type Decision } from './api';
import { app } from './app.svelte';
import { forget, keep, kept, type Waiting } from './kept';
import { settings } from './settings.svelte';

/** Milliseconds between tries. */
const AGAIN = 3000;

const isUndo = (act: Act): act is Extract<Act, { act: 'undo' }> => act.act === 'undo';

class Outbox {
  private queue = $state.raw<Waiting[]>(kept());
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;
  private counter = 0;
  private settled = new Map<string, (made: Decision | null) => void>();
  /** Decisions of this sitting, newest last: what undo takes back. */
  made = $state.raw<Decision[]>([]);

  get waiting(): number {
    return this.queue.length;
  }

  /** Acts that the server has not taken yet, so that lists can show them already. */
  get pending(): Act[] {
    return this.queue.map((w) => w.act);
  }

  /** People other than who is logged in whose decisions wait for them. */
  get absent(): string[] {
    const me = app.session?.accounts ? app.session.user : null;
    return me === null ? [] : [...new Set(this.queue.map((w) => w.author))].filter((author) => author !== me);
  }

  start(): void {
    void this.flush();
    window.addEventListener('online', () => void this.flush());
  }

  /** Writes the act down and sends it; the answer is `null` when the server refused it. */
  decide(act: Act): Promise<Decision | null> {
    const key = `${Date.now()}-${this.counter++}-${Math.random().toString(36).slice(2)}`;
    const waiting = { key, act, author: this.author(), at: new Date().toISOString() };
    this.queue = [...this.queue, waiting];
    if (!keep(waiting)) app.tell('This browser keeps nothing: a decision is lost when the page closes before the server has it.');
    const settled = new Promise<Decision | null>((resolve) => this.settled.set(key, resolve));
    void this.flush();
    return settled;
  }

  async undo(): Promise<Decision | null> {
    const last = this.made.at(-1);
    if (!last) return null;
    this.made = this.made.slice(0, -1);
    const taken = await this.decide({ act: 'undo', decision: last.id });
    this.made = this.made.filter((d) => d.id !== taken?.id);
    return last;
  }

  /** Gives up decisions of somebody who does not come back. */
  drop(author: string): void {
    for (const w of this.queue.filter((w) => w.author === author)) this.done(w.key, null);
  }

  /** Sends what waits, as far as whoever is logged in may. */
  async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    for (let next = this.next(); next; next = this.next()) {
      if (await this.send(next)) continue;
      this.timer = setTimeout(() => void this.flush(), AGAIN);
      break;
    }
    this.sending = false;
  }

  private author(): string {
    return (app.session?.accounts && app.session.user) || settings.author.trim() || 'reviewer';
  }

  private next(): Waiting | undefined {
    const session = app.session;
    if (!session?.accounts) return this.queue[0];
    return session.user === null ? undefined : this.queue.find((w) => w.author === session.user);
  }

  /** Gives whether it is settled; otherwise it is tried again later. */
  private async send({ key, act, author, at }: Waiting): Promise<boolean> {
    try {
      const decision = await api.decide(act, author, at);
      if (!isUndo(act)) this.made = [...this.made, decision];
      this.done(key, decision);
      app.online = true;
      return true;
    } catch (error) {
      if (error instanceof Problem && (await this.mayPass(error, author))) return false;
      app.fail(error);
      this.done(key, null);
      return true;
    }
  }

  /** Whether a decision refused so may be taken later: the server is away, or the session is another than the page took it for. */
  private async mayPass(problem: Problem, author: string): Promise<boolean> {
    app.online = problem.status !== 0;
    if (problem.passing) return true;
    if (problem.status !== 401 && problem.status !== 403) return false;
    const before = app.session;
    const now = await api.session().catch(() => null);
    if (now === null) return true;
    app.session = now;
    app.needsLogin = now.accounts && now.user === null;
    return app.needsLogin || now.user !== before?.user || now.csrf !== before?.csrf || (now.accounts && now.user !== author);
  }

  private done(key: string, decision: Decision | null): void {
    this.queue = this.queue.filter((w) => w.key !== key);
    forget(key);
    this.settled.get(key)?.(decision);
    this.settled.delete(key);
  }
}

export const outbox = new Outbox();

/** A draft of words (a note, a text to be read) that outlives the page. */
export function draft(name: string): { read: () => string; write: (text: string) => void } {
  const key = `annalist.draft.${name}`;
  return {
    read: () => localStorage.getItem(key) ?? '',
    write: (text) => (text ? localStorage.setItem(key, text) : localStorage.removeItem(key)),
  };
}
