import { targetName, type Capture, type Snapshot, type Target } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import { CommandError } from '../command-error';
import type { CaptureOptions } from '../options';
import { formatBytes, formatTime, print, printJson } from '../print';
import { withSession } from '../with-client';

export async function capture(name: string, options: CaptureOptions): Promise<void> {
  if (options.target !== undefined && options.once !== true) {
    throw new CommandError(
      'bad-request',
      '--target goes with --once.',
      'A plan takes every target that is not paused.',
    );
  }
  if (options.trace !== undefined && options.once !== true) {
    throw new CommandError(
      'bad-request',
      '--trace goes with --once.',
      'By a plan every trace has 5 s: --kinds goroutine,heap,trace.',
    );
  }
  if (options.trace === undefined && (options.traceLimit !== undefined || options.traceCpu === true)) {
    throw new CommandError('bad-request', '--trace-limit and --trace-cpu go with --trace.');
  }
  await withSession(options, 'write', name, async (client, sessionId) => {
    const { targets } = await client.call('sessions.get', { sessionId });
    const say = (snapshot: Snapshot): void => {
      if (options.json === true) printJson('capture', { formatVersion: 1, ...snapshot });
      else print(describe(snapshot, targets));
    };
    if (options.once === true) {
      const snapshots = await client.call('capture.now', {
        sessionId,
        ...(options.target === undefined
          ? {}
          : { targetIds: options.target.map((one) => findTarget(targets, one)) }),
        ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
        ...(options.trace === undefined
          ? {}
          : {
              trace: {
                seconds: options.trace,
                ...(options.traceLimit === undefined ? {} : { maxBytes: options.traceLimit }),
                cpuProfile: options.traceCpu === true,
              },
            }),
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

/** By its id, or by what the user calls it. */
function findTarget(targets: readonly Target[], name: string): string {
  const found = targets.find(({ id }) => id === name) ?? targets.find(({ label }) => label === name);
  if (found !== undefined) return found.id;
  const names = targets.map(targetName).join(', ');
  throw new CommandError('not-found', `No target is called ${JSON.stringify(name)}.`, `There are: ${names}.`);
}

function describeCapture({ facts, sizeBytes }: Capture): string {
  if (facts.kind === 'goroutine' && facts.total !== null) return `${facts.kind} ${facts.total}`;
  if (facts.trace === undefined || facts.trace.seconds === null) return facts.kind;
  return `trace ${facts.trace.seconds.toFixed(1)}s ${formatBytes(sizeBytes)}`;
}

function describe(snapshot: Snapshot, targets: readonly Target[]): string {
  const target = targets.find(({ id }) => id === snapshot.targetId);
  const came = (kind: string): boolean => snapshot.captures.some(({ facts }) => facts.kind === kind);
  const parts = [
    ...snapshot.captures.map(describeCapture),
    ...(snapshot.memory === null ? [] : ['memory']),
    ...snapshot.failures.map(
      (failure) =>
        `${failure.kind}${came(failure.kind) ? '' : ' failed'}: ${failure.message}${failure.advice === undefined ? '' : ` ${failure.advice}`}`,
    ),
  ];
  return `${formatTime(snapshot.timeMs)}  ${target === undefined ? (snapshot.targetId ?? '–') : targetName(target)}  ${parts.join(', ')}`;
}
