// Cuts the base map into squares and packs each as bytes; src/lib/map/squares.ts unpacks them and says what the bytes are.
//
// Points are whole steps of a grid. For cutting each lies in the middle of its step, at an odd number of half steps, and
// the rims of squares at even ones: so no point is ever on a rim, and a line always crosses it.

/** Steps of the finest grid to a degree. */
export const STEPS = 4096 / 5;

/** A place on the grid whose steps are 2^shift of the finest, in half steps from 180° W, 90° S. */
export function onGrid([lon, lat], shift) {
  const half = (degrees, whole) => {
    const last = (whole * STEPS) / 2 ** shift - 1;
    return 2 * Math.max(0, Math.min(last, Math.floor((degrees * STEPS) / 2 ** shift))) + 1;
  };
  return [half(lon + 180, 360), half(lat + 90, 180)];
}

const same = (a, b) => a[0] === b[0] && a[1] === b[1];
const odd = (value, low, high) => Math.max(low + 1, Math.min(high - 1, 2 * Math.floor(value / 2) + 1));

/** Where a step from p to q leaves p's square: the point on the rim, and the square behind it. */
function leaving(p, q, [i, j], side) {
  const rim = (at, n, to) => (to < n * side ? n * side : to > (n + 1) * side ? (n + 1) * side : null);
  const [x, y] = [rim(p[0], i, q[0]), rim(p[1], j, q[1])];
  const share = (at, from, to) => (at === null ? Infinity : (at - from) / (to - from));
  const [tx, ty] = [share(x, p[0], q[0]), share(y, p[1], q[1])];
  if (tx === Infinity && ty === Infinity) return null;
  return tx <= ty
    ? { at: [x, odd(p[1] + tx * (q[1] - p[1]), j * side, (j + 1) * side)], next: [i + Math.sign(q[0] - p[0]), j] }
    : { at: [odd(p[0] + ty * (q[0] - p[0]), i * side, (i + 1) * side), y], next: [i, j + Math.sign(q[1] - p[1])] };
}

/** Cuts a line of grid points along the squares of a side: `[square, points]` in the order of the line. */
function pieces(line, side) {
  let square = line[0].map((n) => Math.floor(n / side));
  const out = [[square, [line[0]]]];
  for (let k = 1; k < line.length; k++) {
    const q = line[k];
    let p = line[k - 1];
    for (let left = leaving(p, q, square, side); left; left = leaving(p, q, square, side)) {
      out.at(-1)[1].push(left.at);
      square = left.next;
      out.push([square, [left.at]]);
      p = left.at;
    }
    if (!same(p, q)) out.at(-1)[1].push(q);
  }
  return out;
}

const key = ([i, j]) => `${i} ${j}`;

/** The layers of a square while it is filled. */
const blank = () => ({ coast: area(), shores: area(), borders: [], provinces: [], rivers: new Map(), labels: [], towns: [] });
const area = () => ({ full: false, open: [], rings: [] });

export class Squares {
  constructor(shift, side) {
    this.shift = shift;
    /** Half steps of a square's side. */
    this.side = side;
    this.all = new Map();
  }

  of(square) {
    const name = key(square);
    if (!this.all.has(name)) this.all.set(name, blank());
    return this.all.get(name);
  }

  #grid(line) {
    const out = [];
    for (const point of line) {
      const at = onGrid(point, this.shift);
      if (!out.length || !same(out.at(-1), at)) out.push(at);
    }
    return out;
  }

  /** Lines of a layer; `into` picks the list of a square that they go to. */
  lines(lines, into) {
    for (const line of lines.map((l) => this.#grid(l)).filter((l) => l.length > 1)) {
      for (const [square, points] of pieces(line, this.side)) if (points.length > 1) into(this.of(square)).push(points);
    }
  }

  /** Areas of a layer, `coast` or `shores`: their outlines, with the inside on the left. */
  areas(polygons, layer) {
    const outlines = polygons.flatMap((rings) => rings.flatMap((ring, nth) => flat(ring).map((part) => turned(this.#grid(part), nth === 0)))).filter((ring) => ring.length > 2 && signedArea(ring) !== 0);
    for (const ring of outlines) {
      const cut = pieces([...ring, ring[0]], this.side);
      if (cut.length === 1) {
        this.of(cut[0][0])[layer].rings.push(ring);
        continue;
      }
      // The ring begins somewhere within a square: its last piece runs on into its first.
      const [, tail] = cut.pop();
      cut[0][1] = [...tail, ...cut[0][1].slice(1)];
      for (const [square, points] of cut) {
        const to = this.of(square)[layer];
        // A line that leaves where it came in has the rim on no side: it is as good as a ring.
        if (!same(points[0], points.at(-1))) to.open.push(points);
        else if (points.length > 4) to.rings.push(points.slice(1, -1));
      }
    }
    this.#fill(outlines, layer);
  }

  /** Says of squares without a crossing outline whether they lie within an area as a whole. */
  #fill(outlines, layer) {
    const boxes = outlines.map((ring) => [ring, Math.min(...ring.map((p) => p[1])), Math.max(...ring.map((p) => p[1]))]);
    const [wide, high] = [(2 * 360 * STEPS) / 2 ** this.shift / this.side, (2 * 180 * STEPS) / 2 ** this.shift / this.side];
    for (let j = 0; j < high; j++) {
      for (let i = 0; i < wide; i++) {
        if (this.all.get(key([i, j]))?.[layer].open.length) continue;
        const [x, y] = [i * this.side, j * this.side];
        let inside = false;
        for (const [ring, low, top] of boxes) {
          if (y < low || y > top) continue;
          for (let k = 0, before = ring.at(-1); k < ring.length; before = ring[k++]) {
            const [a, b] = [before, ring[k]];
            if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1])) inside = !inside;
          }
        }
        if (inside) this.of([i, j])[layer].full = true;
      }
    }
  }

  /** A named point: `labels` or `towns`, with a number from 0 to 255. */
  point(layer, [lon, lat], number, name) {
    const at = onGrid([lon, lat], this.shift);
    this.of(at.map((n) => Math.floor(n / this.side)))[layer].push([at, number, name]);
  }
}

/** A closed ring on the globe as open rings between 180° W and 180° E; one around a pole reaches down to it. */
export function flat(ring) {
  let turn = 0;
  const line = ring.map(([x, y], i) => {
    const by = i ? x - ring[i - 1][0] : 0;
    if (Math.abs(by) > 180) turn -= 360 * Math.sign(by);
    return [x + turn, y];
  });
  const last = line.pop();
  if (turn !== 0) {
    const pole = Math.sign(line.reduce((sum, [, y]) => sum + y, 0)) * 90;
    line.push(last, [last[0], pole], [line[0][0], pole]);
  }
  return [-360, 0, 360].map((by) => beside(beside(line.map(([x, y]) => [x + by, y]), -180, 1), 180, -1)).filter((part) => part.length > 2);
}

/** The part of a ring on one side of a meridian. */
function beside(ring, meridian, side) {
  const isIn = ([x]) => (x - meridian) * side >= 0;
  return ring.flatMap((q, i) => {
    const p = ring.at(i - 1);
    const cross = isIn(p) === isIn(q) ? [] : [[meridian, p[1] + ((meridian - p[0]) / (q[0] - p[0])) * (q[1] - p[1])]];
    return isIn(q) ? [...cross, q] : cross;
  });
}

const signedArea = (ring) => ring.reduce((sum, p, i) => sum + p[0] * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * p[1], 0);
const turned = (ring, left) => (signedArea(ring) > 0 === left ? ring : ring.toReversed());

/** A square as bytes; src/lib/map/squares.ts tells the order. `west`, `south`: its corner in half steps. */
export function packed(square, [west, south], side) {
  const bytes = [];
  const number = (n) => {
    for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) + 128);
    bytes.push(n);
  };
  const signed = (n) => number(n < 0 ? -2 * n - 1 : 2 * n);
  const local = (n) => (n === side ? side / 2 : (n - 1) / 2);
  let last = [0, 0];
  const step = ([x, y]) => {
    const at = [local(x - west), local(y - south)].map(Math.floor);
    signed(at[0] - last[0]);
    signed(at[1] - last[1]);
    last = at;
  };
  const lines = (all) => {
    number(all.length);
    for (const line of all) {
      number(line.length);
      line.forEach(step);
    }
  };
  const points = (all) => {
    number(all.length);
    for (const [at, size] of all) {
      step(at);
      number(size);
    }
  };
  number((square.coast.full ? 1 : 0) + (square.shores.full ? 2 : 0));
  for (const { open, rings } of [square.coast, square.shores]) [open, rings].forEach(lines);
  lines(square.borders);
  lines(square.provinces);
  const ranks = [...square.rivers.keys()].toSorted((a, b) => a - b);
  number(ranks.length);
  for (const rank of ranks) {
    number(rank);
    lines(square.rivers.get(rank));
  }
  points(square.labels);
  points(square.towns);
  bytes.push(...new TextEncoder().encode([...square.labels, ...square.towns].map(([, , name]) => name).join('\n')));
  return Uint8Array.from(bytes);
}
