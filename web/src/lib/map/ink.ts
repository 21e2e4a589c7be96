/** Colours of the map, light and dark. */

import type { Map as MapLibre } from 'maplibre-gl';

export interface Ink {
  sea: string;
  land: string;
  coast: string;
  border: string;
  province: string;
  river: string;
  faint: string;
  ink: string;
  halo: string;
}

const LIGHT: Ink = { sea: '#dde6ea', land: '#f5f3ee', coast: '#b9c6cc', border: '#8f8a80', province: '#cfcabf', river: '#b4cbd6', faint: '#77736a', ink: '#1b2024', halo: '#ffffff' };
const DARK: Ink = { sea: '#0e1417', land: '#1c2124', coast: '#3a464d', border: '#6a7278', province: '#353d42', river: '#2b4350', faint: '#8b949a', ink: '#eef1f2', halo: '#12171a' };

export const inkOf = (dark: boolean): Ink => (dark ? DARK : LIGHT);

/** Paints a drawn map anew in the other light. */
export function repaint(map: MapLibre, dark: boolean): void {
  const ink = inkOf(dark);
  const paints: [string, string, string][] = [
    ['ground', 'background-color', ink.sea],
    ['land', 'fill-color', ink.land],
    ['lakes', 'fill-color', ink.sea],
    ['sea', 'fill-color', ink.sea],
    ['rivers', 'line-color', ink.river],
    ['provinces', 'line-color', ink.province],
    ['coast', 'line-color', ink.coast],
    ['borders', 'line-color', ink.border],
    ['province-names', 'text-color', ink.faint],
    ['province-names', 'text-halo-color', ink.land],
    ['towns', 'text-color', ink.faint],
    ['towns', 'text-halo-color', ink.land],
    ['places', 'text-color', ink.ink],
    ['places', 'text-halo-color', ink.halo],
    ['chosen', 'circle-stroke-color', ink.ink],
    ['areas', 'fill-color', ink.ink],
    ['area-lines', 'line-color', ink.ink],
    ['event-counts', 'text-color', ink.ink],
    ['event-counts', 'text-halo-color', ink.halo],
  ];
  for (const [layer, property, value] of paints) if (map.getLayer(layer)) map.setPaintProperty(layer, property as 'line-color', value);
}
