// A view's flame graph: the answer to its question names the bytes, the bytes hold the tree.
import type { Client } from '../../contract/client';
import { unpackFlame, type FlameTable, type FlameTables } from '../../contract/flame-table';
import type { OnProgress } from '../../contract/progress';
import type { FlameOrder } from '../../core/pprof/flame';
import { useClient } from './api';
import { useQuery, type Query } from './use-query';

type Question = { readonly order: FlameOrder; readonly pivot: string | null };

export interface FlameAnswer<A> {
  /** Names the direction and the function that the picture is around. */
  readonly of: string;
  readonly about: A;
  readonly tables: FlameTables;
}

/**
 * The tree of a question, or with a pivot the two around it. `ask` calls the method; what it answers about them (of the
 * second of two) comes along.
 */
async function askFlame<A extends { bulk: string }>(
  client: Client,
  { order, pivot }: Question,
  ask: (question: Question, signal: AbortSignal, tell: OnProgress) => Promise<A>,
  signal: AbortSignal,
  tell: OnProgress,
): Promise<FlameAnswer<A>> {
  const one = async (side: FlameOrder): Promise<{ about: A; table: FlameTable }> => {
    const about = await ask({ order: side, pivot }, signal, tell);
    return { about, table: Object.freeze(unpackFlame(await client.bulk(about.bulk, signal))) };
  };
  const of = pivot === null ? order : `around ${pivot}`;
  if (pivot === null) {
    const { about, table } = await one(order);
    return { of, about, tables: { whole: table } };
  }
  const callers = await one('callers');
  const { about, table } = await one('callees');
  return { of, about, tables: { callers: callers.table, callees: table } };
}

/** `key` and `live` as of `useQuery`, `key` null where no flame graph is shown; what is asked for is `question`, by `ask`. */
export function useFlame<A extends { bulk: string }>(
  key: () => readonly unknown[] | null,
  question: () => Question,
  ask: (question: Question, signal: AbortSignal, tell: OnProgress) => Promise<A>,
  live: () => unknown,
): Query<FlameAnswer<A>> {
  const client = useClient();
  return useQuery(
    () => {
      const asked = key();
      return asked === null ? null : [...asked, question()];
    },
    (signal, tell) => askFlame(client, question(), ask, signal, tell),
    live,
  );
}
