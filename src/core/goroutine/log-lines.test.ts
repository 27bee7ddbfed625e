import { describe, expect, it } from 'vitest';
import { bytesOf, fixture } from '../../../test/support/goroutine-fixtures';
import type { Goroutines } from './goroutines';
import { withoutLogPrefixes } from './log-lines';
import { parseDump } from './parse-dump';

const dump = new TextDecoder().decode(fixture('goroutine/go1.26/debug-flags/goroutine.debug2.txt'));
const lines = dump.trimEnd().split('\n');

const read = (text: string): Goroutines => {
  const parsed = parseDump(bytesOf(text));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const expected = read(dump);

const two = (n: number): string => String(n % 60).padStart(2, '0');
/** A time that moves on and drops its zeros, as RFC3339Nano does. */
const time = (i: number): string => {
  const fraction = String((i * 7919) % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `2025-05-12T11:${two(i / 60)}:${two(i)}${fraction === '' ? '' : `.${fraction}`}Z`.replace(
    /:(\d\d?)\.\d+:/,
    ':$1:',
  );
};

const forms: [string, (line: string, i: number) => string][] = [
  ['kubectl logs --prefix', (line) => `[pod/collect-svr-7d9f8b6c5-x2x4z/app] ${line}`],
  ['pod/name container', (line) => `pod/collect-svr-7d9f8b6c5-x2x4z app ${line}`],
  ['--prefix --timestamps', (line, i) => `[pod/collect-svr-7d9f8b6c5-x2x4z/app] ${time(i)} ${line}`],
  ['docker logs --timestamps', (line, i) => `${time(i)} ${line}`],
  ['docker compose', (line) => `collect-svr-1  | ${line}`],
  ['CRI', (line, i) => `${time(i)} ${i % 3 === 0 ? 'stdout' : 'stderr'} F ${line}`],
  [
    'CRI with a line in two',
    (line, i) =>
      line.length > 40 && i % 5 === 0
        ? `${time(i)} stderr P ${line.slice(0, 20)}\n${time(i)} stderr F ${line.slice(20)}`
        : `${time(i)} stderr F ${line}`,
  ],
  [
    'syslog',
    (line, i) =>
      `May ${i % 2 === 0 ? ' 9' : '12'} 11:36:${two(i)} node-3 collect_svr[${1000 + i}]: ${line.replace('\t', '#011')}`,
  ],
  ['RFC 5424', (line, i) => `<13>1 2025-05-12T11:36:${two(i)}.${i}Z node-3 app ${i} - - ${line}`],
  ['blanks cut off', (line) => `[pod/a/b] ${line}`.trimEnd()],
  ['docker json-file', (line, i) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: time(i) })],
  [
    'a shipper’s JSON',
    (line, i) => JSON.stringify({ '@timestamp': time(i), kubernetes: { pod: 'a' }, message: line }),
  ],
  ['nested JSON', (line) => JSON.stringify({ severity: 'ERROR', jsonPayload: { text: line } })],
  [
    'other lines of the log between',
    (line, i) =>
      i % 9 === 0 ? `[pod/a/b] ${line}\n[pod/other/c] GET /x (200)\nplain line` : `[pod/a/b] ${line}`,
  ],
  ['CRLF', (line) => `[pod/a/b] ${line}\r`],
];

describe('a dump within a log', () => {
  it.each(forms)('%s', (_, wrap) => {
    const g = read(`${lines.map(wrap).join('\n')}\n`);
    expect({ ...g, truncated: false }).toEqual(expected);
    expect(g.truncated).toBe(false);
  });

  it.each(forms)('%s, where empty lines are lost', (_, wrap) => {
    const g = read(
      `${lines
        .filter((line) => line !== '')
        .map(wrap)
        .join('\n')}\n`,
    );
    expect(g.total).toBe(expected.total);
    expect(g.stacks).toEqual(expected.stacks);
  });

  it('reads a whole dump in one JSON record, and a record whose lines have no prefix of their own', () => {
    expect(read(`${JSON.stringify({ level: 'error', stack: dump })}\n`)).toEqual(expected);
    const panic = 'goroutine 7 [running]:\nmain.f(0x1)\n\t/src/f.go:12 +0x1d\n';
    expect(read(`2025-05-12 11:36:06 ERROR ${panic}`).stacks[0]).toEqual([
      { function: 'main.f', file: '/src/f.go', line: 12 },
    ]);
  });

  it('hands back the very same bytes where there is no prefix, and null where there is no header', () => {
    const bytes = bytesOf(`panic: boom\n\n${dump}`);
    expect(withoutLogPrefixes(bytes)).toBe(bytes);
    expect(withoutLogPrefixes(bytesOf('goroutine x [running]:\n'))).toBeNull();
  });
});

describe('hostile text', () => {
  it.each([
    ['headers on one line without end', 'x'.repeat(600) + 'goroutine 1 [running]:'.repeat(200_000)],
    ['nothing but the first letter', 'g'.repeat(4_000_000)],
    ['marks without end', `goroutine 1 [select${' (scan)'.repeat(400_000)}]:\n`],
    [
      'a frame line without end',
      `goroutine 1 [select]:\n${'('.repeat(2_000_000)})\n\t${':1'.repeat(1_000_000)}\n`,
    ],
  ])('is read in time: %s', (_, text) => {
    // Milliseconds; a step that is quadratic would run into the test's time limit.
    const parsed = parseDump(bytesOf(text));
    if (parsed.ok) expect(parsed.value.total).toBe(1);
    else expect(parsed.error.code).toBe('malformed');
  });
});
