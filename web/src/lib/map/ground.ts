/** The base map of a part of the earth, as shapes to draw, out of its squares. */

import type { Feature, FeatureCollection, Geometry, MultiLineString, Position } from 'geojson';

import { file, forget } from './file';
import { type Box, type Named, type Square, unpack } from './squares';

/** West, south, east, north. */
export type Window = [number, number, number, number];

/** The whole earth, coarse or fine enough to be looked at from afar, or the squares of a window. */
export type Part = 'coarse' | 'world' | Window;

export interface Ground {
  land: FeatureCollection;
  /** Everything that is not land, so that it can be drawn over areas of control and clip them; none from afar. */
  sea: FeatureCollection;
  coast: MultiLineString;
  borders: MultiLineString;
  lakes: FeatureCollection;
  provinces: MultiLineString;
  /** Each line with its rank, from 0 for the greatest; from 5 on they run dry at times. */
  rivers: FeatureCollection;
  labels: FeatureCollection;
  towns: FeatureCollection;
}

/** Degrees of a square's side. */
const SQUARE = 5;
/** Squares that a look is worth at most. */
const MOST = 90;
/** Degrees of a side of the whole earth's squares. */
const LARGEST = 45;
const SHIFTS = { coarse: 5, world: 4 };
/** What a digit of the index adds up. */
const ZERO = 48;
const [HAS_FILE, IS_LAND, HAS_TOWNS] = [1, 2, 4];

/** Widens a window to whole squares. It may reach over 180°, from either side. */
export function whole([w, s, e, n]: Window): Window {
  const down = (d: number): number => Math.floor(d / SQUARE) * SQUARE;
  const up = (d: number): number => Math.ceil(d / SQUARE) * SQUARE;
  return [down(w), Math.max(-90, down(s)), up(e), Math.min(90, up(n))];
}

interface Asked {
  name: string;
  box: Box;
  digit: number;
}

function squaresOf(window: Window, index: Uint8Array): Asked[] {
  const [w, s, e, n] = whole(window);
  const out: Asked[] = [];
  for (let y = s; y < n; y += SQUARE) {
    for (let at = w; at < e; at += SQUARE) {
      const x = ((((at + 180) % 360) + 360) % 360) - 180;
      out.push({ name: `${x}_${y}`, box: [x, y, SQUARE, SQUARE], digit: index[((y + 90) * 360) / SQUARE / SQUARE + (x + 180) / SQUARE]! - ZERO });
    }
  }
  return out;
}

/** Squares that were unpacked last. */
const known = new Map<string, Promise<Square | null>>();
const KEPT = 200;

function square(name: string, box: Box): Promise<Square | null> {
  const before = known.get(name);
  const found = before ?? file(name).then((bytes) => bytes && unpack(bytes, box)).finally(() => forget(name));
  known.delete(name);
  known.set(name, found);
  if (known.size > KEPT) known.delete(known.keys().next().value!);
  // What did not come is asked for again.
  if (!before) void found.then((s) => s ?? known.delete(name), () => known.delete(name));
  return found;
}

/** A square without anything in it but land or sea. */
function bare([w, s, width, height]: Box, isLand: boolean): Square {
  const frame = [[[w, s], [w + width, s], [w + width, s + height], [w, s + height], [w, s]]];
  const land = { inside: isLand ? [frame] : [], outside: isLand ? [] : [frame], outline: [] };
  return { land, lakes: { inside: [], outside: [], outline: [] }, borders: [], provinces: [], rivers: [], labels: [], towns: [] };
}

/** The squares of the whole earth, each behind its length, row by row from the south. */
function earth(bytes: Uint8Array, shift: number): Square[] {
  const out: Square[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at, true);
    const [i, j] = [out.length % (360 / LARGEST), Math.floor((out.length * LARGEST) / 360)];
    out.push(unpack(bytes.subarray(at + 4, at + 4 + length), [i * LARGEST - 180, j * LARGEST - 90, LARGEST, LARGEST], shift));
    at += 4 + length;
  }
  return out;
}

/** Everything of a part of the earth but its small towns; of a part of many squares the whole earth; `null` when this build has none, or a file did not come. */
export async function ground(part: Part): Promise<Ground | null> {
  if (typeof part === 'string') {
    const bytes = await file(`${part}.bin`);
    // From afar an area of control reaches over a coast by few pixels.
    return bytes && { ...shapes(earth(bytes, SHIFTS[part])), sea: all([]) };
  }
  const index = await file('squares.txt');
  if (!index) return null;
  const asked = squaresOf(part, index);
  if (asked.length > MOST) return ground('world');
  const squares = await Promise.all(asked.map(({ name, box, digit }) => (digit & HAS_FILE ? square(`${name}.bin`, box) : bare(box, (digit & IS_LAND) > 0))));
  // Without one of them the others would show land as sea.
  return squares.every((s) => s !== null) ? shapes(squares) : null;
}

/** The small towns of a window. */
export async function smallTowns(window: Window): Promise<Feature[]> {
  const index = await file('squares.txt');
  const asked = index ? squaresOf(window, index) : [];
  const found = await Promise.all(asked.filter(({ digit }) => digit & HAS_TOWNS).map(({ name, box }) => square(`${name}.towns.bin`, box)));
  return found.flatMap((s) => s?.towns.map(named) ?? []);
}

const feature = (geometry: Geometry, properties: Record<string, unknown> = {}): Feature => ({ type: 'Feature', properties, geometry });
const all = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
const named = ({ name, at, size }: Named): Feature => feature({ type: 'Point', coordinates: at }, { name, size });

function shapes(squares: Square[]): Ground {
  const polygons = (pick: (s: Square) => Position[][][]): FeatureCollection => all(squares.map(pick).filter((p) => p.length).map((coordinates) => feature({ type: 'MultiPolygon', coordinates })));
  const lines = (pick: (s: Square) => Position[][]): MultiLineString => ({ type: 'MultiLineString', coordinates: squares.flatMap(pick) });
  return {
    land: polygons((s) => s.land.inside),
    sea: polygons((s) => s.land.outside),
    coast: lines((s) => s.land.outline),
    borders: lines((s) => s.borders),
    lakes: polygons((s) => s.lakes.inside),
    provinces: lines((s) => s.provinces),
    rivers: all(squares.flatMap((s) => s.rivers.map(({ rank, lines: coordinates }) => feature({ type: 'MultiLineString', coordinates }, { rank })))),
    labels: all(squares.flatMap((s) => s.labels.map(named))),
    towns: all(squares.flatMap((s) => s.towns.map(named))),
  };
}
