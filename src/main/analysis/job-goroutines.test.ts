import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupCapture } from './job-goroutines';

const FIXTURES = resolve(import.meta.dirname, '../../../test/fixtures/goroutine/go1.26');
const saysLabels = async (path: string): Promise<boolean> =>
  (await groupCapture({ path: join(FIXTURES, path), by: 'label' })).saysLabels;

describe('labels of goroutines', () => {
  it('are known of a profile, and of a dump only where it has some', async () => {
    expect(await saysLabels('debug-flags/goroutine.debug2.txt')).toBe(true);
    expect(await saysLabels('goroutine.debug2.txt')).toBe(false);
    expect(await saysLabels('goroutine.debug0.pb.gz')).toBe(true);
  });
});
