// Asking for flame graphs: the answer names the bytes, the bytes hold the tree.
import type { Client } from '../../contract/client';
import { unpackFlame, type FlameTable } from '../../contract/flame-table';
import type { OnProgress } from '../../contract/progress';
import type { FlameOrder } from '../../core/pprof/flame';

type Question = { readonly order: FlameOrder; readonly pivot: string | null };
export type FlameTables =
  { readonly whole: FlameTable } | { readonly callers: FlameTable; readonly callees: FlameTable };

/**
 * The tree of a question, or with a pivot the two around it. `ask` calls the method; what it answers about them (of the
 * second of two) comes along.
 */
export async function askFlame<A extends { bulk: string }>(
  client: Client,
  { order, pivot }: Question,
  ask: (question: Question, signal: AbortSignal, tell: OnProgress) => Promise<A>,
  signal: AbortSignal,
  tell: OnProgress,
): Promise<{ readonly about: A; readonly tables: FlameTables }> {
  const one = async (side: FlameOrder): Promise<{ about: A; table: FlameTable }> => {
    const about = await ask({ order: side, pivot }, signal, tell);
    return { about, table: Object.freeze(unpackFlame(await client.bulk(about.bulk, signal))) };
  };
  if (pivot === null) {
    const { about, table } = await one(order);
    return { about, tables: { whole: table } };
  }
  const callers = await one('callers');
  const { about, table } = await one('callees');
  return { about, tables: { callers: callers.table, callees: table } };
}
