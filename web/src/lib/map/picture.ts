/** Pictures of the map for others: a PNG, an SVG of shapes, a film of the days. All of it is made in this browser. */

import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';

import { outline, signOf } from '../palette';
import { riversAt } from './base';
import { clip } from './cells';
import { drawnCells } from './control';
import { inkOf, type Ink } from './ink';

export interface Caption {
  title: string;
  subtitle: string;
  sides: { name: string; side: string | null }[];
  allSides: string[];
  dark: boolean;
}

const FOOT = 'Annalist · what these sources report · Natural Earth, GSHHG, GeoNames';

/** Reads a map's pixels in the frame in which they were drawn. */
function frame(map: MapLibre): Promise<ImageBitmap> {
  return new Promise((resolve, reject) => {
    map.once('render', () => createImageBitmap(map.getCanvas()).then(resolve, reject));
    map.triggerRepaint();
  });
}

/** Waits until everything of a day is drawn, but not for ever. */
export const settled = (map: MapLibre): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, 1500);
    map.once('idle', () => (clearTimeout(timer), resolve()));
    map.triggerRepaint();
  });

async function compose(left: MapLibre, right: MapLibre | null, share: number, caption: Caption, onto?: HTMLCanvasElement): Promise<HTMLCanvasElement> {
  // Nothing is drawn before everything is there: a film takes what it finds.
  const [first, second] = [await frame(left), right && (await frame(right))];
  const canvas = onto ?? document.createElement('canvas');
  const scale = first.width / left.getContainer().clientWidth;
  const head = Math.round(46 * scale);
  if (!onto) {
    canvas.width = first.width - (first.width % 2);
    canvas.height = first.height + head + (first.height + head) % 2;
  }
  const pen = canvas.getContext('2d')!;
  const ink = inkOf(caption.dark);
  pen.fillStyle = ink.land;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(first, 0, head);
  if (second) {
    const x = Math.round((first.width * share) / 100);
    pen.drawImage(second, x, 0, second.width - x, second.height, x, head, second.width - x, second.height);
    pen.fillStyle = ink.ink;
    pen.fillRect(x - scale, head, 2 * scale, first.height);
  }
  const font = (weight: number, size: number): string => `${weight} ${size * scale}px 'Inter Variable', sans-serif`;
  pen.textBaseline = 'middle';
  pen.fillStyle = ink.ink;
  pen.font = font(650, 16);
  pen.fillText(caption.title, 12 * scale, head / 2 - 8 * scale);
  pen.font = font(400, 11);
  pen.fillStyle = ink.faint;
  pen.fillText(caption.subtitle, 12 * scale, head / 2 + 11 * scale);
  let x = canvas.width - 12 * scale;
  for (const { name, side } of caption.sides.toReversed()) {
    pen.font = font(400, 12);
    pen.fillStyle = ink.ink;
    x -= pen.measureText(name).width;
    pen.fillText(name, x, head / 2);
    x -= 12 * scale;
    const sign = signOf(side, caption.allSides);
    pen.save();
    pen.translate(x, head / 2);
    pen.fillStyle = sign.colour;
    pen.fill(new Path2D(outline(sign.shape, 6 * scale)));
    pen.restore();
    x -= 20 * scale;
  }
  pen.font = font(400, 9);
  pen.textAlign = 'right';
  pen.fillStyle = ink.faint;
  pen.fillText(FOOT, canvas.width - 8 * scale, canvas.height - 9 * scale);
  pen.textAlign = 'left';
  return canvas;
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function png(left: MapLibre, right: MapLibre | null, share: number, caption: Caption): Promise<Blob> {
  const canvas = await compose(left, right, share, caption);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be made'))), 'image/png'));
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

/** The same map as shapes that a drawing program can edit; of two maps each on its side of the border. */
export async function svg(left: MapLibre, right: MapLibre | null, share: number, caption: Caption): Promise<Blob> {
  const { clientWidth: width, clientHeight: height } = left.getContainer();
  const ink = inkOf(caption.dark);
  const border = (width * share) / 100;
  const parts: string[] = [await ground(left, ink, width, height, 'under')];
  if (right) {
    parts.push(
      `<clipPath id="left"><rect width="${border}" height="${height}"/></clipPath><clipPath id="right"><rect x="${border}" width="${width - border}" height="${height}"/></clipPath>`,
      `<g clip-path="url(#left)">${cells(left)}</g><g clip-path="url(#right)">${cells(right)}</g>`,
      await ground(left, ink, width, height, 'over'),
      `<g clip-path="url(#left)">${await places(left, ink, caption)}</g><g clip-path="url(#right)">${await places(right, ink, caption)}</g>`,
      `<path d="M${border} 0V${height}" stroke="${ink.ink}" stroke-width="2"/>`,
    );
  } else parts.push(cells(left), await ground(left, ink, width, height, 'over'), await places(left, ink, caption));
  const legend = caption.sides.map(({ name, side }, i) => `<g transform="translate(${20} ${70 + i * 18})"><path d="${outline(signOf(side, caption.allSides).shape, 5)}" fill="${signOf(side, caption.allSides).colour}"/><text x="12" y="4" font-size="11" fill="${ink.ink}">${escaped(name)}</text></g>`);
  parts.push(`<text x="14" y="26" font-size="17" font-weight="650" fill="${ink.ink}">${escaped(caption.title)}</text><text x="14" y="44" font-size="11" fill="${ink.ink}">${escaped(caption.subtitle)}</text>`, ...legend, `<text x="${width - 8}" y="${height - 8}" font-size="9" text-anchor="end" fill="${ink.faint}">${FOOT}</text>`);
  return new Blob([`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, sans-serif"><title>${escaped(`${caption.title}, ${caption.subtitle}`)}</title>${parts.join('')}</svg>`], { type: 'image/svg+xml' });
}

const pointOn =
  (map: MapLibre) =>
  ([lon, lat]: Position): string => {
    const p = map.project([lon!, lat!]);
    return `${p.x.toFixed(1)} ${p.y.toFixed(1)}`;
  };

/** Writes geometries as paths, cut to what is in sight. */
function pathsOn(map: MapLibre): (geometry: Geometry, close: boolean) => string {
  const point = pointOn(map);
  const view = map.getBounds();
  const [w, s, e, n] = [view.getWest() - 2, view.getSouth() - 2, view.getEast() + 2, view.getNorth() + 2];
  const window: [number, number][] = [[w, s], [e, s], [e, n], [w, n]];
  const inside = ([x, y]: Position): boolean => x! >= w && x! <= e && y! >= s && y! <= n;
  /** Runs of a line that lie in sight, each with the points just outside. */
  const runs = (line: Position[]): Position[][] => {
    const out: Position[][] = [];
    let open: Position[] | null = null;
    line.forEach((p, i) => {
      const near = inside(p) || (i > 0 && inside(line[i - 1]!)) || (i + 1 < line.length && inside(line[i + 1]!));
      if (!near) open = null;
      else if (open) open.push(p);
      else out.push((open = [p]));
    });
    return out;
  };
  const lines = (geometry: Geometry): Position[][] =>
    geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' || geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
  return (geometry, close) =>
    lines(geometry)
      .flatMap((ring) => (close ? [clip(ring as [number, number][], window)] : runs(ring)))
      .filter((ring) => ring.length > 1)
      .map((ring) => `M${ring.map(point).join('L')}${close ? 'Z' : ''}`)
      .join('');
}

async function features(map: MapLibre, name: string): Promise<Feature[]> {
  const source = map.getSource(name) as GeoJSONSource | undefined;
  const data = source ? ((await source.getData()) as FeatureCollection | Feature | Geometry) : null;
  if (!data) return [];
  return data.type === 'FeatureCollection' ? data.features : data.type === 'Feature' ? [data] : [{ type: 'Feature', properties: {}, geometry: data as Geometry }];
}

/** The base map below or above the areas of control. */
async function ground(map: MapLibre, ink: Ink, width: number, height: number, part: 'under' | 'over'): Promise<string> {
  const path = pathsOn(map);
  const smallest = riversAt(map.getZoom());
  const all = async (name: string, close: boolean): Promise<string> => (await features(map, name)).filter((f) => name !== 'rivers' || f.properties!['rank'] <= smallest).map((f) => path(f.geometry, close)).join('');
  return part === 'under'
    ? `<rect width="${width}" height="${height}" fill="${ink.sea}"/><path d="${await all('land', true)}" fill="${ink.land}" fill-rule="evenodd"/><path d="${await all('rivers', false)}" fill="none" stroke="${ink.river}"/><path d="${await all('provinces', false)}" fill="none" stroke="${ink.province}" stroke-dasharray="3 2"/>`
    : `<path d="${await all('sea', true)}" fill="${ink.sea}" fill-rule="evenodd"/><path d="${await all('borders', false)}" fill="none" stroke="${ink.border}" stroke-dasharray="5 3"/>`;
}

function cells(map: MapLibre): string {
  const path = pathsOn(map);
  return drawnCells(map)
    .map(({ geometry, colour, opacity }) => `<path d="${path(geometry, true)}" fill="${colour}" fill-opacity="${opacity.toFixed(3)}"/>`)
    .join('');
}

async function places(map: MapLibre, ink: Ink, caption: Caption): Promise<string> {
  const point = pointOn(map);
  return (await features(map, 'places'))
    .map((f) => {
      const sign = signOf((f.properties!['side'] as string) || null, caption.allSides);
      const [x, y] = point((f.geometry as GeoJSON.Point).coordinates).split(' ').map(Number) as [number, number];
      const isFull = ['held', 'besieged'].includes(f.properties!['status'] as string);
      return `<g transform="translate(${x} ${y})"><path d="${outline(sign.shape, 5)}" fill="${isFull ? sign.colour : ink.halo}" stroke="${sign.colour}" stroke-width="1.5"/><text y="17" text-anchor="middle" font-size="10" fill="${ink.ink}" stroke="${ink.halo}" stroke-width="2.5" paint-order="stroke">${escaped(String(f.properties!['name']))}</text></g>`;
    })
    .join('');
}

/** Milliseconds that a day is shown in a film. */
const SHOWN = 260;
/** How often it is drawn meanwhile. */
const DRAWN = 6;
/** How often this is done at most, where a machine is too slow to take a frame. */
const TRIES = 8;

/** Films the map: `show` draws a day and gives its caption; frames come one by one, so slow machines make whole films too. */
export async function film(maps: { left: MapLibre; right: MapLibre | null; share: number }, days: string[], show: (day: string) => Promise<Caption>, told: (share: number) => void, stop: () => boolean): Promise<Blob> {
  const type = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'].find((t) => MediaRecorder.isTypeSupported(t));
  if (!type) throw new Error('this browser makes no films');
  const { left, right, share } = maps;
  const first = await show(days[0]!);
  await Promise.all([settled(left), right && settled(right)]);
  const canvas = await compose(left, right, share, first);
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: type, videoBitsPerSecond: 6_000_000 });
  const chunks: Blob[] = [];
  let size = 0;
  recorder.ondataavailable = ({ data }): void => {
    if (data.size) chunks.push(data);
    size += data.size;
  };
  const ended = new Promise<void>((resolve) => (recorder.onstop = () => resolve()));
  recorder.start();
  const pen = canvas.getContext('2d')!;
  /** Shows what is on the canvas for a while, and sees that it has come into the film: drawn again and again, as a browser takes a frame only of what changes, and some time after it. */
  const keep = async (): Promise<void> => {
    const before = size;
    for (let tries = 0; tries < TRIES && size === before; tries++) {
      for (let nth = 0; nth < DRAWN; nth++) {
        pen.drawImage(canvas, 0, 0);
        await new Promise((resolve) => setTimeout(resolve, SHOWN / DRAWN));
      }
      const more = new Promise((resolve) => recorder.addEventListener('dataavailable', resolve, { once: true }));
      recorder.requestData();
      await more;
    }
    if (size === before) {
      recorder.stop();
      throw new Error('this machine is too busy to film every day');
    }
  };
  for (const [i, day] of days.entries()) {
    if (stop()) break;
    const caption = await show(day);
    await Promise.all([settled(left), right && settled(right)]);
    await compose(left, right, share, caption, canvas);
    recorder.resume();
    await keep();
    // The last day is not gone as soon as it is there.
    if (i === days.length - 1) await keep();
    recorder.pause();
    told((i + 1) / days.length);
  }
  recorder.resume();
  recorder.stop();
  await ended;
  return new Blob(chunks, { type: 'video/webm' });
}
