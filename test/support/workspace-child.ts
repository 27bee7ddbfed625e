// A process that writes a workspace until it is killed. It says on stdout what it has been promised: one line for each
// snapshot that `addSnapshot` has answered, and one for each name that `update` has.
//
//   node workspace-child.mjs lock DIR              opens DIR, prints `held` or `refused CODE`; gives it back at EOF of stdin
//   node workspace-child.mjs snapshots DIR SEED    adds snapshots to the session named `loop` for ever
import { openWorkspace } from '../../src/main/workspace/workspace';
import { PlumblineError } from '../../src/contract/errors';
import { fillBytes, newSnapshot } from './snapshots';

const [mode, folder, seed] = process.argv.slice(2);
if (folder === undefined) throw new Error('no folder');

const say = (line: string): Promise<void> =>
  new Promise((resolve, reject) =>
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve())),
  );

if (mode === 'lock') {
  try {
    const workspace = await openWorkspace(folder);
    await say('held');
    process.stdin.resume();
    await new Promise((resolve) => process.stdin.once('end', resolve));
    await workspace.close();
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    await say(`refused ${error.code} ${error.message}`);
  }
} else {
  const workspace = await openWorkspace(folder);
  const session = await workspace.session(workspace.sessions()[0]?.id ?? '');
  await say('ready');
  for (let n = Number(seed) * 1_000_000; ; n++) {
    // From a few bytes to some hundred kilobytes, so that a kill finds every stage of a write.
    const big = fillBytes(n, n % 5 === 0 ? 300_000 : 2000 + (n % 977));
    const added = await session.addSnapshot(
      newSnapshot(1_746_000_000_000 + n * 10, [big, fillBytes(n + 7, 40)]),
    );
    await say(`${added.id} ${n}`);
    if (n % 3 !== 0) continue;
    await session.update({ name: `loop ${n}` });
    await say(`named ${n}`);
  }
}
