import { uint64ToBigInt } from '../base/wire';

/**
 * From the ids of a table in the file to its rows. Writers number from 1 upwards, so those go into a dense array;
 * any other 64-bit id goes into a map.
 */
export class IdMap {
  /** Row of id i, −1 where there is none. */
  readonly dense: Int32Array;
  private readonly sparse = new Map<bigint, number>();

  constructor(count: number) {
    this.dense = new Int32Array(count + 1).fill(-1);
  }

  /** False where the id is taken already. Id 0 is reserved by the format, the caller refuses it. */
  add(lo: number, hi: number, row: number): boolean {
    if (this.get(lo, hi) >= 0) return false;
    if (hi === 0 && lo < this.dense.length) this.dense[lo] = row;
    else this.sparse.set(uint64ToBigInt(lo, hi), row);
    return true;
  }

  /** −1 where there is no such id. */
  get(lo: number, hi: number): number {
    if (hi === 0 && lo < this.dense.length) return this.dense[lo]!;
    return this.sparse.size === 0 ? -1 : (this.sparse.get(uint64ToBigInt(lo, hi)) ?? -1);
  }
}
