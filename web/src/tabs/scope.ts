/** Which days and which place lists are of. */

import type { Query } from '../lib/api';
import { app } from '../lib/app.svelte';

/** Reads the view: call it inside an effect. */
export function scope(): Query {
  const { all, from, to, place } = app.view;
  if (all) return { place };
  return { from: from ?? app.day, to: to ?? app.day, place };
}
