/** Areas of control on the map: shapes that stay, coloured by the day. */

import type { Feature, Polygon } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';

import { signOf } from '../palette';
import { STALE, type Held, type Replay } from '../replay';
import type { Spot } from './cells';
import { cellsOf } from './geometry';
import { hatch } from './icons';
import type { Look } from './layers';

const EMPTY = { type: 'FeatureCollection' as const, features: [] as Feature[] };
/** Steps of fading, so that most days change few cells. */
const STEPS = 8;

/** How strongly a cell is drawn: full for a week, then fading to a third over three months. */
export function strength(stale: number | null): number {
  if (stale === null || stale <= 7) return 1;
  const faded = Math.max(0.34, 1 - ((stale - 7) / (3 * STALE)) * 0.66);
  return Math.ceil(faded * STEPS) / STEPS;
}

interface Cell {
  colour: string;
  strength: number;
  /** Of ground that is held and not fought over. */
  solid: boolean;
}

interface Shown {
  replay: Replay;
  shapes: Feature<Polygon>[];
  outer: Map<number, Feature<Polygon>>;
  cells: Map<number, Cell>;
  /** What is hatched; `null` while the hatching on the map is of the account before. */
  hatched: string | null;
}

const shown = new WeakMap<MapLibre, Shown>();
const shapes = new WeakMap<Replay, Promise<Feature<Polygon>[]>>();

export function addCells(map: MapLibre): void {
  map.addSource('cells', { type: 'geojson', data: EMPTY, tolerance: 0.1 });
  map.addSource('hatched', { type: 'geojson', data: EMPTY, tolerance: 0.1 });
  const colour: ExpressionSpecification = ['to-color', ['coalesce', ['feature-state', 'colour'], 'rgba(0,0,0,0)']];
  const opacity: ExpressionSpecification = ['*', ['get', 'cover'], ['number', ['feature-state', 'strength'], 0]];
  map.addLayer({ id: 'cells', type: 'fill', source: 'cells', paint: { 'fill-color': colour, 'fill-opacity': opacity, 'fill-antialias': false } });
  map.addLayer({ id: 'cells-hatched', type: 'fill', source: 'hatched', paint: { 'fill-pattern': ['get', 'hatch'], 'fill-opacity': ['*', 0.55, ['get', 'strength']] } });
}

/** The shapes of an account's cells, computed once. */
export function shapesOf(replay: Replay): Promise<Feature<Polygon>[]> {
  let found = shapes.get(replay);
  if (!found) {
    const spots = replay.places.flatMap((p, i): Spot[] => (p.lat === null || p.lon === null ? [] : [[i, p.lon, p.lat]]));
    shapes.set(replay, (found = cellsOf(spots)));
  }
  return found;
}

/** Brings the shapes of an account onto a map; resolves when its days can be coloured. */
export async function shapeCells(map: MapLibre, replay: Replay): Promise<void> {
  const found = await shapesOf(replay);
  if (!map.getStyle() || shown.get(map)?.replay === replay) return;
  const outer = new Map(found.filter((f) => f.properties!['outer']).map((f) => [f.id as number, f]));
  shown.set(map, { replay, shapes: found, outer, cells: new Map(), hatched: null });
  map.removeFeatureState({ source: 'cells' });
  (map.getSource('cells') as GeoJSONSource).setData({ type: 'FeatureCollection', features: found });
}

export function showCells(map: MapLibre, replay: Replay, now: Held[], { sides }: Look, visible: boolean): void {
  const on = shown.get(map);
  if (on?.replay !== replay) return;
  const cells = new Map<number, Cell>();
  const hatched: Feature[] = [];
  for (const held of visible ? now : []) {
    const shape = on.outer.get(held.index);
    if (!shape || (held.holder === null && held.status !== 'disputed')) continue;
    const { colour } = signOf(held.holder, sides);
    const solid = held.status === 'held' || held.status === 'besieged';
    const cell = { colour, strength: strength(held.stale), solid };
    cells.set(held.index, cell);
    if (!solid) {
      const name = `hatch-${colour}`;
      if (!map.hasImage(name)) map.addImage(name, hatch(colour), { pixelRatio: 2 });
      hatched.push({ type: 'Feature', properties: { place: held.place, hatch: name, strength: cell.strength }, geometry: shape.geometry });
    }
  }
  for (const [id, cell] of cells) {
    const before = on.cells.get(id);
    if (before && before.colour === cell.colour && before.strength === cell.strength && before.solid === cell.solid) continue;
    map.setFeatureState({ source: 'cells', id }, { colour: cell.colour, strength: cell.solid ? cell.strength : 0 });
  }
  for (const id of on.cells.keys()) if (!cells.has(id)) map.setFeatureState({ source: 'cells', id }, { strength: 0 });
  on.cells = cells;
  const key = hatched.map((f) => Object.values(f.properties!).join(' ')).join('|');
  if (key !== on.hatched) (map.getSource('hatched') as GeoJSONSource).setData({ type: 'FeatureCollection', features: hatched });
  on.hatched = key;
}

/** The cells of a map as they are drawn, for a drawing. */
export function drawnCells(map: MapLibre): { geometry: Polygon; colour: string; opacity: number }[] {
  const on = shown.get(map);
  return (on?.shapes ?? []).flatMap((shape) => {
    const cell = on!.cells.get(shape.id as number);
    return cell ? [{ geometry: shape.geometry, colour: cell.colour, opacity: (shape.properties!['cover'] as number) * cell.strength * (cell.solid ? 1 : 0.5) }] : [];
  });
}
