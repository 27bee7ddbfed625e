// What the product says of a session: its own command, as in a user's script.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { suspectSchema } from '../../../src/contract/analysis';
import type { VerdictWord } from '../../support/corpus';
import type { Judgement } from './score';

const growthSchema = z.object({ suspects: z.array(suspectSchema) });

const ACCUSES: Readonly<Record<string, VerdictWord>> = {
  goroutine: 'goroutine-leak',
  heap: 'heap-leak',
  allocs: 'heap-leak',
};

/** `cli`: the built command line. */
export async function judge(cli: string, workspace: string, sessionId: string): Promise<Judgement> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'growth', sessionId, '--workspace', workspace, '--json'],
    { maxBuffer: 1 << 28 },
  );
  const { suspects } = growthSchema.parse(JSON.parse(stdout));
  const first = suspects.find(({ kind }) => kind === 'goroutine') ?? suspects[0];
  if (first === undefined)
    return { verdict: 'no-leak', also: [], sentence: 'No growth is proven.', first: null };
  const at = first.ownSite ?? first.site;
  return {
    verdict: ACCUSES[first.kind] ?? 'growing',
    also: [],
    sentence: `${suspects.length} suspects, the first: ${first.kind} at ${at.function}, ${first.shape}, ${first.first} to ${first.last}.`,
    first: {
      kind: first.kind,
      site: first.site.function,
      ownSite: first.ownSite?.function ?? null,
    },
  };
}
