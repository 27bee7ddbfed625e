import type { JsonShape } from '../../contract/cli-json';
import type { Client } from '../../contract/client';
import type { Verification } from '../../contract/domain';
import { PlumblineError } from '../../contract/errors';
import { CommandError } from '../command-error';
import { parseHeader } from '../headers';
import type { CommonOptions, SessionCreateOptions } from '../options';
import {
  formatBytes,
  formatCount,
  formatTable,
  formatTime,
  print,
  printJson,
  progressLine,
  warn,
} from '../print';
import { describeNotes } from '../describe-annotations';
import { describeSeveral, nameLife } from '../describe-lives';
import { withSession, withWorkspace } from '../with-client';

export async function createSession(name: string, options: SessionCreateOptions): Promise<void> {
  const session = await withWorkspace(options, 'write', 'no-session', (client) =>
    client.call('sessions.create', {
      name,
      timeScale: options.timeScale,
      targets: options.target.map((url) => ({
        url,
        headers: (options.header ?? []).map(parseHeader),
        metricsUrl: options.metrics ?? null,
        insecureTls: options.insecure ?? false,
      })),
      plan: {
        ...(options.every === undefined ? {} : { everyMs: options.every }),
        ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
        ...(options.gc === undefined ? {} : { heapGc: options.gc }),
      },
    }),
  );
  if (options.json === true) printJson('session create', { formatVersion: 1, ...session });
  else print(session.id);
}

export async function listSessions(options: CommonOptions): Promise<void> {
  const sessions = await withWorkspace(options, 'read', 'all-sessions', (client) =>
    client.call('sessions.list', {}),
  );
  if (options.json === true) {
    const inEnglish = sessions.map((one) => ({ ...one, problem: one.problem?.message ?? null }));
    printJson('session list', { formatVersion: 1, sessions: inEnglish });
    return;
  }
  if (sessions.length === 0) {
    print('No sessions yet. Begin with: plumbline session create NAME --target URL');
    return;
  }
  print(
    formatTable(
      [{ head: 'session' }, { head: 'name' }, { head: 'snapshots', align: 'right' }, { head: 'last' }],
      sessions.map((s) => [
        s.id,
        s.name,
        formatCount(s.snapshots),
        s.problem?.message ?? (s.lastMs === null ? 'none yet' : formatTime(s.lastMs)),
      ]),
    ),
  );
}

/** Exits with 1 where something is damaged; what a crash left unfinished is told, and is no damage. */
export async function verifySession(name: string, options: CommonOptions): Promise<void> {
  const found = await withSession(options, 'read', name, async (client, sessionId) => {
    const { onProgress, end } = progressLine('captures read');
    try {
      return await client.call('sessions.verify', { sessionId }, undefined, onProgress);
    } finally {
      end();
    }
  });
  const journal = found.journal.map(({ message }) => message);
  if (options.json === true) printJson('session verify', { ...found, journal });
  else print(describeVerification(found));
  if (found.ok) return;
  throw new CommandError('format', ...whatIsWrong(found));
}

/** The gravest of it, and what to do. */
function whatIsWrong({ sessionId, damage, journal, unclaimed, inTheWay }: Verification): [string, string] {
  const count = damage.length + journal.length;
  if (count > 0) {
    const places = count === 1 ? 'place' : 'places';
    return [
      `${sessionId} is damaged in ${count} ${places}.`,
      'Restore what is missing from a copy; everything else can be used.',
    ];
  }
  if (unclaimed.length > 0) {
    return [
      `The journal of ${sessionId} does not name ${files(unclaimed.length)} that ${unclaimed.length === 1 ? 'lies' : 'lie'} among its captures.`,
      'A crash leaves such files, and so does a journal whose end is lost: compare it with a copy if you have one. The next opening sets them aside in .orphans, and they can be imported from there.',
    ];
  }
  return [`In ${sessionId} there is something in the way: ${inTheWay.join(', ')}.`, 'Move it away.'];
}

const files = (n: number): string => `${formatCount(n)} ${n === 1 ? 'file' : 'files'}`;

function describeVerification(found: Verification): string[] {
  const lines = [
    ...found.damage.map(({ message }) => message),
    ...found.journal.map(({ message }) => message),
    ...found.inTheWay.map(
      (name) =>
        `In the place of ${name} there is something that is not the session's own, a link perhaps: nothing is read or written through it.`,
    ),
    ...(found.tornBytes === 0
      ? []
      : [
          `The last line of the journal was not written to its end (${found.tornBytes} bytes); it is cut off at the next opening.`,
        ]),
    ...(found.unclaimed.length === 0
      ? []
      : [
          `${files(found.unclaimed.length)} that the journal does not name, set aside at the next opening: ${found.unclaimed.join(', ')}`,
        ]),
    ...(found.setAside.length === 0
      ? []
      : [
          `${files(found.setAside.length)} in .orphans, left by a crash: import them if they are wanted, else delete them.`,
        ]),
  ];
  const whole = found.captures - found.damage.length;
  lines.push(
    `${formatCount(whole)} of ${formatCount(found.captures)} captures are whole (${formatBytes(found.bytes)}).`,
  );
  return lines;
}

export async function showSession(name: string, options: CommonOptions): Promise<void> {
  const shown = await withSession(options, 'read', name, async (client, sessionId) => ({
    session: await client.call('sessions.get', { sessionId }),
    timeline: await client.call('timeline.get', { sessionId, settled: true }),
    annotations: await client.call('annotations.list', { sessionId }),
    notes: await notesOf(client, sessionId),
  }));
  if (options.json === true) printJson('session show', { formatVersion: 1, ...shown });
  else print(describe(shown));
}

/** Notes that cannot be shown keep nothing else from being shown. */
async function notesOf(client: Client, sessionId: string): Promise<Shown['notes']> {
  try {
    const { text, savedMs, fromOutside } = await client.call('notes.get', { sessionId });
    return { sizeBytes: Buffer.byteLength(text), savedMs, fromOutside };
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    warn(error.message, error.advice);
    return null;
  }
}

type Shown = Omit<JsonShape<'session show'>, 'formatVersion'>;

/** The latest. */
const MOST_VERDICTS = 10;

function describe({ session, timeline, annotations, notes }: Shown): string[] {
  const { plan } = session;
  const count = timeline.snapshotId.length;
  const lines = [
    `${session.name} (${session.id}), created ${formatTime(session.createdMs)}`,
    ...session.targets.map(
      ({ id, label, url, paused }) =>
        `target     ${label === null ? id : `${label} (${id})`}  ${url}${paused ? '  paused' : ''}`,
    ),
    `plan       ${plan.kinds.join(', ')} every ${plan.everyMs / 1000} s${plan.heapGc ? ', with a GC before each heap profile' : ''}${plan.enabled ? '' : ', paused'}`,
    `snapshots  ${formatCount(count)}, ${formatBytes(timeline.diskBytes)} on disk, ${formatCount(timeline.failed.filter(Boolean).length)} failed, ${formatCount(timeline.gaps.length)} gaps`,
  ];
  for (const life of timeline.lives.length > session.targets.length ? timeline.lives : []) {
    const where = life.target ?? 'imported';
    lines.push(
      `life       ${where} ${life.life}  ${formatTime(life.fromMs)} to ${formatTime(life.toMs)}, ${nameLife(life)}`,
    );
  }
  for (const several of timeline.several) {
    const url = session.targets.find(({ id }) => id === several.target)?.url ?? null;
    lines.push(`warning    ${describeSeveral(several, url)}`);
  }
  if (session.timeScale !== 1) lines.push(`time       runs ${session.timeScale} times as fast as life`);
  for (const said of timeline.verdicts.slice(-MOST_VERDICTS)) {
    lines.push(`verdict    ${formatTime(said.timeMs)}  ${said.verdict}: ${said.sentence.message}`);
  }
  lines.push(...describeNotes(annotations, notes));
  const rows = Array.from({ length: Math.min(count, 20) }, (_, k) => {
    const i = count - Math.min(count, 20) + k;
    const cell = (value: number | null | undefined, format: (n: number) => string): string =>
      value === null || value === undefined ? '–' : format(value);
    return [
      formatTime(timeline.timeMs[i] ?? 0),
      cell(timeline.goroutines[i], formatCount),
      cell(timeline.liveHeapBytes[i], formatBytes),
      cell(timeline.rssBytes[i], formatBytes),
      `${timeline.kinds[i] ?? ''}${timeline.delta[i] === true ? ' (delta)' : ''}${timeline.failed[i] === true ? ' failed' : ''}`,
    ];
  });
  if (rows.length > 0) {
    lines.push(
      '',
      ...formatTable(
        [
          { head: 'time' },
          { head: 'goroutines', align: 'right' },
          { head: 'live heap', align: 'right' },
          { head: 'RSS', align: 'right' },
          { head: 'captures' },
        ],
        rows,
      ),
    );
  }
  return lines;
}
