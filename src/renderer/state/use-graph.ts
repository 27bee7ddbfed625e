// A view's call graph: the answer to its question names the bytes, the bytes hold the graph.
import { unpackGraph, type GraphTable } from '../../contract/graph-table';
import type { OnProgress } from '../../contract/progress';
import { useClient } from './api';
import { useQuery, type Query } from './use-query';

export interface GraphAnswer<A> {
  readonly about: A;
  readonly graph: GraphTable;
}

/** `key` and `live` as of `useQuery`, `key` null where no graph is shown; `ask` calls the method. */
export function useGraph<A extends { bulk: string }>(
  key: () => readonly unknown[] | null,
  ask: (signal: AbortSignal, tell: OnProgress) => Promise<A>,
  live: () => unknown,
): Query<GraphAnswer<A>> {
  const client = useClient();
  return useQuery(
    key,
    async (signal, tell) => {
      const about = await ask(signal, tell);
      return { about, graph: Object.freeze(unpackGraph(await client.bulk(about.bulk, signal))) };
    },
    live,
  );
}
