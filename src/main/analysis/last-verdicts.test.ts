import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { LastVerdicts } from './last-verdicts';

describe('the last verdict of a session', () => {
  const folder = temporaryFolder('last-verdicts');
  const session = join(folder, 'session');
  beforeEach(() => {
    rmSync(session, { recursive: true, force: true });
    mkdirSync(session);
  });

  it('is none until it is judged, then what it was judged, after a restart too', async () => {
    const verdicts = new LastVerdicts(true);
    expect(await verdicts.of(session)).toBeNull();
    expect(await verdicts.keep(session, 'growing')).toBe(true);
    expect(await verdicts.keep(session, 'growing')).toBe(false);
    expect(await verdicts.keep(session, 'goroutine-leak')).toBe(true);
    expect(await verdicts.of(session)).toBe('goroutine-leak');
    expect(await new LastVerdicts(true).of(session)).toBe('goroutine-leak');
  });

  it('leaves nothing in a workspace that is another one’s to write', async () => {
    const verdicts = new LastVerdicts(false);
    await verdicts.keep(session, 'no-leak');
    expect(await verdicts.of(session)).toBe('no-leak');
    expect(await new LastVerdicts(false).of(session)).toBeNull();
  });

  it('is none where what was kept is damaged', async () => {
    await new LastVerdicts(true).keep(session, 'no-leak');
    writeFileSync(join(session, '.index', 'verdict'), '{"version":1,"verdict":"no-leak"}');
    expect(await new LastVerdicts(true).of(session)).toBeNull();
  });
});
