/** Follows what the server tells of itself: new views, decisions, ingest. */

import { api, type Job } from './api';
import { app } from './app.svelte';

/** Milliseconds until the server is asked again after it refused: a browser gives up by itself then. */
const AGAIN = 3000;

const STEPS = ['waiting', 'reading', 'storing', 'done', 'failed'];

class Jobs {
  all = $state.raw<Job[]>([]);

  /** Takes what is told of a job. An answer may come after the news of a later step: a job does not go back. */
  take(job: Job): void {
    const known = this.all.find((j) => j.id === job.id);
    if (known && STEPS.indexOf(known.state) > STEPS.indexOf(job.state)) return;
    const others = this.all.filter((j) => j.id !== job.id);
    this.all = [job, ...others];
  }
}

export const jobs = new Jobs();

/** Listens until the returned function is called. */
export function follow(): () => void {
  let events: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout>;
  const connect = (): void => {
    if (app.needsLogin) {
      timer = setTimeout(connect, AGAIN / 10);
      return;
    }
    events = api.changes();
    events.addEventListener('view', (event) => {
      const { version } = JSON.parse((event as MessageEvent<string>).data) as { version: string };
      app.online = true;
      if (!app.needsLogin && app.project?.version !== version && (app.project || app.notice)) void app.load();
    });
    events.addEventListener('ingest', (event) => jobs.take(JSON.parse((event as MessageEvent<string>).data) as Job));
    events.onerror = (): void => {
      if (events?.readyState === EventSource.CONNECTING) {
        if (app.project) app.online = false;
        return;
      }
      timer = setTimeout(connect, AGAIN);
    };
    events.onopen = (): void => void (app.online = true);
  };
  connect();
  return () => {
    clearTimeout(timer);
    events?.close();
  };
}
