// A disk that fails twice: the journal's line is written, its fsync fails, and so does cutting it off again. Nobody knows
// then whether the line is kept, so the files that it names must be.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillBytes, newSnapshot } from '../../../test/support/snapshots';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { PlumblineError } from '../../contract/errors';
import { nodeFiles, type Files } from './files';
import { findDamage } from './verify-session';
import { openWorkspace } from './workspace';

const T = 1_746_000_000_000;
const gone = (): never => {
  throw new PlumblineError({ code: 'disk-failed', message: 'The disk reports an error.' });
};

describe('a line of which it is not known whether it is in the journal', () => {
  const root = temporaryFolder('uncertain');

  it.each([
    ['is there whole', (bytes: Uint8Array) => bytes, 2],
    ['is torn', (bytes: Uint8Array) => bytes.subarray(0, 40), 1],
  ])('keeps its files where it %s', async (how, kept, snapshots) => {
    const path = join(root, how.replaceAll(' ', '-'));
    let failing = false;
    const files: Files = {
      ...nodeFiles,
      append: async (to, bytes) => {
        await nodeFiles.append(to, failing ? kept(bytes) : bytes);
        if (failing) gone();
      },
      truncate: async (at, length) => (failing ? gone() : nodeFiles.truncate(at, length)),
    };
    const workspace = await openWorkspace(path, { files });
    const session = await workspace.createSession({ name: 'disk', targets: [{ url: 'http://pod1:6060' }] });
    await session.addSnapshot(newSnapshot(T, [fillBytes(1, 100)]));
    failing = true;
    const adding = session.addSnapshot(newSnapshot(T + 1000, [fillBytes(2, 100)]));
    await expect(adding).rejects.toMatchObject({ code: 'disk-failed' });
    expect(session.snapshots()).toHaveLength(1);
    await workspace.close();

    const again = await openWorkspace(path);
    const reopened = await again.session(session.id);
    expect(reopened.snapshots()).toHaveLength(snapshots);
    expect(await findDamage(reopened)).toEqual([]);
    const aside = snapshots === 1 ? ['torn-journal', 'set-aside'] : [];
    expect(reopened.problems.map(({ code }) => code)).toEqual(aside);
    await again.close();
  });
});
