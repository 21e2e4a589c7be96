/** The base map: Natural Earth's coasts, borders, provinces and lakes, GSHHG's rivers, and towns; all from this server. */

import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';

import { app } from '../app.svelte';
import { settings } from '../settings.svelte';
import { sight, type Look } from './frame';
import { groundOf, townsOf } from './geometry';
import { type Ground, whole, type Window } from './ground';
import { inkOf } from './ink';

/** From this zoom on the squares in sight are fetched; before it, the whole earth. */
const FINE = 5;
/** From this zoom on their small towns are. */
const CLOSE = 9;
/** How much of a look's width and height is fetched around it, so that small moves need no more. */
const AROUND = 0.2;
export const FONT = ['Inter Variable', 'Noto Sans', 'sans-serif'];

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The squares of a look and a little around it. */
const windowOf = (look: Look, width: number, height: number): Window => whole(sight(look, width, height, AROUND));

/** The ground of the first look. */
export const firstGround = (look: Look, width: number, height: number): Promise<Ground | null> => groundOf(look.zoom < FINE ? 'coarse' : windowOf(look, width, height));

function lookOf(map: MapLibre): [Look, number, number] {
  const { lat, lng: lon } = map.getCenter();
  const { clientWidth, clientHeight } = map.getContainer();
  return [{ lat, lon, zoom: map.getZoom() }, clientWidth, clientHeight];
}

const contains = ([w, s, e, n]: Window, [west, south, east, north]: Window): boolean => w <= west && s <= Math.max(-85, south) && e >= east && n >= Math.min(85, north);

const source = (map: MapLibre, name: string): GeoJSONSource => map.getSource(name) as GeoJSONSource;

/** Widths of great, of middling and of small rivers. */
const byRank = (great: number, middling: number, small: number): ExpressionSpecification => ['step', ['get', 'rank'], great, 3, middling, 4, small];

/** The smallest rank of rivers that is drawn from a zoom on, and before the first of them. */
const RIVERS: readonly [number, number][] = [[6, 2], [7, 3], [9, 5], [10, 7]];
const GREAT = 1;

/** The smallest rank of rivers that is drawn at a zoom. */
export const riversAt = (zoom: number): number => RIVERS.findLast(([from]) => zoom >= from)?.[1] ?? GREAT;

export function addBase(map: MapLibre): void {
  for (const name of ['land', 'sea', 'coast', 'borders', 'provinces', 'rivers', 'lakes', 'towns', 'labels']) {
    map.addSource(name, { type: 'geojson', data: EMPTY, ...(name === 'sea' || name === 'land' || name === 'coast' ? { tolerance: 0.1 } : {}) });
  }
  const ink = inkOf(settings.dark);
  map.addLayer({ id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': ink.land, 'fill-antialias': false } });
  map.addLayer({ id: 'lakes', type: 'fill', source: 'lakes', paint: { 'fill-color': ink.sea } });
  map.addLayer({
    id: 'rivers',
    type: 'line',
    source: 'rivers',
    filter: ['<=', ['get', 'rank'], ['step', ['zoom'], GREAT, ...RIVERS.flat()]],
    paint: { 'line-color': ink.river, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.4, 7, byRank(1.3, 0.9, 0.5), 11, byRank(2.4, 1.8, 1)] },
  });
  const own = settings.tiles;
  if (own) void import('./own').then(({ addOwn }) => addOwn(map, own, 'lakes')).catch((error: unknown) => app.fail(error));
  map.addLayer({ id: 'provinces', type: 'line', source: 'provinces', minzoom: FINE, paint: { 'line-color': ink.province, 'line-width': 0.8, 'line-dasharray': [3, 2] } });
}

/** What lies over the areas of control: the sea, borders, names. */
export function addOver(map: MapLibre): void {
  const ink = inkOf(settings.dark);
  if (!settings.tiles) map.addLayer({ id: 'sea', type: 'fill', source: 'sea', paint: { 'fill-color': ink.sea, 'fill-antialias': false } });
  map.addLayer({ id: 'coast', type: 'line', source: 'coast', paint: { 'line-color': ink.coast, 'line-width': 0.7 } });
  map.addLayer({ id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': ink.border, 'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.6, 8, 1.4], 'line-dasharray': [4, 2] } });
  map.addLayer({
    id: 'province-names',
    type: 'symbol',
    source: 'labels',
    minzoom: 5.5,
    maxzoom: 9,
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 11, 'text-letter-spacing': 0.12, 'text-transform': 'uppercase', 'text-max-width': 7 },
    paint: { 'text-color': ink.faint, 'text-halo-color': ink.land, 'text-halo-width': 1.2 },
  });
  map.addLayer({
    id: 'towns',
    type: 'symbol',
    source: 'towns',
    minzoom: 5,
    filter: ['>=', ['get', 'size'], ['step', ['zoom'], 400_000, 6, 150_000, 7, 50_000, 8, 15_000, 9, 5_000, 10, 0]],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': ['interpolate', ['linear'], ['get', 'size'], 5000, 10, 500_000, 13],
      'symbol-sort-key': ['-', ['get', 'size']],
      'text-padding': 6,
    },
    paint: { 'text-color': ink.faint, 'text-halo-color': ink.land, 'text-halo-width': 1.2 },
  });
}

/** Fetches what of the base map is in sight; what is not needed for the first look comes after it. */
export async function fillBase(map: MapLibre): Promise<void> {
  let now: Window | 'coarse' | 'world' | null = null;
  let towns: { large: FeatureCollection; small: Window | null } = { large: EMPTY, small: null };
  const show = async (part: Window | 'coarse' | 'world'): Promise<void> => {
    now = part;
    const found = await groundOf(part).catch((error: unknown) => (app.fail(error), null));
    if (now !== part || !map.getStyle()) return;
    if (!found) {
      // The next move asks again.
      now = null;
      return;
    }
    const set = (...names: (keyof Ground)[]): void => names.forEach((name) => source(map, name).setData(found[name]));
    set('land', 'sea', 'coast', 'borders', 'lakes', 'rivers');
    if (part === 'coarse') return;
    set('provinces', 'labels', 'towns');
    towns = { large: found.towns, small: null };
    await close();
  };
  const close = async (): Promise<void> => {
    const [look, width, height] = lookOf(map);
    if (look.zoom < CLOSE || now === null || typeof now === 'string') return;
    const window = whole(sight(look, width, height));
    if (towns.small && contains(towns.small, window)) return;
    towns.small = window;
    const { large } = towns;
    const small = await townsOf(window);
    if (map.getStyle() && towns.large === large && towns.small === window) source(map, 'towns').setData({ ...large, features: [...large.features, ...small] });
  };
  const refine = (): Promise<void> => {
    const [look, width, height] = lookOf(map);
    if (look.zoom < FINE) return now === 'world' ? Promise.resolve() : show('world');
    return now !== null && typeof now !== 'string' && contains(now, sight(look, width, height)) ? close() : show(windowOf(look, width, height));
  };
  const [look, width, height] = lookOf(map);
  await show(look.zoom < FINE ? 'coarse' : windowOf(look, width, height));
  const again = (): void => void refine().catch((error: unknown) => app.fail(error));
  map.on('moveend', again);
  map.once('idle', again);
}
