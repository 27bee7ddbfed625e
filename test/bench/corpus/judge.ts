// What the product says of a session: the answer that its command `verdict` prints.
import type { Client } from '../../../src/contract/client';
import type { Verdict } from '../../../src/core/growth/verdict';
import type { Judgement } from './score';

const KINDS: Readonly<Partial<Record<Verdict, readonly string[]>>> = {
  'goroutine-leak': ['goroutine'],
  'heap-leak': ['heap', 'allocs'],
};

export async function judge(client: Client, sessionId: string): Promise<Judgement> {
  const { verdict: report, growth } = await client.call('findings.get', { sessionId });
  const kinds = KINDS[report.verdict];
  // Suspects are ranked within their kind.
  const first = growth.suspects.find(({ kind }) => kinds === undefined || kinds.includes(kind));
  return {
    verdict: report.verdict,
    row: report.row,
    also: report.also,
    sentence: report.sentence.message,
    first:
      first === undefined
        ? null
        : { kind: first.kind, site: first.site.function, ownSite: first.ownSite?.function ?? null },
  };
}
