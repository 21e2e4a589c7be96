/** A base map of the user's own: XYZ pictures, or one PMTiles file of pictures or of vectors. */

import { addProtocol, type Map as MapLibre } from 'maplibre-gl';

import { settings } from '../settings.svelte';
import { isArchive } from '../tiles';
import { inkOf } from './ink';

const PICTURE = { 'raster-opacity': 0.85, 'raster-saturation': -0.4 } as const;

/** PMTiles' own number of the tile type that holds vectors. */
const VECTOR = 1;

export async function addOwn(map: MapLibre, address: string, before: string): Promise<void> {
  if (!isArchive(address)) {
    map.addSource('tiles', { type: 'raster', tiles: [address], tileSize: 256, maxzoom: 18 });
    map.addLayer({ id: 'tiles', type: 'raster', source: 'tiles', paint: PICTURE }, before);
    return;
  }
  const { PMTiles, Protocol } = await import('pmtiles');
  const protocol = new Protocol();
  addProtocol('pmtiles', protocol.tile);
  const archive = new PMTiles(address);
  protocol.add(archive);
  const { tileType } = await archive.getHeader();
  if (!map.getStyle()) return;
  if (tileType !== VECTOR) {
    map.addSource('tiles', { type: 'raster', url: `pmtiles://${address}`, tileSize: 256 });
    map.addLayer({ id: 'tiles', type: 'raster', source: 'tiles', paint: PICTURE }, before);
    return;
  }
  map.addSource('tiles', { type: 'vector', url: `pmtiles://${address}` });
  const { vector_layers: layers = [] } = (await archive.getMetadata()) as { vector_layers?: { id: string }[] };
  if (!map.getStyle()) return;
  // Whatever the archive holds is drawn as quiet lines: it is the ground, not the story.
  const ink = inkOf(settings.dark);
  for (const { id } of layers) map.addLayer({ id: `tiles-${id}`, type: 'line', source: 'tiles', 'source-layer': id, paint: { 'line-color': ink.province, 'line-width': 0.8 } }, before);
}
