/**
 * Colours and shapes of sides: Okabe and Ito's palette, which the common colour-blindnesses tell
 * apart, and a shape of its own for each side, so that colour is never the only sign.
 */

import { settings } from './settings.svelte';

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'hexagon' | 'star';

export interface Sign {
  colour: string;
  shape: Shape;
}

const LIGHT = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];
/** The same hues, raised so that they stand out on a dark ground. */
const DARK = ['#4BA3DE', '#EE7F3A', '#2DBF97', '#E09BC4', '#F2B63C', '#8FD1F5'];
const SHAPES: Shape[] = ['circle', 'square', 'triangle', 'diamond', 'hexagon', 'star'];
const UNKNOWN: Sign = { colour: '#848A8F', shape: 'circle' };

export function signOf(side: string | null, sides: string[]): Sign {
  const at = side === null ? -1 : sides.indexOf(side);
  if (at < 0) return UNKNOWN;
  const colours = settings.dark ? DARK : LIGHT;
  return { colour: colours[at % colours.length]!, shape: SHAPES[at % SHAPES.length]! };
}

const CORNERS: Record<Exclude<Shape, 'circle' | 'star'>, [number, number]> = {
  square: [4, 45],
  triangle: [3, -90],
  diamond: [4, 0],
  hexagon: [6, 0],
};

/** The outline of a shape as an SVG path of the given radius around 0,0. */
export function outline(shape: Shape, radius: number): string {
  if (shape === 'circle') {
    return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
  }
  const at = (degrees: number, r: number): string => {
    const turn = (degrees * Math.PI) / 180;
    return `${(r * Math.cos(turn)).toFixed(2)} ${(r * Math.sin(turn)).toFixed(2)}`;
  };
  const points: string[] = [];
  if (shape === 'star') {
    for (let i = 0; i < 10; i++) points.push(at(-90 + i * 36, i % 2 ? radius * 0.45 : radius * 1.15));
  } else {
    const [count, turn] = CORNERS[shape];
    for (let i = 0; i < count; i++) points.push(at(turn + (i * 360) / count, radius * 1.1));
  }
  return `M${points.join('L')}Z`;
}
