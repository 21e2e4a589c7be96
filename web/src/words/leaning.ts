import { app } from '../lib/app.svelte';
import type { Alignment } from '../lib/model';

/** To whom a source leans, in words. */
export function leaning(alignment: Alignment): string {
  switch (alignment.class) {
    case 'party':
      return `speaks for ${app.sideName(alignment.side)}`;
    case 'leans':
      return `leans to ${app.sideName(alignment.side)}`;
    case 'monitor':
      return 'monitors';
    case 'press':
      return 'press';
    default:
      return 'leaning not known';
  }
}
