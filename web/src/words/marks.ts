/** Cuts a passage's text at its marks, so that each piece can be drawn with the marks that lie over it. */

import type { Mark } from '../lib/model';

export interface Piece {
  text: string;
  /** Whether the claim's clause covers it. */
  claim: boolean;
  /** The innermost other mark. */
  what: Mark['what'] | null;
}

export function pieces(text: string, marks: Mark[]): Piece[] {
  const inside = marks.filter((m) => m.from < m.to && m.to <= text.length);
  const cuts = [...new Set([0, text.length, ...inside.flatMap((m) => [m.from, m.to])])].sort((a, b) => a - b);
  const out: Piece[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i]!, cuts[i + 1]!];
    const over = inside.filter((m) => m.from <= from && to <= m.to);
    const slot = over.filter((m) => m.what !== 'claim').toSorted((a, b) => a.to - a.from - (b.to - b.from))[0];
    out.push({ text: text.slice(from, to), claim: over.some((m) => m.what === 'claim'), what: slot?.what ?? null });
  }
  return out;
}
