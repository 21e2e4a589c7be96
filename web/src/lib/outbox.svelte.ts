/**
 * Decisions on their way to the server. Each is written into the browser's storage before it is
 * sent and stays there until the server has taken it, so that none is lost when the page closes or
 * the server stops. What the server refuses is told and put aside.
 */

import { api, Problem, type Act, type Decision } from './api';
import { app } from './app.svelte';
import { settings } from './settings.svelte';

const KEY = 'annalist.outbox';
/** Milliseconds between tries. */
const AGAIN = 3000;

interface Waiting {
  key: string;
  act: Act;
  author: string;
  /** When it was decided: with it the server knows a second sending of the same. */
  at: string;
}

const isUndo = (act: Act): act is Extract<Act, { act: 'undo' }> => act.act === 'undo';

class Outbox {
  private queue = $state.raw<Waiting[]>(this.kept());
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

  start(): void {
    void this.flush();
    window.addEventListener('online', () => void this.flush());
  }

  /** Writes the act down and sends it; the answer is `null` when the server refused it. */
  decide(act: Act): Promise<Decision | null> {
    const key = `${Date.now()}-${this.counter++}`;
    this.keep([...this.queue, { key, act, author: settings.author.trim() || 'reviewer', at: new Date().toISOString() }]);
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

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    while (this.queue[0]) {
      const { key, act, author, at } = this.queue[0];
      try {
        const decision = await api.decide(act, app.session?.accounts ? null : author, at);
        if (!isUndo(act)) this.made = [...this.made, decision];
        this.done(key, decision);
        app.online = true;
      } catch (error) {
        if (error instanceof Problem && (error.passing || error.status === 401)) {
          if (error.status === 401) app.needsLogin = true;
          app.online = error.status !== 0;
          this.timer = setTimeout(() => void this.flush(), AGAIN);
          break;
        }
        app.fail(error);
        this.done(key, null);
      }
    }
    this.sending = false;
  }

  private done(key: string, decision: Decision | null): void {
    this.keep(this.queue.filter((w) => w.key !== key));
    this.settled.get(key)?.(decision);
    this.settled.delete(key);
  }

  private keep(queue: Waiting[]): void {
    this.queue = queue;
    try {
      localStorage.setItem(KEY, JSON.stringify(queue));
    } catch {
      app.tell('This browser keeps nothing: a decision is lost when the page closes before the server has it.');
    }
  }

  private kept(): Waiting[] {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Waiting[];
    } catch {
      return [];
    }
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
