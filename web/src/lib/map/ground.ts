/** Land, sea and borders out of a topology, cut to a window where only a part of the world is looked at. */

import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import { merge, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

import { clip } from './cells';

export type World = Topology<{ countries: GeometryCollection<{ name?: string }> }>;
/** West, south, east, north. */
export type Window = [number, number, number, number];

export interface Ground {
  land: FeatureCollection;
  sea: Feature<MultiPolygon>;
  borders: MultiLineString;
}

const EARTH: Window = [-180, -85.06, 180, 85.06];
/** Degrees by which the sea reaches beyond the land that is cut: holes must not touch the rim. */
const MARGIN = 1;

const touches = (ring: Position[], [w, s, e, n]: Window): boolean => ring.some(([x, y]) => x! >= w && x! <= e && y! >= s && y! <= n);

function cut(polygons: Position[][][], window: Window): Position[][][] {
  const [w, s, e, n] = window;
  const frame: [number, number][] = [[w, s], [e, s], [e, n], [w, n]];
  return polygons.flatMap((rings) => {
    // A continent may reach over the window without a corner in it.
    const [outer, ...holes] = rings.map((ring, i) => (i === 0 || touches(ring, window) ? clip(ring.slice(0, -1) as [number, number][], frame) : []));
    if (!outer || outer.length < 3) return [];
    return [[outer, ...holes.filter((hole) => hole.length > 2)].map((ring) => [...ring, ring[0]!])];
  });
}

/** Everything that is not land, so that it can be drawn over areas of control and clip them. */
function sea(polygons: Position[][][], [w, s, e, n]: Window): Feature<MultiPolygon> {
  const rim: Position[] = [[w, s], [e, s], [e, n], [w, n], [w, s]];
  return { type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: [[rim, ...polygons.map((p) => p[0]!)], ...polygons.flatMap((p) => p.slice(1).map((hole) => [hole]))] } };
}

interface Whole {
  polygons: Position[][][];
  lines: MultiLineString;
}

const known = new WeakMap<World, Whole>();

function wholeOf(world: World): Whole {
  const found = known.get(world);
  if (found) return found;
  // Neighbours' polygons touch: the holes of the sea have to be whole land masses, so countries are merged before.
  const merged = merge(world, world.objects.countries.geometries as never) as Polygon | MultiPolygon;
  const whole = { polygons: merged.type === 'Polygon' ? [merged.coordinates] : merged.coordinates, lines: mesh(world, world.objects.countries as never, (a, b) => a !== b) };
  known.set(world, whole);
  return whole;
}

export function ground(world: World, window: Window | null): Ground {
  const whole = wholeOf(world);
  const polygons = window ? cut(whole.polygons, window) : whole.polygons;
  const rim: Window = window ? [window[0] - MARGIN, window[1] - MARGIN, window[2] + MARGIN, window[3] + MARGIN] : EARTH;
  return {
    land: { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: polygons } }] },
    sea: sea(polygons, rim),
    borders: window ? { ...whole.lines, coordinates: whole.lines.coordinates.filter((line) => touches(line, window)) } : whole.lines,
  };
}
