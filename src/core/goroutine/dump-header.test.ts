import { describe, expect, it } from 'vitest';
import { parseDumpHeader } from './dump-header';

const plain = { waitMinutes: -1, flags: 0, labels: [] };

describe('parseDumpHeader', () => {
  it.each([
    ['[running]:', { state: 'running' }],
    ['[chan receive (nil chan)]:', { state: 'chan receive (nil chan)' }],
    ['[select (no cases), 12 minutes]:', { state: 'select (no cases)', waitMinutes: 12 }],
    [
      '[chan receive, 6883 minutes, locked to thread]:',
      { state: 'chan receive', waitMinutes: 6883, flags: 1 },
    ],
    ['[syscall, locked to thread]:', { state: 'syscall', flags: 1 }],
    ['[chan send (leaked)]:', { state: 'chan send', flags: 2 }],
    [
      '[chan receive (nil chan) (leaked) (scan), 3 minutes]:',
      { state: 'chan receive (nil chan)', flags: 2, waitMinutes: 3 },
    ],
    ['[GC worker (idle) (scan)]:', { state: 'GC worker (idle)' }],
    ['[select (durable), synctest bubble 1]:', { state: 'select', flags: 4 }],
    ['[sleep (scan) (durable), 1 minutes, synctest group 7]:', { state: 'sleep', flags: 4, waitMinutes: 1 }],
    ['[force gc (idle)]:', { state: 'force gc (idle)' }],
    ['[chan receive] {sweep: "a]b"}:', { state: 'chan receive', labels: [['sweep', 'a]b']] }],
    [
      '[chan receive, 2 minutes]{a: b, "c d": e}:',
      {
        state: 'chan receive',
        waitMinutes: 2,
        labels: [
          ['a', 'b'],
          ['c d', 'e'],
        ],
      },
    ],
    [
      '[chan receive labels:{"handler": "Report", "sweep": "a]b"}]:',
      {
        state: 'chan receive',
        labels: [
          ['handler', 'Report'],
          ['sweep', 'a]b'],
        ],
      },
    ],
    ['[IO wait, 4 minutes labels:{"k": "]:"}]:', { state: 'IO wait', waitMinutes: 4, labels: [['k', ']:']] }],
    ['[???]:', { state: '???' }],
  ])('%s', (text, expected) => expect(parseDumpHeader(text)).toEqual({ ...plain, ...expected }));

  it.each([
    '',
    '[',
    '[]:',
    '[running]',
    '[running',
    '[running]: and more',
    '[chan receive labels:{"k": ]:',
    'running]:',
  ])('refuses %s', (text) => expect(parseDumpHeader(text)).toBeNull());
});
