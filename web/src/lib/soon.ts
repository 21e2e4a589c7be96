/** Work that a change brings, one piece a task, so that none of it holds the page up; of each kind only the newest is done. */

export class Soon {
  private readonly waiting = new Map<string, () => void>();

  /** `after` is called once nothing waits any more. */
  constructor(private readonly after: () => void = () => undefined) {}

  get busy(): boolean {
    return this.waiting.size > 0;
  }

  do(kind: string, work: () => void): void {
    if (!this.busy) setTimeout(this.next);
    this.waiting.set(kind, work);
  }

  /** Does it at once; what waits of its kind is older and is dropped. */
  now(kind: string, work: () => void): void {
    this.waiting.delete(kind);
    work();
  }

  private readonly next = (): void => {
    const [first] = this.waiting;
    try {
      first?.[1]();
    } finally {
      // What came in meanwhile of the same kind is newer.
      if (first && this.waiting.get(first[0]) === first[1]) this.waiting.delete(first[0]);
      if (this.busy) setTimeout(this.next);
      else this.after();
    }
  };
}
