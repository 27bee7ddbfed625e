// What every transport must do, as code that runs where the transport is: in Node or in a page. Answers are plain
// values, judged by transport-suite.ts.
import { PlumblineError, type WireError } from '../../../src/contract/errors';
import type { Transport } from '../../../src/contract/transport';

export interface Rig {
  readonly transport: Transport;
  /** Sends a text past the transport, on the same way. Absent where nothing carries texts. */
  readonly sendRaw?: (text: string) => void;
  /** Every message from the server, as it came. */
  readonly received?: readonly string[];
}

export const BULK_BYTES = 20_000_000;
/** The same 20 MB anywhere: a 32-bit xorshift, so that a lost, doubled or swapped part shows. */
export function bulk(size = BULK_BYTES): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let x = 2463534242;
  for (let i = 0; i < size; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[i] = x;
  }
  return bytes;
}

const failureOf = async (call: Promise<unknown>): Promise<WireError | 'no failure' | 'no PlumblineError'> => {
  try {
    await call;
    return 'no failure';
  } catch (error) {
    return error instanceof PlumblineError ? error.toWire() : 'no PlumblineError';
  }
};

async function until(met: () => boolean, call: () => Promise<unknown>): Promise<void> {
  // Each round waits for a whole round trip, so this ends when the server has caught up, not after a while.
  for (let round = 0; round < 1000 && !met(); round++) await call();
}

export const scenarios = {
  async call({ transport }: Rig) {
    return transport.call('app.capabilities', {});
  },
  async errors({ transport }: Rig) {
    return {
      expected: await failureOf(transport.call('sessions.get', { sessionId: 'none' })),
      badArguments: await failureOf(transport.call('sessions.get', { sessionId: 7 })),
      noSuchMethod: await failureOf(transport.call('constructor', {})),
      defect: await failureOf(transport.call('files.reveal', { sessionId: 's', captureId: 'c' })),
    };
  },
  async event({ transport }: Rig) {
    const seen: unknown[] = [];
    const end = transport.subscribe((event, payload) => seen.push([event, payload]));
    await transport.call('app.setSettings', { theme: 'dark' });
    await transport.call('app.setSettings', { theme: 'light' });
    await until(
      () => seen.length >= 2,
      () => transport.call('app.capabilities', {}),
    );
    end();
    await transport.call('app.setSettings', { theme: 'system' });
    await transport.call('app.capabilities', {});
    return seen;
  },
  async abortOneOfTwo({ transport }: Rig) {
    const abort = new AbortController();
    const first = failureOf(transport.call('timeline.get', { sessionId: 'abort-first' }, abort.signal));
    const second = transport.call('timeline.get', { sessionId: 'abort-second' });
    await transport.call('app.capabilities', {}); // both have reached the server
    abort.abort();
    const firstFailure = await first;
    let aborted: unknown[] = [];
    await until(
      () => aborted.length > 0,
      async () => {
        const list = (await transport.call('sessions.list', {})) as { id: string }[];
        aborted = list.map(({ id }) => id).filter((id) => id.startsWith('abort-'));
      },
    );
    await transport.call('sessions.status', { sessionId: 'abort-second' });
    const { snapshotId } = (await second) as { snapshotId: string[] };
    const early = AbortSignal.abort();
    return {
      first: firstFailure,
      aborted,
      second: snapshotId,
      abortedBefore: await failureOf(transport.call('app.capabilities', {}, early)),
    };
  },
  async progress({ transport }: Rig) {
    const heard: unknown[] = [];
    const other: unknown[] = [];
    const inspect = transport.call(
      'import.inspect',
      { files: [{ upload: 'a', name: 'a', modifiedMs: null }] },
      undefined,
      (progress) => heard.push(progress),
    );
    const quiet = transport.call('app.capabilities', {}, undefined, (progress) => other.push(progress));
    await quiet;
    const answer = await inspect;
    const atAnswer = heard.length;
    await transport.call('app.capabilities', {});
    // One that is given up hears nothing more, though its work is still being told of.
    const abort = new AbortController();
    const afterwards: unknown[] = [];
    const given = failureOf(
      transport.call(
        'import.inspect',
        { files: [{ upload: 'wait', name: 'wait', modifiedMs: null }] },
        abort.signal,
        (progress) => afterwards.push(progress),
      ),
    );
    await until(
      () => afterwards.length > 0,
      () => transport.call('app.capabilities', {}),
    );
    abort.abort();
    await given;
    await transport.call('app.capabilities', {});
    return { heard, other, answer, late: heard.length - atAnswer, afterwards, given: await given };
  },
  async twoAtOnce({ transport }: Rig) {
    const order: string[] = [];
    const slow = transport.call('timeline.get', { sessionId: 'slow' }).then((result) => {
      order.push('slow');
      return (result as { snapshotId: string[] }).snapshotId;
    });
    await transport.call('app.capabilities', {}).then(() => order.push('quick'));
    await transport.call('sessions.status', { sessionId: 'slow' });
    return { slow: await slow, order };
  },
  async bytes({ transport }: Rig) {
    const down = await transport.download('s1', '2025-05-12/bulk.pb.gz');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', down.slice().buffer));
    return {
      isBytes: down instanceof Uint8Array,
      size: down.byteLength,
      sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
      uploaded: await transport.upload(bulk()),
      empty: await transport.upload(new Uint8Array()),
      none: await failureOf(transport.download('s1', 'none')),
      answer: Array.from((await transport.bulk('answer')).subarray(-3)),
      noAnswer: await failureOf(transport.bulk('none')),
      noWaiting: await failureOf(transport.bulk('answer', AbortSignal.abort())),
      // A view into a larger buffer sends what it shows.
      view: await transport.upload(bulk(3000).subarray(1000, 2000)),
      cancelled: await failureOf(transport.download('s1', '2025-05-12/bulk.pb.gz', AbortSignal.abort())),
    };
  },
  async malformed({ transport, sendRaw, received }: Rig) {
    if (sendRaw === undefined || received === undefined) {
      // No text on the way that could be broken: what comes nearest is a call that is none.
      const calls: [string, unknown][] = [
        ['', null],
        ['app.capabilities', 'text'],
        ['__proto__', {}],
      ];
      const errors = await Promise.all(calls.map((call) => failureOf(transport.call(...call))));
      return { errors, after: await transport.call('app.capabilities', {}) };
    }
    const texts = [
      '',
      '{"type":"ca',
      'null',
      '[]',
      '{"type":"shutdown","id":900000}',
      '{"type":"call","id":"one","method":"app.capabilities","args":{}}',
      '{"type":"call","id":-1,"method":"app.capabilities","args":{}}',
      '{"type":"call","id":900001,"method":{},"args":{}}',
      '{"type":"call","id":900002,"method":"app.capabilities","args":{},"extra":1}',
      '{"type":"abort","id":900003}',
      `{"type":"call","id":900004,"method":"__proto__","args":{"__proto__":{"x":1}}}`,
    ];
    const before = received.length;
    for (const text of texts) sendRaw(text);
    const after = await transport.call('app.capabilities', {});
    const errors = received.slice(before).flatMap((text) => {
      const message = JSON.parse(text) as { type: string; id: number | null; error?: WireError };
      return message.type === 'error' ? [[message.id, message.error?.code]] : [];
    });
    return { sent: texts.length, errors, after };
  },
};

export type ScenarioName = keyof typeof scenarios;
