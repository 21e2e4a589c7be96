/** Map symbols, drawn once for each side and status. */

import { outline, type Sign } from './palette';
import type { Status } from './api';

const SIZE = 44;

export function icon(sign: Sign, status: Status, stale: boolean): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext('2d')!;
  pen.translate(SIZE / 2, SIZE / 2);
  const shape = new Path2D(outline(sign.shape, 11));
  pen.globalAlpha = stale ? 0.55 : 1;
  pen.lineJoin = 'round';
  pen.lineWidth = 5;
  pen.strokeStyle = '#fff';
  pen.stroke(shape);
  pen.fillStyle = sign.colour;
  if (status === 'held' || status === 'besieged') {
    pen.fill(shape);
  } else {
    // Half told: hatched for contested and entered, hollow for disputed and unknown.
    pen.fillStyle = '#fff';
    pen.fill(shape);
    if (status === 'contested' || status === 'entered') {
      pen.save();
      pen.clip(shape);
      pen.strokeStyle = sign.colour;
      pen.lineWidth = 3;
      for (let x = -30; x < 30; x += 6) {
        pen.beginPath();
        pen.moveTo(x, -15);
        pen.lineTo(x + 15, 15);
        pen.stroke();
      }
      pen.restore();
    }
  }
  pen.lineWidth = 2.5;
  pen.strokeStyle = status === 'held' ? '#222' : sign.colour;
  pen.stroke(shape);
  if (status === 'besieged') {
    pen.setLineDash([4, 3]);
    pen.strokeStyle = '#222';
    pen.beginPath();
    pen.arc(0, 0, 18, 0, 7);
    pen.stroke();
  }
  if (status === 'disputed') {
    pen.fillStyle = '#222';
    pen.font = 'bold 15px sans-serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText('?', 0, 1);
  }
  return pen.getImageData(0, 0, SIZE, SIZE);
}
