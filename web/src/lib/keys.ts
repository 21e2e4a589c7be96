/** The keys of the page, in one table: the help sheet is printed from it. */

import { TABS } from './address';
import { app } from './app.svelte';
import { settings } from './settings.svelte';

export interface Key {
  keys: string[];
  label: string;
  group: 'Days' | 'Lists and words' | 'Map' | 'Page';
  run: () => void;
}

const dispatch = (name: string): void => void window.dispatchEvent(new CustomEvent(`annalist:${name}`));

/** Moves the focus in the list of the open tab; lists mark their rows with data-row. */
function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => row.offsetParent !== null);
  const at = rows.findIndex((row) => row === document.activeElement || row.getAttribute('aria-current') === 'true');
  const focused = rows.findIndex((row) => row === document.activeElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, (focused >= 0 ? focused : at) + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  if (next && app.view.claim !== null) next.click();
}

export const KEYS: Key[] = [
  { keys: ['ArrowLeft'], label: 'a day back', group: 'Days', run: () => app.step(-1) },
  { keys: ['ArrowRight'], label: 'a day on', group: 'Days', run: () => app.step(1) },
  { keys: ['Shift+ArrowLeft'], label: 'a week back', group: 'Days', run: () => app.step(-7) },
  { keys: ['Shift+ArrowRight'], label: 'a week on', group: 'Days', run: () => app.step(7) },
  { keys: ['['], label: 'the day before on which something is told', group: 'Days', run: () => app.stepToEvent(-1) },
  { keys: [']'], label: 'the next day on which something is told', group: 'Days', run: () => app.stepToEvent(1) },
  { keys: [' '], label: 'play or stop', group: 'Days', run: () => (app.playing = !app.playing) },
  { keys: ['j'], label: 'next row', group: 'Lists and words', run: () => moveRow(1) },
  { keys: ['k'], label: 'row before', group: 'Lists and words', run: () => moveRow(-1) },
  { keys: ['Enter'], label: 'open the row’s words', group: 'Lists and words', run: () => undefined },
  { keys: ['Escape'], label: 'close what is open', group: 'Lists and words', run: back },
  { keys: ['/'], label: 'search places, names and words', group: 'Lists and words', run: () => dispatch('search') },
  { keys: ['c'], label: 'compare on the map, or stop', group: 'Map', run: () => dispatch('compare') },
  { keys: ['m'], label: 'areas of control on or off', group: 'Map', run: () => (settings.cells = !settings.cells) },
  { keys: ['v'], label: 'events on the map on or off', group: 'Map', run: () => (settings.events = !settings.events) },
  { keys: ['l'], label: 'lanes of the place by account', group: 'Map', run: () => (settings.lanes = !settings.lanes) },
  { keys: ['1', '…', '8'], label: 'a tab', group: 'Page', run: () => undefined },
  { keys: ['d'], label: 'dark or light', group: 'Page', run: () => settings.toggleTheme() },
  { keys: ['?'], label: 'this sheet', group: 'Page', run: () => dispatch('help') },
];

function back(): void {
  if (app.view.claim) app.go({ claim: null });
  else if (app.view.event) app.go({ event: null });
  else if (app.view.document) app.go({ document: null });
  else if (app.view.place) app.go({ place: null });
}

/** Fields take their own keys; a slider, list or button keeps the arrows, the space bar and Enter to itself. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog[open], [role=dialog][aria-modal=true]')) return true;
  if (target.closest('input:not([type=range]):not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable=true]')) return key !== 'Escape';
  if ((key === ' ' || key === 'Enter') && target.closest('button, a, summary, input')) return true;
  return key.startsWith('Arrow') && target.closest('[role=application], [role=tablist], [role=tree], [role=separator], [role=slider], input[type=range], input[type=radio]') !== null;
}

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const named = event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
  if (isTaken(event.target, event.key)) return;
  if (!settings.letters && event.key.length === 1 && event.key !== ' ') return;
  const nth = Number(event.key);
  if (Number.isInteger(nth) && nth >= 1 && nth <= TABS.length) {
    app.go({ tab: TABS[nth - 1]! });
    event.preventDefault();
    return;
  }
  const key = KEYS.find((k) => k.keys.includes(named) && k.keys[0] !== 'Enter');
  if (!key) return;
  key.run();
  event.preventDefault();
}
