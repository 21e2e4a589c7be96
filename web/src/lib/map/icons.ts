/** Map symbols, drawn once for each side and status, and for each kind of event. */

import type { Status } from '../model';
import { outline, type Sign } from '../palette';
import { KINDS, type Group } from '../words';

const SIZE = 48;

function pen(size: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const made = canvas.getContext('2d', { willReadFrequently: true })!;
  made.translate(size / 2, size / 2);
  made.lineJoin = made.lineCap = 'round';
  return made;
}

/** A place's symbol, drawn at twice its size. */
export function icon(sign: Sign, status: Status, stale: boolean, dark: boolean): ImageData {
  const p = pen(SIZE);
  const [paper, ink] = dark ? ['#161b1e', '#f2f4f5'] : ['#ffffff', '#1b2024'];
  const shape = new Path2D(outline(sign.shape, 12));
  p.globalAlpha = stale ? 0.55 : 1;
  p.lineWidth = 6;
  p.strokeStyle = paper;
  p.stroke(shape);
  p.fillStyle = status === 'held' || status === 'besieged' ? sign.colour : paper;
  p.fill(shape);
  if (status === 'contested' || status === 'entered') {
    p.save();
    p.clip(shape);
    p.strokeStyle = sign.colour;
    p.lineWidth = 3.2;
    for (let x = -34; x < 34; x += 7) {
      p.beginPath();
      p.moveTo(x, -16);
      p.lineTo(x + 16, 16);
      p.stroke();
    }
    p.restore();
  }
  p.lineWidth = 2.5;
  p.strokeStyle = status === 'held' ? (dark ? '#0c1012' : '#2a2f33') : sign.colour;
  p.stroke(shape);
  if (status === 'besieged' || status === 'entered') {
    p.setLineDash(status === 'besieged' ? [4.5, 4] : [1.5, 4.5]);
    p.strokeStyle = ink;
    p.beginPath();
    p.arc(0, 0, 19, 0, 7);
    p.stroke();
    p.setLineDash([]);
  }
  if (status === 'disputed') {
    p.fillStyle = ink;
    p.font = "700 17px 'Inter Variable', sans-serif";
    p.textAlign = 'center';
    p.textBaseline = 'middle';
    p.fillText('?', 0, 1);
  }
  return p.getImageData(0, 0, SIZE, SIZE);
}

/** Strokes of each group's glyph on a grid from -8 to 8. */
export const GLYPHS: Record<Group, string> = {
  control: 'M-4 8V-8L6-4.5L-4-1',
  fight: 'M-6-6L6 6M6-6L-6 6',
  air: 'M0-7L6 5L0 2L-6 5Z',
  fire: 'M0-8V8M-8 0H8M-5.5-5.5L5.5 5.5M5.5-5.5L-5.5 5.5',
  harm: 'M0-7V7M-5-3H5',
  people: 'M0-2.5a3 3 0 1 0-.01 0M-5.5 8C-5 2-3 0 0 0S5 2 5.5 8',
  force: 'M-6-1L0-6L6-1M-6 5L0 0L6 5',
  talk: 'M-7-6H7V3H0L-4 7V3H-7Z',
};

export function eventIcon(kind: string, colour: string, dark: boolean): ImageData {
  const p = pen(40);
  const group = KINDS[kind]?.group ?? 'talk';
  p.fillStyle = dark ? '#161b1e' : '#ffffff';
  p.strokeStyle = colour;
  p.lineWidth = 3;
  p.beginPath();
  p.roundRect(-15, -15, 30, 30, 8);
  p.fill();
  p.stroke();
  p.strokeStyle = dark ? '#f2f4f5' : '#1b2024';
  p.lineWidth = 2.4;
  p.stroke(new Path2D(GLYPHS[group]));
  return p.getImageData(0, 0, 40, 40);
}

/** Hatching for ground that is fought over. */
export function hatch(colour: string): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 12;
  const p = canvas.getContext('2d', { willReadFrequently: true })!;
  p.strokeStyle = colour;
  p.lineWidth = 3;
  for (const x of [-12, 0, 12]) {
    p.beginPath();
    p.moveTo(x - 3, 15);
    p.lineTo(x + 15, -3);
    p.stroke();
  }
  return p.getImageData(0, 0, 12, 12);
}
