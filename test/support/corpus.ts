// The services of which the truth is known, as their program lists them: test/services/cmd/corpus.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { VERDICTS } from '../../src/core/growth/verdict';
import { buildServices, type ServiceBuild } from './go-service';

export const scenarioSchema = z.object({
  name: z.string(),
  class: z.enum(['leak', 'innocent']),
  pattern: z.string(),
  /** Right verdicts, the best first. */
  expected: z.array(z.enum(VERDICTS)).min(1),
  /** Functions at one of which the first suspect must stand; none where no profile shows what leaks. */
  suspects: z.array(z.string()),
  heldOut: z.boolean(),
  /** What that build of the program lacks for it; '': nothing. */
  needs: z.string(),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** Builds the program unless it is built. */
export async function listScenarios(which: ServiceBuild = 'plain'): Promise<Scenario[]> {
  const folder = await buildServices(which);
  const { stdout } = await promisify(execFile)(path.join(folder, 'corpus'), ['-list']);
  return z.array(scenarioSchema).parse(JSON.parse(stdout));
}
