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

/** Dot and range, a row a claimant; one chart for each group of victims, on the same scale. */
export function claimants(sums: Sum[], width: number): Element[] {
  const most = Math.max(1, ...sums.map((s) => s.max ?? s.min));
  const groups = [...new Set(sums.map((s) => s.victims))];
  return groups.map((victims) => {
    const rows = sums.filter((s) => s.victims === victims).map((s) => ({ ...s, by: short(s.by), to: s.max ?? s.min }));
    const chart = Plot.plot({
      width,
      marginLeft: Math.min(190, width * 0.42),
      marginRight: 46,
      marginTop: 24,
      marginBottom: 22,
      height: 50 + new Set(rows.map((r) => r.by)).size * 20,
      // Figures of wars range from a handful to thousands: a root keeps both readable, and zero stays zero.
      x: { type: 'sqrt', domain: [0, most], grid: true, label: null, ticks: Math.max(2, Math.floor(width / 160)) },
      y: { label: null, tickSize: 0, domain: rows.toSorted((a, b) => b.to - a.to).map((r) => r.by) },
      marks: [
        Plot.text([victims], { text: (d: string) => d, frameAnchor: 'top-left', dy: -18, dx: -Math.min(190, width * 0.42), fontWeight: 600 }),
        Plot.ruleY(rows, { y: 'by', x1: 'min', x2: 'to', stroke: 'colour', strokeWidth: 3, strokeOpacity: 0.55 }),
        Plot.dot(rows, { y: 'by', x: 'min', fill: 'colour', r: 4.5, title: 'title' }),
        Plot.dot(
          rows.filter((r) => r.max !== null && r.max !== r.min),
          { y: 'by', x: 'to', fill: 'colour', r: 4.5, title: 'title' },
        ),
        Plot.text(rows, { y: 'by', x: 'to', text: (r: Sum & { to: number }) => `${r.max === null ? '→ ' : ''}${r.to.toLocaleString('en-GB')}`, textAnchor: 'start', dx: 9 }),
      ],
    });
    return chart;
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
