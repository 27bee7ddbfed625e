/** Rows of the trace by the ids that one generation gives: from 1 on and without many gaps, unless someone lies. */
export class LocalRows {
  size = 0;
  #dense = new Int32Array(1024).fill(-1);
  readonly #sparse = new Map<number, number>();

  /** −1 where there is no such id. */
  get(id: number): number {
    if (id >= 0 && id < this.#dense.length) return this.#dense[id]!;
    return this.#sparse.size === 0 ? -1 : (this.#sparse.get(id) ?? -1);
  }

  /** False where the id is taken. */
  add(id: number, row: number): boolean {
    if (this.get(id) >= 0) return false;
    this.size++;
    if (id >= this.#dense.length && id <= this.size * 4) this.#widen(id);
    if (id >= 0 && id < this.#dense.length) this.#dense[id] = row;
    else this.#sparse.set(id, row);
    return true;
  }

  /** Ids that came before their place was there move into it. */
  #widen(id: number): void {
    const wide = new Int32Array(Math.max(id + 1, this.#dense.length * 2)).fill(-1);
    wide.set(this.#dense);
    this.#dense = wide;
    for (const [known, row] of this.#sparse) {
      if (known < 0 || known >= wide.length) continue;
      wide[known] = row;
      this.#sparse.delete(known);
    }
  }
}
