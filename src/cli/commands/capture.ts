import type { Snapshot } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import { CommandError } from '../command-error';
import { findSession } from '../find-session';
import type { CaptureOptions } from '../options';
import { formatTime, print, printJson } from '../print';
import { withClient } from '../with-client';

export async function capture(name: string, options: CaptureOptions): Promise<void> {
  await withClient(options, 'write', async (client) => {
    const { id: sessionId } = await findSession(client, name);
    const say = (snapshot: Snapshot): void => {
      if (options.json === true) printJson('capture', { formatVersion: 1, ...snapshot });
      else print(describe(snapshot));
    };
    if (options.once === true) {
      const snapshots = await client.call('capture.now', {
        sessionId,
        ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
      });
      snapshots.forEach(say);
      if (snapshots.every(isEmpty)) throw nothingCame();
      return;
    }
    let kept = 0;
    const unsubscribe = client.on('snapshot.added', (event) => {
      if (event.sessionId !== sessionId) return;
      if (!isEmpty(event.snapshot)) kept++;
      say(event.snapshot);
    });
    const stop = new AbortController();
    const onSignal = (): void => stop.abort();
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
    try {
      await client.call(
        'capture.run',
        {
          sessionId,
          plan: {
            ...(options.for === undefined ? {} : { untilMs: Date.now() + options.for }),
            ...(options.every === undefined ? {} : { everyMs: options.every }),
            ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
          },
        },
        stop.signal,
      );
    } catch (error) {
      // Ended by hand: what was captured until then is kept.
      if (!(error instanceof PlumblineError && error.code === 'cancelled')) throw error;
    } finally {
      unsubscribe();
    }
    if (kept === 0 && !stop.signal.aborted) throw nothingCame();
  });
}

const isEmpty = (snapshot: Snapshot): boolean => snapshot.captures.length === 0 && snapshot.memory === null;

const nothingCame = (): CommandError =>
  new CommandError('target-answer', 'Nothing could be captured; the session keeps the reasons.');

function describe(snapshot: Snapshot): string {
  const parts = [
    ...snapshot.captures.map(({ facts }) =>
      facts.kind === 'goroutine' && facts.total !== null ? `${facts.kind} ${facts.total}` : facts.kind,
    ),
    ...(snapshot.memory === null ? [] : ['memory']),
    ...snapshot.failures.map(
      (failure) =>
        `${failure.kind} failed: ${failure.message}${failure.advice === undefined ? '' : ` ${failure.advice}`}`,
    ),
  ];
  return `${formatTime(snapshot.timeMs)}  ${snapshot.targetId ?? '–'}  ${parts.join(', ')}`;
}
