/**
 * Areas of control: each place's share of the ground near it. A share ends half-way to the next
 * place of which anything is told, and at a small distance from the place itself: where nothing is
 * told, nothing is drawn. The sea is drawn over it.
 */

import { Delaunay } from 'd3-delaunay';
import type { Feature, FeatureCollection, Polygon } from 'geojson';

import type { Held } from '../replay';
import { STALE } from '../replay';

type XY = [number, number];

const KM = 111.32;
/** Each cell is drawn as rings over each other, so that it is strong near its place and pales outwards. */
const RINGS = [1, 0.97, 0.94, 0.9, 0.86, 0.81, 0.76, 0.7, 0.64, 0.57, 0.5, 0.42];
/** With many places a cell has fewer rings and corners: they are small on the map then. */
const detail = (places: number): { rings: number[]; corners: number } =>
  places < 300 ? { rings: RINGS, corners: 48 } : places < 1200 ? { rings: [1, 0.85, 0.7, 0.5], corners: 24 } : { rings: [1], corners: 16 };
/** Reach of a place's evidence in kilometres: the same everywhere, so that maps of two accounts can be compared. */
const REACH = 5;

/** How strongly a cell is drawn: full for a week, then fading to a third over three months. */
export function strength(stale: number | null): number {
  if (stale === null || stale <= 7) return 1;
  return Math.max(0.34, 1 - ((stale - 7) / (3 * STALE)) * 0.66);
}

/** Cuts a convex polygon by another (Sutherland and Hodgman 1974); both run anticlockwise. */
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

export function cells(now: Held[]): FeatureCollection<Polygon> {
  const placed = now.filter((h) => h.point !== null);
  const features: Feature<Polygon>[] = [];
  if (placed.length === 0) return { type: 'FeatureCollection', features };
  // A flat picture around the middle is good to a few per cent over the few kilometres of a cell.
  const middle = placed.reduce((sum, h) => sum + h.point!.lat, 0) / placed.length;
  const squeeze = Math.cos((middle * Math.PI) / 180);
  const points = placed.map((h): XY => [h.point!.lon * KM * squeeze, h.point!.lat * KM]);
  const delaunay = Delaunay.from(points);
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const box: [number, number, number, number] = [Math.min(...xs) - REACH - 1, Math.min(...ys) - REACH - 1, Math.max(...xs) + REACH + 1, Math.max(...ys) + REACH + 1];
  const voronoi = delaunay.voronoi(box);
  const { rings, corners } = detail(placed.length);
  placed.forEach((held, i) => {
    if (held.holder === null && held.status !== 'disputed') return;
    const ring = voronoi.cellPolygon(i) as XY[] | null;
    if (!ring) return;
    const cell = isAnticlockwise(ring.slice(0, -1)) ? ring.slice(0, -1) : ring.slice(0, -1).toReversed();
    const [x, y] = points[i]!;
    for (const share of rings) {
      const r = REACH * share;
      const circle = Array.from({ length: corners }, (_, k): XY => [x + r * Math.cos((2 * Math.PI * k) / corners), y + r * Math.sin((2 * Math.PI * k) / corners)]);
      const cut = clip(circle, cell).map(([cx, cy]) => [cx / KM / squeeze, cy / KM]);
      if (cut.length < 3) continue;
      features.push({
        type: 'Feature',
        properties: { place: held.place, side: held.holder ?? '', status: held.status, strength: (strength(held.stale) * RINGS.length) / rings.length, outer: share === 1 },
        geometry: { type: 'Polygon', coordinates: [[...cut, cut[0]!]] },
      });
    }
  });
  return { type: 'FeatureCollection', features };
}
