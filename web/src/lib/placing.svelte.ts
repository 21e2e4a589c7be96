/** A name that is being put on the map by a click. */

class Placing {
  name = $state('');
  waiting = $state.raw<((lat: number, lon: number) => void) | null>(null);

  start(name: string, done: (lat: number, lon: number) => void): void {
    this.name = name;
    this.waiting = (lat, lon) => {
      this.stop();
      done(lat, lon);
    };
  }

  stop(): void {
    this.waiting = null;
  }
}

export const placing = new Placing();
