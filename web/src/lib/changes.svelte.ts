/** Follows what the server tells of itself: new views, decisions, ingest. */

import { api, type Job } from './api';
import { app } from './app.svelte';

class Jobs {
  all = $state.raw<Job[]>([]);

  take(job: Job): void {
    const others = this.all.filter((j) => j.id !== job.id);
    this.all = [job, ...others];
  }
}

export const jobs = new Jobs();

/** Listens until the returned function is called. */
export function follow(): () => void {
  const events = api.changes();
  events.addEventListener('view', (event) => {
    const { version } = JSON.parse((event as MessageEvent<string>).data) as { version: string };
    app.online = true;
    if (!app.needsLogin && app.project?.version !== version && (app.project || app.notice)) void app.load();
  });
  events.addEventListener('ingest', (event) => jobs.take(JSON.parse((event as MessageEvent<string>).data) as Job));
  events.onerror = (): void => {
    if (events.readyState === EventSource.CONNECTING && app.project) app.online = false;
  };
  events.onopen = (): void => void (app.online = true);
  return () => events.close();
}
