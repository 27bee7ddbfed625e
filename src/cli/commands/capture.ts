import type { Snapshot } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import { findSession } from '../find-session';
import type { CaptureOptions } from '../options';
import { formatTime, print, printJson } from '../print';
import { withClient } from '../with-client';

export async function capture(name: string, options: CaptureOptions): Promise<void> {
  await withClient(options, 'write', async (client) => {
    const { id: sessionId } = await findSession(client, name);
    const say = (snapshot: Snapshot): void => {
      if (options.json === true) printJson(snapshot);
      else print(describe(snapshot));
    };
    if (options.once === true) {
      const snapshots = await client.call('capture.now', {
        sessionId,
        ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
      });
      snapshots.forEach(say);
      if (snapshots.every((snapshot) => snapshot.captures.length === 0 && snapshot.memory === null)) {
        throw new PlumblineError(
          'target-answer',
          'Nothing could be captured; the session keeps the reasons.',
        );
      }
      return;
    }
    const { plan } = await client.call('sessions.get', { sessionId });
    const untilMs = options.for === undefined ? plan.untilMs : Date.now() + options.for;
    const ended = new Promise<void>((resolve, reject) => {
      client.on('snapshot.added', (event) => {
        if (event.sessionId === sessionId) say(event.snapshot);
      });
      client.on('status.changed', ({ sessionId: changed, targets }) => {
        if (changed !== sessionId) return;
        if (targets.length === 0 || !targets.every((target) => target.state === 'stopped')) return;
        if (untilMs !== null && Date.now() >= untilMs) resolve();
        else {
          const why = targets.find((target) => target.lastFailure !== null)?.lastFailure;
          reject(new PlumblineError('disk-failed', why?.message ?? 'Capturing stopped.', why?.advice));
        }
      });
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    });
    // The options hold for this command alone: what the app is to do later stays as it was.
    try {
      await client.call('sessions.update', {
        sessionId,
        plan: {
          enabled: true,
          untilMs,
          ...(options.every === undefined ? {} : { everyMs: options.every }),
          ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
        },
      });
      await ended;
    } finally {
      await client.call('sessions.update', { sessionId, plan });
    }
  });
}

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
