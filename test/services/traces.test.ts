// Execution traces against Go's own reader, where there is Go: damaged ones, of which the fixtures' answers say nothing.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareDamaged, damagedFixtures } from '../support/damaged-traces';
import { findGoTrace } from '../support/go-trace';
import { temporaryFolder } from '../support/temporary-folder';

const go = await findGoTrace();
if (go === null)
  console.warn('There is no Go, or its trace reader cannot be had: damaged traces are not compared.');

describe.skipIf(go === null)('damaged traces', () => {
  it('give the events that Go reads of them, and an error where Go has one', async () => {
    const folder = temporaryFolder('damaged-traces');
    const outcome = await compareDamaged(damagedFixtures(150, 11), async (bytes) => {
      const file = path.join(folder, 'damaged.trace');
      writeFileSync(file, bytes);
      return go!.digest(file);
    });
    expect(outcome.different).toEqual([]);
    expect(outcome.broken).toBeGreaterThan(75);
  });
});
