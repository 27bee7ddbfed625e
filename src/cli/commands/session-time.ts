import { CommandError } from '../command-error';
import type { SessionTimeOptions } from '../options';
import { formatTime, print, printJson } from '../print';
import { withSession } from '../with-client';

/** Gives a snapshot another time, or the one it was taken with back. */
export async function timeSnapshot(
  name: string,
  snapshotId: string,
  timeMs: number | undefined,
  options: SessionTimeOptions,
): Promise<void> {
  if ((timeMs === undefined) !== (options.restore === true)) {
    throw new CommandError(
      'bad-request',
      'Give the snapshot a time, or --restore the one it was taken with.',
    );
  }
  const changed = await withSession(options, 'write', name, async (client, sessionId) => {
    const times = [{ snapshotId, timeMs: timeMs ?? null }];
    const [snapshot] = await client.call('snapshots.setTimes', { sessionId, times });
    return snapshot;
  });
  if (changed === undefined) throw new CommandError('internal', 'The snapshot was not answered.');
  if (options.json === true) {
    printJson('session time', { formatVersion: 1, ...changed });
    return;
  }
  const { retimedFrom } = changed;
  const before = retimedFrom === undefined ? '' : `, taken ${formatTime(retimedFrom.timeMs)}`;
  print(`${changed.id} is at ${formatTime(changed.timeMs)}${before}`);
}
