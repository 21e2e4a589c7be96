/** The charts, by Observable Plot; a chunk of its own. */

import * as Plot from '@observablehq/plot';

export interface Sum {
  by: string;
  victims: string;
  min: number;
  max: number | null;
  colour: string;
  title: string;
}

export interface Day {
  day: string;
  conservative: number;
  informative: number;
  representative: number;
  victims: string;
  colour: string;
}

const short = (text: string): string => (text.length > 30 ? `${text.slice(0, 28)}…` : text);

/** Dot and range, a row a claimant, grouped by victims. */
export function claimants(sums: Sum[], width: number): Element {
  const rows = sums.map((s) => ({ ...s, by: short(s.by), to: s.max ?? s.min }));
  return Plot.plot({
    width,
    marginLeft: Math.min(180, width * 0.4),
    marginRight: 40,
    height: 40 + rows.length * 22 + new Set(rows.map((r) => r.victims)).size * 18,
    x: { grid: true, label: null, nice: true, zero: true, ticks: Math.max(3, Math.floor(width / 110)) },
    y: { label: null, tickSize: 0 },
    fy: { label: null, axis: null, padding: 0.12 },
    marks: [
      Plot.axisFy({ label: null, anchor: 'left', text: () => '' }),
      Plot.text(
        [...new Set(rows.map((r) => r.victims))],
        { fy: (d: string) => d, text: (d: string) => d, frameAnchor: 'top-right', dy: -2, fontWeight: 600 },
      ),
      Plot.ruleY(rows, { fy: 'victims', y: 'by', x1: 'min', x2: 'to', stroke: 'colour', strokeWidth: 3, strokeOpacity: 0.55 }),
      Plot.dot(rows, { fy: 'victims', y: 'by', x: 'min', fill: 'colour', r: 4.5, title: 'title' }),
      Plot.dot(
        rows.filter((r) => r.max !== null && r.max !== r.min),
        { fy: 'victims', y: 'by', x: 'to', fill: 'colour', r: 4.5, title: 'title' },
      ),
      Plot.text(rows, { fy: 'victims', y: 'by', x: 'to', text: (r: Sum & { to: number }) => `${r.max === null ? '→ ' : ''}${r.to}`, textAnchor: 'start', dx: 9 }),
    ],
  });
}

/** Cumulative bands, one panel a victim group. */
export function daily(rows: Day[], width: number): Element {
  const dated = rows.map((r) => ({ ...r, date: new Date(`${r.day}T00:00:00Z`), low: Math.min(r.conservative, r.informative), high: Math.max(r.conservative, r.informative, r.representative) }));
  const groups = new Set(dated.map((r) => r.victims)).size;
  return Plot.plot({
    width,
    height: 50 + groups * 92,
    marginLeft: 44,
    marginRight: 12,
    x: { type: 'utc', label: null, ticks: Math.max(2, Math.floor(width / 120)) },
    y: { grid: true, label: null, zero: true, ticks: 4 },
    fy: { label: null, axis: null, padding: 0.25 },
    marks: [
      Plot.text([...new Set(dated.map((r) => r.victims))], { fy: (d: string) => d, text: (d: string) => d, frameAnchor: 'top-left', dx: 4, dy: -6, fontWeight: 600 }),
      Plot.areaY(dated, { fy: 'victims', x: 'date', y1: 'low', y2: 'high', fill: 'colour', fillOpacity: 0.2, curve: 'step-after', z: 'victims' }),
      Plot.lineY(dated, { fy: 'victims', x: 'date', y: 'representative', stroke: 'colour', strokeWidth: 2, curve: 'step-after', z: 'victims' }),
    ],
  });
}
