// Damaged execution traces against the reader of this machine's Go, event by event, by their thousands.
//
//   PLUMBLINE_DAMAGED_TRACES=10000 PLUMBLINE_TRACES_SEED=7   more, and others
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareDamaged, damagedFixtures } from '../support/damaged-traces';
import { findGoTrace } from '../support/go-trace';
import { temporaryFolder } from '../support/temporary-folder';

const go = await findGoTrace();
const COUNT = Number(process.env['PLUMBLINE_DAMAGED_TRACES'] ?? 3000);
const SEED = Number(process.env['PLUMBLINE_TRACES_SEED'] ?? 41);

describe.skipIf(go === null)('damaged traces', () => {
  it('give the events that Go reads of them, and an error where Go has one', async () => {
    const folder = temporaryFolder('damaged-traces');
    const outcome = await compareDamaged(damagedFixtures(COUNT, SEED), async (bytes) => {
      const file = path.join(folder, 'damaged.trace');
      writeFileSync(file, bytes);
      return go!.digest(file);
    });
    console.log(
      `damaged traces: ${outcome.same} the same, ${outcome.broken} of them broken, ${outcome.aside} set aside, ${outcome.different.length} different`,
    );
    expect(outcome.different).toEqual([]);
    expect(outcome.same).toBeGreaterThan(COUNT * 0.98);
  }, 3_000_000);
});
