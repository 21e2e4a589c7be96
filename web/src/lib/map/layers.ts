/** What the chronicle adds to the base map: areas of control, events with their uncertainty, places. */

import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';

import { signOf } from '../palette';
import { STALE, type Held } from '../replay';
import { FONT } from './base';
import { eventIcon, icon } from './icons';
import { inkOf } from './ink';

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

export function addPlaces(map: MapLibre, dark: boolean): void {
  const ink = inkOf(dark);
  for (const name of ['areas', 'places', 'events']) map.addSource(name, { type: 'geojson', data: EMPTY });
  map.addLayer({ id: 'areas', type: 'fill', source: 'areas', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': ink.ink, 'fill-opacity': 0.05 } });
  map.addLayer({ id: 'area-lines', type: 'line', source: 'areas', paint: { 'line-color': ink.ink, 'line-opacity': 0.55, 'line-width': 1.2, 'line-dasharray': [2, 2] } });
  map.addLayer({
    id: 'chosen',
    type: 'circle',
    source: 'places',
    filter: ['get', 'chosen'],
    paint: { 'circle-radius': 15, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-width': 2.5, 'circle-stroke-color': ink.ink },
  });
  map.addLayer({
    id: 'places',
    type: 'symbol',
    source: 'places',
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.26, 8, 0.4, 11, 0.55],
      'icon-allow-overlap': true,
      'symbol-sort-key': ['-', ['get', 'claims']],
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 7, 11, 11, 13],
      'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
      'text-radial-offset': 0.95,
      'text-optional': true,
    },
    paint: { 'text-color': ink.ink, 'text-halo-color': ink.halo, 'text-halo-width': 1.6 },
  });
  map.addLayer({
    id: 'events',
    type: 'symbol',
    source: 'events',
    layout: { 'icon-image': ['get', 'icon'], 'icon-size': ['interpolate', ['linear'], ['zoom'], 6, 0.42, 11, 0.6], 'icon-allow-overlap': true, 'icon-offset': ['get', 'offset'] },
  });
  map.addLayer({
    id: 'event-counts',
    type: 'symbol',
    source: 'events',
    filter: ['get', 'cluster'],
    layout: { 'text-field': ['to-string', ['get', 'count']], 'text-font': FONT, 'text-size': 11, 'text-offset': [2.6, -2.1], 'text-allow-overlap': true, 'text-ignore-placement': true },
    paint: { 'text-color': ink.ink, 'text-halo-color': ink.halo, 'text-halo-width': 2 },
  });
}

const set = (map: MapLibre, name: string, features: Feature[]): void => void (map.getSource(name) as GeoJSONSource | undefined)?.setData({ type: 'FeatureCollection', features });

export interface Look {
  sides: string[];
  dark: boolean;
  chosen: string | null;
}

/** What of each place is on a map, so that a day sends only what it changes. */
const shown = new WeakMap<MapLibre, { replay: object; keys: Map<number, string> }>();

export function showPlaces(map: MapLibre, replay: object, now: Held[], { sides, dark, chosen }: Look): void {
  const before = shown.get(map);
  const keys = new Map<number, string>();
  const added: Feature[] = [];
  const changed: Feature[] = [];
  for (const held of now) {
    const { index, point } = held;
    if (!point) continue;
    const sign = signOf(held.holder, sides);
    const stale = (held.stale ?? 0) > STALE;
    const image = `place-${sign.colour}-${sign.shape}-${held.status}-${stale}-${dark}`;
    const isChosen = held.place === chosen;
    const key = `${image} ${isChosen} ${held.claims}`;
    keys.set(index, key);
    const old = before?.keys.get(index);
    if (old === key && before?.replay === replay) continue;
    if (!map.hasImage(image)) map.addImage(image, icon(sign, held.status, stale, dark), { pixelRatio: 1 });
    (old === undefined ? added : changed).push({
      type: 'Feature',
      id: index,
      geometry: { type: 'Point', coordinates: [point.lon, point.lat] },
      properties: { place: held.place, name: held.name, icon: image, chosen: isChosen, claims: held.claims, side: held.holder ?? '', status: held.status },
    });
  }
  shown.set(map, { replay, keys });
  const source = map.getSource('places') as GeoJSONSource | undefined;
  if (before?.replay !== replay) {
    source?.setData({ type: 'FeatureCollection', features: [...added, ...changed] });
    return;
  }
  const removed = [...before.keys.keys()].filter((index) => !keys.has(index));
  if (added.length + changed.length + removed.length === 0) return;
  const update = changed.map(({ id, properties }) => ({ id: id!, addOrUpdateProperties: Object.entries(properties!).map(([name, value]) => ({ key: name, value: value as unknown })) }));
  void source?.updateData({ add: added, update, remove: removed });
}

/** Events of the day as the server aggregates them; a cluster shows its commonest kind and its number. */
export function showEvents(map: MapLibre, found: FeatureCollection | null, { sides, dark }: Look): void {
  const areas: Feature[] = [];
  const metres = 78_271.5 / 2 ** map.getZoom();
  const features = (found?.features ?? []).filter(isOfFewDays).map((event): Feature => {
    const p = event.properties ?? {};
    const kinds = Object.entries((p['kinds'] ?? {}) as Record<string, number>).toSorted((a, b) => b[1] - a[1]);
    const kind = (p['kind'] as string | undefined) ?? kinds[0]?.[0] ?? 'say';
    const actors = (p['actors'] ?? []) as string[];
    const colour = p['cluster'] ? (dark ? '#8b949a' : '#5a646b') : signOf(actors[0] ?? null, sides).colour;
    const name = `event-${kind}-${colour}-${dark}`;
    if (!map.hasImage(name)) map.addImage(name, eventIcon(kind, colour, dark), { pixelRatio: 1 });
    const area = p['geometry'] as Geometry | undefined;
    if (area && area.type !== 'Point') areas.push({ type: 'Feature', geometry: area, properties: { id: p['id'] } });
    // A circle that would lie under its own symbol is not drawn.
    else if (!p['cluster'] && (p['radius'] as number) > LEAST * metres && event.geometry.type === 'Point') areas.push({ type: 'Feature', geometry: circle(event.geometry.coordinates as [number, number], p['radius'] as number), properties: { id: p['id'] } });
    return { ...event, properties: { ...p, kind, icon: name, cluster: p['cluster'] === true, offset: [26, -26] } };
  });
  set(map, 'events', features);
  set(map, 'areas', areas);
}

/** Pixels below which a circle of uncertainty lies under its symbol. */
const LEAST = 5;
/** Days beyond which an event would stand on the map of every day. */
const WIDE = 31;

function isOfFewDays(event: Feature): boolean {
  const { cluster, first_day: first, last_day: last } = (event.properties ?? {}) as { cluster?: boolean; first_day?: string | null; last_day?: string | null };
  return cluster === true || (!!first && !!last && Date.parse(last) - Date.parse(first) <= WIDE * 86_400_000);
}

/** A circle of some metres around a point. */
export function circle([lon, lat]: [number, number], metres: number): Geometry {
  const dy = metres / 111_320;
  const dx = dy / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const ring = Array.from({ length: 65 }, (_, i) => [lon + dx * Math.cos((2 * Math.PI * i) / 64), lat + dy * Math.sin((2 * Math.PI * i) / 64)]);
  return { type: 'Polygon', coordinates: [ring] };
}
