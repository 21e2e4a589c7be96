/** What a person sets for this browser; kept in its storage, never sent. */

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'annalist.settings';

interface Kept {
  theme: Theme;
  cells: boolean;
  events: boolean;
  lanes: boolean;
  letters: boolean;
  tiles: string;
  author: string;
  panel: number;
  pace: number;
}

function kept(): Partial<Kept> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
  } catch {
    return {};
  }
}

class Settings {
  private readonly from = kept();
  theme = $state<Theme>(this.from.theme ?? 'system');
  /** Areas of control. */
  cells = $state(this.from.cells ?? true);
  events = $state(this.from.events ?? true);
  lanes = $state(this.from.lanes ?? true);
  /** Single letters as shortcuts: can be switched off for speech input (WCAG 2.1.4). */
  letters = $state(this.from.letters ?? true);
  /** Address of the user's own map tiles. */
  tiles = $state(this.from.tiles ?? '');
  /** Name under which decisions are written where nobody logs in. */
  author = $state(this.from.author ?? '');
  /** Width of the panel, in per cent of the window. */
  panel = $state(this.from.panel ?? 42);
  /** Milliseconds a day when playing. */
  pace = $state(this.from.pace ?? 450);
  private system = $state(matchMedia('(prefers-color-scheme: dark)').matches);

  readonly dark = $derived(this.theme === 'system' ? this.system : this.theme === 'dark');

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => (this.system = event.matches));
  }

  toggleTheme(): void {
    this.theme = this.dark ? 'light' : 'dark';
  }

  /** Writes everything down; called by an effect, so that each change is kept. */
  keep(): void {
    const { theme, cells, events, lanes, letters, tiles, author, panel, pace } = this;
    const all: Kept = { theme, cells, events, lanes, letters, tiles, author, panel, pace };
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
    } catch {
      // A browser that keeps nothing still shows everything.
    }
  }
}

export const settings = new Settings();
