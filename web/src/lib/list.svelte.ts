/** A list that the server gives page by page. */

import { app } from './app.svelte';
import type { Page } from './api';

const PAGE = 200;
/** Milliseconds without a change before the server is asked: days fly by while playing. */
const REST = 90;

export type Ask<T> = (page: { limit: number; offset: number }) => Promise<Page<T>>;

export class List<T> {
  rows = $state.raw<T[]>([]);
  total = $state(0);
  loading = $state(true);
  private ask: Ask<T> | null = null;
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks anew; what is shown stays until the answer comes. Call it in an effect that reads what the question hangs on. */
  load(ask: Ask<T>): void {
    const isFirst = this.ask === null;
    this.ask = ask;
    const mine = ++this.asked;
    clearTimeout(this.timer);
    const run = (): void => {
      ask({ limit: PAGE, offset: 0 }).then(
        (page) => {
          if (mine !== this.asked) return;
          this.rows = page.rows;
          this.total = page.total;
          this.loading = false;
          app.listed = true;
        },
        (error: unknown) => {
          if (mine === this.asked) this.loading = false;
          app.fail(error);
        },
      );
    };
    if (isFirst) run();
    else this.timer = setTimeout(run, REST);
  }

  get more(): boolean {
    return this.rows.length < this.total;
  }

  async next(): Promise<void> {
    const mine = this.asked;
    const page = await this.ask?.({ limit: PAGE, offset: this.rows.length });
    if (page && mine === this.asked) this.rows = [...this.rows, ...page.rows];
  }
}
