import type { OnProgress } from '../../contract/progress';
import { PlumblineError } from '../../contract/errors';
import { encodeProfile } from '../../core/pprof/encode';
import { readDerived, writeDerived } from './derived-file';
import { loadTraceProfile } from './load-trace-profile';

export interface TraceProfileInput {
  readonly path: string;
  /** Where the answer is kept, see `derived-file`. */
  readonly kept: string;
  /** Whether it may be written there. */
  readonly keeps: boolean;
}

/** All profiles of a session's trace as one in protobuf form: some kilobytes, of a file that takes seconds to read. */
export async function profileOfTrace(
  { path, kept, keeps }: TraceProfileInput,
  tell: OnProgress = () => undefined,
): Promise<Uint8Array> {
  const known = await readDerived(kept);
  if (known !== null) return Uint8Array.from(known);
  const bytes = encodeProfile(await loadTraceProfile(path, { noLinks: true }, tell));
  try {
    if (keeps) await writeDerived(kept, bytes);
  } catch (error) {
    // A full disk takes nothing from the answer.
    if (!(error instanceof PlumblineError)) throw error;
  }
  return bytes;
}
