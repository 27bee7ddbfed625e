import type { FormatError, Result } from '../../src/core/base/result';
import { readTrace } from '../../src/core/trace/read-trace';
import type { Trace } from '../../src/core/trace/trace';
import { traceAnswers, traceBytes, type TraceDigest } from './go-trace';
import { randomFrom } from './random';
import { traceDigest } from './trace-lines';

const HEADER_BYTES = 16;

/** Cut anywhere, or with up to three bytes changed behind the header. */
export function damagedTrace(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (n: number): number => Math.floor(random() * n);
  if (random() < 0.5) return bytes.subarray(0, below(bytes.length));
  const damaged = bytes.slice();
  for (let i = 0; i <= below(3); i++) damaged[HEADER_BYTES + below(bytes.length - HEADER_BYTES)] = below(256);
  return damaged;
}

export async function readInPieces(bytes: Uint8Array, step = 1 << 20): Promise<Result<Trace, FormatError>> {
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += step) pieces.push(bytes.subarray(i, i + step));
  return readTrace(pieces);
}

export interface DamagedTrace {
  /** The fixture it was, and how often one was damaged before. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Damaged fixtures that follow from the seed alone; small ones, of every version. */
export function* damagedFixtures(count: number, seed: number): Generator<DamagedTrace> {
  const random = randomFrom(seed);
  const files = Object.entries(traceAnswers().traces)
    .filter(([, { events }]) => events > 10 && events < 8000)
    .map(([file]) => ({ file, bytes: traceBytes(file) }));
  for (let i = 0; i < count; i++) {
    const { file, bytes } = files[Math.floor(random() * files.length)]!;
    yield { name: `${file} ${i}`, bytes: damagedTrace(bytes, random) };
  }
}

export interface DamageOutcome {
  readonly same: number;
  /** Of the same: those that have an error. */
  readonly broken: number;
  /** Go's reader panicked, or ours refuses on purpose what Go's takes. */
  readonly aside: number;
  readonly different: readonly string[];
}

/** A clock that would have run for longer than 104 days; ids that are in no table, which Go's reader of
 * old traces takes for words of its own, or panics at. */
const REFUSED = /a time beyond what a clock shows|(?:name|string|stack) that is not there/;

/** Ids beyond 2^53 are not told apart here, as those of real threads, Ps and goroutines are. */
const hasVastIds = ({ threads, procs, goroutines }: Trace): boolean =>
  [threads, procs, goroutines].some((ids) => ids.some((id) => !Number.isSafeInteger(id)));

/** Events of each, and whether there is an error, here and there. */
export async function compareDamaged(
  traces: Iterable<DamagedTrace>,
  theirs: (bytes: Uint8Array) => Promise<TraceDigest>,
): Promise<DamageOutcome> {
  let [same, broken, aside] = [0, 0, 0];
  const different: string[] = [];
  for (const { name, bytes } of traces) {
    const read = await readInPieces(bytes);
    const ours = read.ok ? traceDigest(read.value) : { events: 0, sha256: '', error: read.error.message };
    const go = await theirs(bytes);
    // Of an old trace that is broken Go's reader gives nothing, ours what came before.
    const isNothing = go.events === 0 && go.error !== null && ours.error !== null;
    const isSame = isNothing || (ours.sha256 === go.sha256 && (ours.error === null) === (go.error === null));
    const isPanic = go.error?.startsWith('panic') === true;
    if (!isSame && (isPanic || REFUSED.test(ours.error ?? '') || (read.ok && hasVastIds(read.value))))
      aside++;
    else if (!isSame)
      different.push(`${name}: ours ${ours.events} (${ours.error}), Go ${go.events} (${go.error})`);
    else {
      same++;
      if (ours.error !== null) broken++;
    }
  }
  return { same, broken, aside, different };
}
