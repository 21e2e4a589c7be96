/**
 * Squares of the base map, out of the bytes that scripts/squares.mjs packs.
 *
 * Numbers are LEB128, differences zigzag. In order: which of coast and shores cover the square as a whole (1, 2); the
 * outlines of the coast, open ones and rings, the inside on their left; the shores likewise; borders; borders of
 * provinces; rivers by rank; names of provinces; towns; the names themselves, a line each. Points count the steps of the
 * grid from the south-western corner, each from the point before: -1 and one beyond the last step are the square's rim.
 */

import type { Position } from 'geojson';

/** West, south, width and height in degrees. */
export type Box = [number, number, number, number];
type Line = [number, number][];

export interface Area {
  /** Polygons of the inside and of the outside; rings are closed. */
  inside: Position[][][];
  outside: Position[][][];
  /** The outline without what only closes it along the rim. */
  outline: Position[][];
}

export interface Named {
  name: string;
  at: Position;
  /** A province's rank, a town's inhabitants. */
  size: number;
}

export interface Square {
  land: Area;
  lakes: Area;
  borders: Position[][];
  provinces: Position[][];
  rivers: { rank: number; lines: Position[][] }[];
  labels: Named[];
  towns: Named[];
}

/** Steps of the finest grid to a degree. */
const STEPS = 4096 / 5;

/** Unpacks a square whose grid is 2^shift of the finest. */
export function unpack(bytes: Uint8Array, box: Box, shift = 0): Square {
  const [west, south, width, height] = box;
  const [wide, high] = [width, height].map((n) => (n * STEPS) / 2 ** shift) as [number, number];
  let at = 0;
  const number = (): number => {
    let [n, by] = [0, 1];
    for (; bytes[at]! > 127; by *= 128) n += (bytes[at++]! - 128) * by;
    return n + bytes[at++]! * by;
  };
  const signed = (): number => {
    const n = number();
    return n % 2 ? -(n + 1) / 2 : n / 2;
  };
  let [x, y] = [0, 0];
  // In half steps: a point lies in the middle of its step, and only the rim on whole ones.
  const half = (n: number, size: number): number => (n < 0 ? 0 : n >= size ? 2 * size : 2 * n + 1);
  const point = (): [number, number] => [half((x += signed()), wide), half((y += signed()), high)];
  const line = (): Line => Array.from({ length: number() }, point);
  const lines = (): Line[] => Array.from({ length: number() }, line);
  const onEarth = ([px, py]: [number, number]): Position => [west + (px / (2 * wide)) * width, south + (py / (2 * high)) * height];
  const earth = (all: Line[]): Position[][] => all.map((l) => l.map(onEarth));

  const full = number();
  const area = (isFull: boolean): Area => {
    const [open, rings] = [lines(), lines()];
    const { inside, outside } = areas(open, rings, isFull, 2 * wide, 2 * high);
    return { inside: inside.map(earth), outside: outside.map(earth), outline: earth([...open, ...rings.map(closed)]).flatMap(withoutEnds) };
  };
  const land = area(full % 2 === 1);
  const lakes = area(full > 1);
  const borders = earth(lines());
  const provinces = earth(lines());
  const rivers = Array.from({ length: number() }, () => ({ rank: number(), lines: earth(lines()) }));
  const named = (): { at: Position; size: number }[] => Array.from({ length: number() }, () => ({ at: onEarth(point()), size: number() }));
  const [labels, towns] = [named(), named()];
  const names = new TextDecoder().decode(bytes.subarray(at)).split('\n');
  return {
    land,
    lakes,
    borders,
    provinces,
    rivers,
    labels: labels.map((label, i) => ({ ...label, name: names[i]! })),
    towns: towns.map(({ at: where, size }, i) => ({ at: where, size: Math.round(Math.exp(size / 12)) - 1, name: names[labels.length + i]! })),
  };
}

const closed = <T>(ring: T[]): T[] => [...ring, ring[0]!];

/** A map of the whole earth is cut at 180° and ends at the poles: there is no coast there. */
function withoutEnds(line: Position[]): Position[][] {
  const isEnd = (p: Position): boolean => Math.abs(p[0]!) > 179.9 || Math.abs(p[1]!) > 89.9;
  if (!line.some(isEnd)) return [line];
  const out: Position[][] = [[]];
  line.forEach((p, i) => {
    if (i > 0 && isEnd(p) && isEnd(line[i - 1]!)) out.push([]);
    out.at(-1)!.push(p);
  });
  return out.filter((l) => l.length > 1);
}

/**
 * Polygons of the inside and the outside out of outlines with the inside on their left. An open outline runs from rim
 * to rim; it is closed along the rim, anticlockwise for the inside, to where the next one begins.
 */
export function areas(open: Line[], rings: Line[], full: boolean, wide: number, high: number): { inside: Line[][]; outside: Line[][] } {
  const frame: Line = [[0, 0], [wide, 0], [wide, high], [0, high]];
  const back = (lines: Line[]): Line[] => lines.map((l) => l.toReversed());
  const isHole = (ring: Line): boolean => signedArea(ring) < 0;
  const [islands, holes] = [rings.filter((r) => !isHole(r)), rings.filter(isHole)];
  const outer = (lines: Line[], whole: boolean): Line[] => (lines.length ? joined(lines, wide, high) : whole ? [frame] : []);
  return {
    inside: polygons([...outer(open, full), ...islands], holes),
    outside: polygons([...outer(back(open), !full), ...back(holes)], back(islands)),
  };
}

const signedArea = (ring: Line): number => ring.reduce((sum, p, i) => sum + p[0] * ring[(i + 1) % ring.length]![1] - ring[(i + 1) % ring.length]![0] * p[1], 0);

/** Closes open outlines along the rim. */
function joined(open: Line[], wide: number, high: number): Line[] {
  const round = 2 * (wide + high);
  /** How far along the rim a point lies, anticlockwise from the south-western corner. */
  const along = ([x, y]: [number, number]): number => (y <= 0 ? x : x >= wide ? wide + y : y >= high ? wide + high + (wide - x) : round - y);
  const corners: [number, [number, number]][] = [[0, [0, 0]], [wide, [wide, 0]], [wide + high, [wide, high]], [round - high, [0, high]]];
  const starts = open.map((line, nth) => ({ nth, at: along(line[0]!) })).toSorted((a, b) => a.at - b.at);
  const used = new Set<number>();
  const out: Line[] = [];
  for (const first of open.keys()) {
    if (used.has(first)) continue;
    const ring: Line = [];
    for (let nth = first; !used.has(nth); ) {
      used.add(nth);
      ring.push(...open[nth]!);
      const from = along(ring.at(-1)!);
      // Two lines may meet the rim in one step: who is taken already is not the next one.
      const isFree = (s: { nth: number }): boolean => s.nth === first || !used.has(s.nth);
      const next = starts.find((s) => s.at >= from && isFree(s)) ?? starts.find(isFree)!;
      const to = next.at >= from ? next.at : next.at + round;
      for (const lap of [0, round]) for (const [at, corner] of corners) if (at + lap > from && at + lap < to) ring.push(corner);
      nth = next.nth;
    }
    out.push(ring);
  }
  return out;
}

/** Puts each hole into the smallest ring around it. */
function polygons(outers: Line[], holes: Line[]): Line[][] {
  const found = outers.map((ring) => ({ ring, size: Math.abs(signedArea(ring)), holes: [] as Line[] })).toSorted((a, b) => a.size - b.size);
  for (const hole of holes) found.find(({ ring, size }) => size > Math.abs(signedArea(hole)) && contains(ring, hole[0]!))?.holes.push(hole);
  return found.map(({ ring, holes: inner }) => [ring, ...inner].map(closed));
}

function contains(ring: Line, [x, y]: [number, number]): boolean {
  let inside = false;
  for (let k = 0, b = ring.at(-1)!; k < ring.length; b = ring[k++]!) {
    const a = ring[k]!;
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1])) inside = !inside;
  }
  return inside;
}
