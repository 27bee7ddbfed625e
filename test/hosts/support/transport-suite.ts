// One suite over every transport. A harness says where scenarios run.
import { DEFAULT_SETTINGS } from '../../../src/contract/methods';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { BULK_BYTES, bulk, type ScenarioName } from './scenarios';

/** The files that the fake backend serves from `dir`. */
export async function writeCaptures(dir: string): Promise<void> {
  await mkdir(join(dir, 's1/2025-05-12'), { recursive: true });
  await writeFile(join(dir, 's1/2025-05-12/bulk.pb.gz'), bulk());
}

const uploadName = (bytes: Uint8Array): string =>
  `${bytes.byteLength}-${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}`;

export function describeTransport(
  name: string,
  run: (scenario: ScenarioName) => Promise<unknown>,
  { carriesTexts }: { carriesTexts: boolean },
): void {
  describe(`${name} transport`, () => {
    it('calls', async () => {
      expect(await run('call')).toMatchObject({ version: 'fake', canOpenDialogs: false });
    });

    it('gives each failure its shape, and no detail of a defect', async () => {
      // Where the server is this process, it logs the defect here.
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      const errors = await run('errors').finally(() => log.mockRestore());
      expect(errors).toEqual({
        expected: {
          code: 'format',
          message: 'heap.pb.gz: Of 3 bytes.',
          key: 'file-unreadable',
          values: { file: 'heap.pb.gz', why: { key: 'bytes-truncated', values: { detail: 'Of 3 bytes.' } } },
        },
        badArguments: {
          code: 'bad-request',
          message: expect.stringContaining('sessionId') as string,
          key: 'bad-arguments',
          values: { method: 'sessions.get', detail: expect.stringContaining('sessionId') as string },
        },
        noSuchMethod: {
          code: 'not-found',
          message: expect.stringContaining('constructor') as string,
          key: 'no-method',
          values: { method: '"constructor"' },
        },
        defect: {
          code: 'internal',
          message: expect.not.stringContaining('secret') as string,
          key: 'internal',
        },
      });
    });

    it('hands events out in order until told not to', async () => {
      expect(await run('event')).toEqual([
        ['settings.changed', { ...DEFAULT_SETTINGS, theme: 'dark', locale: 'en' }],
        ['settings.changed', { ...DEFAULT_SETTINGS, theme: 'light', locale: 'en' }],
      ]);
    });

    it('aborts one call of two and leaves the other', async () => {
      expect(await run('abortOneOfTwo')).toEqual({
        first: { code: 'cancelled', message: 'Cancelled.', key: 'cancelled' },
        aborted: ['abort-first'],
        second: ['abort-second'],
        abortedBefore: { code: 'cancelled', message: 'Cancelled.', key: 'cancelled' },
      });
    });

    it('tells the caller alone how far its call is, and nothing after the answer', async () => {
      expect(await run('progress')).toEqual({
        heard: [
          { step: 'inspect', done: 0, all: 2 },
          { step: 'keep', done: 1, all: 2 },
        ],
        other: [],
        answer: [],
        late: 0,
        afterwards: [{ step: 'inspect', done: 0, all: 2 }],
        given: { code: 'cancelled', message: 'Cancelled.', key: 'cancelled' },
      });
    });

    it('runs two calls at once', async () => {
      expect(await run('twoAtOnce')).toEqual({ slow: ['slow'], order: ['quick', 'slow'] });
    });

    it('carries 20 MB both ways unchanged', async () => {
      const sent = bulk();
      expect(await run('bytes')).toEqual({
        isBytes: true,
        size: BULK_BYTES,
        sha256: createHash('sha256').update(sent).digest('hex'),
        uploaded: uploadName(sent),
        empty: uploadName(new Uint8Array()),
        view: uploadName(sent.subarray(1000, 2000)),
        none: { code: 'not-found', message: 'There is no such capture.' },
        answer: Array.from(bulk(1000).subarray(-3)),
        noAnswer: { code: 'not-found', message: 'There is no such answer.' },
        noWaiting: { code: 'cancelled', message: 'Cancelled.', key: 'cancelled' },
        cancelled: { code: 'cancelled', message: 'Cancelled.', key: 'cancelled' },
      });
    });

    it('answers what is no message, and goes on', async () => {
      const after = expect.objectContaining({ version: 'fake' }) as unknown;
      if (!carriesTexts) {
        const codes = ['not-found', 'bad-request', 'not-found'];
        const errors = codes.map((code) => expect.objectContaining({ code }) as unknown);
        expect(await run('malformed')).toEqual({ errors, after });
        return;
      }
      expect(await run('malformed')).toEqual({
        sent: 11,
        errors: [
          [null, 'bad-request'],
          [null, 'bad-request'],
          [null, 'bad-request'],
          [null, 'bad-request'],
          [900000, 'bad-request'],
          [null, 'bad-request'],
          [null, 'bad-request'],
          [900001, 'bad-request'],
          [900002, 'bad-request'],
          [900004, 'not-found'],
        ],
        after,
      });
    });
  });
}
