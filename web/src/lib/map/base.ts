/** The base map: Natural Earth's coasts, borders, provinces, rivers and lakes, and towns; all from this server. */

import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

import { app } from '../app.svelte';
import { settings } from '../settings.svelte';
import { file } from './file';
import { groundOf } from './geometry';
import type { Ground, Window } from './ground';
import { inkOf } from './ink';

type Water = Topology<{ rivers: GeometryCollection; lakes: GeometryCollection }>;
type Provinces = Topology<{ borders: GeometryCollection }> & { labels: [string, number, number, number][] };

/** From this zoom on the fine coast and borders are fetched. */
const FINE = 5;
export const FONT = ['Inter Variable', 'Noto Sans', 'sans-serif'];

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The ground of the first look, asked for once. */
let first: Promise<Ground | null> | null = null;
export const coarse = (): Promise<Ground | null> => (first ??= groundOf('world-coarse.json', null));

async function land(map: MapLibre, asked: Promise<Ground | null>): Promise<void> {
  const ground = await asked;
  if (!ground || !map.getStyle()) return;
  source(map, 'land').setData(ground.land);
  source(map, 'sea').setData(ground.sea);
  source(map, 'borders').setData(ground.borders);
}

/** The part of the world around what is looked at for which fine ground is drawn, so that small moves need no other. */
function around(map: MapLibre): Window {
  const box = map.getBounds();
  const [w, s, e, n] = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  const [dx, dy] = [Math.max(4, e - w), Math.max(4, n - s)];
  return [Math.max(-179, w - dx), Math.max(-84, s - dy), Math.min(179, e + dx), Math.min(84, n + dy)];
}

function holds([w, s, e, n]: Window, map: MapLibre): boolean {
  const box = map.getBounds();
  return w <= box.getWest() && s <= box.getSouth() && e >= box.getEast() && n >= box.getNorth();
}

const source = (map: MapLibre, name: string): GeoJSONSource => map.getSource(name) as GeoJSONSource;

export function addBase(map: MapLibre): void {
  for (const name of ['land', 'sea', 'borders', 'provinces', 'rivers', 'lakes', 'towns', 'labels']) {
    map.addSource(name, { type: 'geojson', data: EMPTY, ...(name === 'sea' || name === 'land' ? { tolerance: 0.3 } : {}) });
  }
  const ink = inkOf(settings.dark);
  map.addLayer({ id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': ink.land, 'fill-antialias': false } });
  map.addLayer({ id: 'lakes', type: 'fill', source: 'lakes', paint: { 'fill-color': ink.sea } });
  map.addLayer({ id: 'rivers', type: 'line', source: 'rivers', paint: { 'line-color': ink.river, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.4, 7, 1.2, 11, 2.2] } });
  const own = settings.tiles;
  if (own) void import('./own').then(({ addOwn }) => addOwn(map, own, 'lakes')).catch((error: unknown) => app.fail(error));
  map.addLayer({ id: 'provinces', type: 'line', source: 'provinces', minzoom: 4, paint: { 'line-color': ink.province, 'line-width': 0.8, 'line-dasharray': [3, 2] } });
}

/** What lies over the areas of control: the sea, borders, names. */
export function addOver(map: MapLibre): void {
  const ink = inkOf(settings.dark);
  if (!settings.tiles) map.addLayer({ id: 'sea', type: 'fill', source: 'sea', paint: { 'fill-color': ink.sea, 'fill-antialias': false } });
  map.addLayer({ id: 'coast', type: 'line', source: 'land', paint: { 'line-color': ink.coast, 'line-width': 0.7 } });
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

/** Fetches the base map's files; what is not needed for the first look comes after it. */
export async function fillBase(map: MapLibre): Promise<void> {
  await land(map, coarse());
  let now: { file: string; window: Window | null } = { file: 'world-coarse.json', window: null };
  const refine = async (): Promise<void> => {
    const close = map.getZoom() >= FINE;
    if (close) void towns(map);
    const fits = close ? now.window !== null && holds(now.window, map) : now.file === 'world.json';
    if (fits) return;
    now = close ? { file: 'world-fine.json', window: around(map) } : { file: 'world.json', window: null };
    await land(map, groundOf(now.file, now.window));
  };
  map.once('idle', () => {
    void water(map);
    void provinces(map);
    void refine();
    map.on('moveend', () => void refine());
  });
}

async function water(map: MapLibre): Promise<void> {
  const found = await file<Water>('water.json');
  if (!found || !map.getStyle()) return;
  source(map, 'rivers').setData(feature(found, found.objects.rivers));
  source(map, 'lakes').setData(feature(found, found.objects.lakes));
}

async function provinces(map: MapLibre): Promise<void> {
  const found = await file<Provinces>('provinces.json');
  if (!found || !map.getStyle()) return;
  source(map, 'provinces').setData(feature(found, found.objects.borders));
  source(map, 'labels').setData({
    type: 'FeatureCollection',
    features: found.labels.map(([name, lon, lat]) => ({ type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: [lon, lat] } })),
  });
}

/** Towns come in squares of ten degrees, each when it is first looked at. */
async function towns(map: MapLibre): Promise<void> {
  const box = map.getBounds();
  const squares: string[] = [];
  for (let x = Math.floor(box.getWest() / 10); x <= Math.floor(box.getEast() / 10); x++) {
    for (let y = Math.floor(box.getSouth() / 10); y <= Math.floor(box.getNorth() / 10); y++) squares.push(`towns/${x * 10}_${y * 10}.json`);
  }
  if (squares.length > 12) return;
  const rows = (await Promise.all(squares.map((name) => file<[string, number, number, number][]>(name)))).flatMap((r) => r ?? []);
  if (!map.getStyle()) return;
  source(map, 'towns').setData({
    type: 'FeatureCollection',
    features: rows.map(([name, lon, lat, size]) => ({ type: 'Feature', properties: { name, size }, geometry: { type: 'Point', coordinates: [lon, lat] } })),
  });
}
