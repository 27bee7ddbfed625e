import { afterEach, describe, expect, it, vi } from 'vitest';
import { escapeUnprintable } from '../core/base/escape-unprintable';
import { decodeUtf8 } from '../core/base/utf8';
import {
  formatBytes,
  formatRate,
  formatTable,
  formatTime,
  print,
  printJson,
  printVerbatim,
  warn,
} from './print';

describe('formatTable', () => {
  it('aligns numbers right, names left, and leaves no trailing space', () => {
    const table = formatTable(
      [{ head: 'count', align: 'right' }, { head: 'site' }],
      [
        ['14,974', 'rainbow.go:72'],
        ['3', 'x'],
      ],
    );
    expect(table).toEqual([' count  site', '14,974  rainbow.go:72', '     3  x']);
  });
});

describe('figures', () => {
  it('writes bytes in powers of 1024', () => {
    expect([0, 512, 1536, 3.48 * 1024 ** 3, -2048].map(formatBytes)).toEqual([
      '0B',
      '512B',
      '1.5kB',
      '3.48GB',
      '-2kB',
    ]);
  });
  it('signs rates', () => {
    expect(formatRate(7200, 'count')).toBe('+7,200');
    expect(formatRate(-0.51234, 'count')).toBe('−0.512');
    expect(formatRate(1024 ** 2, 'bytes')).toBe('+1MB');
  });
  it('writes times in UTC', () => {
    expect(formatTime(Date.UTC(2025, 4, 12, 11, 36, 6, 482))).toBe('2025-05-12 11:36:06Z');
  });
});

describe('what comes from elsewhere', () => {
  const HOSTILE = 'main.\u001b]0;owned\u0007\r\nplumbline: all is well\u009b2J\u202e\t';
  const SHOWN = 'main.\\x1b]0;owned\\x07\\r\\nplumbline: all is well\\x9b2J\\u202e\\t';
  afterEach(() => void vi.restoreAllMocks());
  const written = (stream: NodeJS.WriteStream, write: () => void): string => {
    const spy = vi.spyOn(stream, 'write').mockReturnValue(true);
    write();
    return spy.mock.calls.map(([text]) => (typeof text === 'string' ? text : decodeUtf8(text))).join('');
  };

  it('is shown and not obeyed, once and for all', () => {
    expect(escapeUnprintable(HOSTILE)).toBe(SHOWN);
    expect(escapeUnprintable(SHOWN)).toBe(SHOWN);
    expect(escapeUnprintable('主.函数 «é»')).toBe('主.函数 «é»');
  });

  it('is written as it is where a report is pprof’s', () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    printVerbatim('main.\udce9 é');
    expect(write.mock.calls).toEqual([[new Uint8Array(Buffer.from('main.\xe9 \xc3\xa9\n', 'latin1'))]]);
  });

  it('makes no second line, in an answer, in a table or in a failure', () => {
    expect(written(process.stdout, () => print(['a', HOSTILE]))).toBe(`a\n${SHOWN}\n`);
    expect(written(process.stderr, () => warn(HOSTILE, 'Try it.'))).toBe(`plumbline: ${SHOWN} Try it.\n`);
    const table = formatTable([{ head: 'a' }, { head: 'b', align: 'right' }], [[HOSTILE, '1']]);
    expect(table).toEqual([`${'a'.padEnd(SHOWN.length)}  b`, `${SHOWN}  1`]);
  });

  it('is escaped in JSON, and the same when it is read', () => {
    const value = { sessions: [{ name: HOSTILE }] } as never;
    const json = written(process.stdout, () => printJson('session list', value));
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(json)).toEqual(value);
  });
});
