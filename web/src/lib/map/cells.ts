/**
 * Areas of control: each place's share of the ground near it. A share ends half-way to the next
 * place of which the account tells anything, and at a small distance from the place itself: where
 * nothing is told, nothing is drawn. The sea is drawn over it. The shapes are the same on every day;
 * a day only colours them.
 */

import { Delaunay } from 'd3-delaunay';
import type { Feature, Polygon } from 'geojson';

type XY = [number, number];

/** A place by its number within the account, longitude and latitude. */
export type Spot = [index: number, lon: number, lat: number];

const KM = 111.32;
/** How strongly a cell covers the ground near its place, all its rings together. */
const COVER = 0.44;
/**
 * Each cell is drawn as rings over each other, so that it is strong near its place and pales outwards.
 * More rings than these would be too faint to be drawn in their own colour. With many places a cell has fewer rings
 * and corners: they are small on the map then.
 */
function detail(places: number): { rings: number[]; corners: number } {
  const [count, corners] = places < 300 ? [16, 48] : places < 1200 ? [4, 24] : [1, 16];
  return { rings: Array.from({ length: count }, (_, i) => 1 - 0.62 * Math.sqrt(i / count) ** 1.5), corners };
}
/** Reach of a place's evidence in kilometres: the same everywhere, so that maps of two accounts can be compared. */
const REACH = 5;

/** Cuts a polygon by a convex one (Sutherland and Hodgman 1974); both run anticlockwise. */
export function clip(subject: XY[], by: XY[]): XY[] {
  let out = subject;
  for (let i = 0; i < by.length && out.length; i++) {
    const a = by[i]!;
    const b = by[(i + 1) % by.length]!;
    const side = (p: XY): number => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    const input = out;
    out = [];
    for (let k = 0; k < input.length; k++) {
      const p = input[k]!;
      const q = input[(k + 1) % input.length]!;
      const [sp, sq] = [side(p), side(q)];
      if (sp >= 0) out.push(p);
      if (sp >= 0 !== sq >= 0) {
        const t = sp / (sp - sq);
        out.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
      }
    }
  }
  return out;
}

const isAnticlockwise = (ring: XY[]): boolean => ring.reduce((sum, p, i) => sum + p[0] * ring[(i + 1) % ring.length]![1] - ring[(i + 1) % ring.length]![0] * p[1], 0) > 0;

/** The cells of places: features whose id is the place's number, the outermost ring of each first. */
export function cells(spots: Spot[]): Feature<Polygon>[] {
  const features: Feature<Polygon>[] = [];
  if (spots.length === 0) return features;
  // A flat picture around the middle is good to a few per cent over the few kilometres of a cell.
  const middle = spots.reduce((sum, [, , lat]) => sum + lat, 0) / spots.length;
  const squeeze = Math.cos((middle * Math.PI) / 180);
  const points = spots.map(([, lon, lat]): XY => [lon * KM * squeeze, lat * KM]);
  const delaunay = Delaunay.from(points);
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) [w, s, e, n] = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)];
  const voronoi = delaunay.voronoi([w - REACH - 1, s - REACH - 1, e + REACH + 1, n + REACH + 1]);
  const { rings, corners } = detail(spots.length);
  spots.forEach(([id], i) => {
    const ring = voronoi.cellPolygon(i) as XY[] | null;
    if (!ring) return;
    const cell = isAnticlockwise(ring.slice(0, -1)) ? ring.slice(0, -1) : ring.slice(0, -1).toReversed();
    const [x, y] = points[i]!;
    for (const share of rings) {
      const r = REACH * share;
      const circle = Array.from({ length: corners }, (_, k): XY => [x + r * Math.cos((2 * Math.PI * k) / corners), y + r * Math.sin((2 * Math.PI * k) / corners)]);
      const cut = clip(circle, cell).map(([cx, cy]): XY => [Number((cx / KM / squeeze).toFixed(5)), Number((cy / KM).toFixed(5))]);
      if (cut.length < 3) continue;
      features.push({ type: 'Feature', id, properties: { cover: COVER / rings.length, outer: share === 1 }, geometry: { type: 'Polygon', coordinates: [[...cut, cut[0]!]] } });
    }
  });
  return features;
}
