/** Where the map looks at first, and where things lie on a flat picture of it (Web Mercator, as MapLibre has it). */

import type { Point } from '../model';

export interface Look {
  lat: number;
  lon: number;
  zoom: number;
}

/** Pixels of the whole earth at zoom 0. */
const EARTH = 512;
/** Pixels left free at the rim. */
const RIM = 60;
const CLOSEST = 11;
const ANYWHERE: Look = { lat: 30, lon: 20, zoom: 2 };

/** Shares of the earth's width and height, from the north-west. */
export function flat({ lat, lon }: Point): [number, number] {
  const sin = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

const latitude = (y: number): number => (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90;

/** A look kept in the address: lat,lon,zoom. */
export function parse(at: string | null): Look | null {
  const [lat, lon, zoom] = at?.split(',').map(Number) ?? [];
  return Number.isFinite(lat) && Number.isFinite(lon) && Number.isFinite(zoom) ? { lat: lat!, lon: lon!, zoom: zoom! } : null;
}

/** The middle nine tenths of some places, so that one far place does not shrink the rest; beside `left` pixels that something covers. */
export function fit(points: Point[], width: number, height: number, left = 0): Look {
  if (points.length === 0) return ANYWHERE;
  const inner = (values: number[]): [number, number] => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
    return [at(0.05), at(0.95)];
  };
  const places = points.map(flat);
  const [west, east] = inner(places.map(([x]) => x));
  const [north, south] = inner(places.map(([, y]) => y));
  const rim = Math.min(RIM, 0.15 * Math.min(width, height));
  const room = Math.min((width - left - 2 * rim) / Math.max(1e-9, east - west), (height - 2 * rim) / Math.max(1e-9, south - north));
  const zoom = Math.max(0, Math.min(CLOSEST, Math.log2(room / EARTH)));
  return { lat: latitude((north + south) / 2), lon: ((west + east) / 2 - left / 2 / (EARTH * 2 ** zoom)) * 360 - 180, zoom };
}

/** Where a point lies on a picture of some size. */
export function onto(look: Look, width: number, height: number): (point: Point) => [number, number] {
  const size = EARTH * 2 ** look.zoom;
  const [mx, my] = flat(look);
  return (point) => {
    const [x, y] = flat(point);
    return [width / 2 + (x - mx) * size, height / 2 + (y - my) * size];
  };
}

/** West, south, east and north of a picture of some size, and as much again around it as `more` of its width and height. */
export function sight(look: Look, width: number, height: number, more = 0): [number, number, number, number] {
  const size = EARTH * 2 ** look.zoom;
  const [x, y] = flat(look);
  const [dx, dy] = [(width / 2 / size) * (1 + 2 * more), (height / 2 / size) * (1 + 2 * more)];
  return [(x - dx) * 360 - 180, latitude(y + dy), (x + dx) * 360 - 180, latitude(y - dy)];
}
