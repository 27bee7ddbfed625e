// Goroutines from a goroutine (or goroutineleak) profile in protobuf form: stacks with counts and labels. There is
// no state, goid or creator in it; states are inferred from the runtime's frames.
import { err, ok, type FormatError, type Result } from '../base/result';
import type { Stack } from '../base/frame';
import { at, type Profile } from '../pprof/profile';
import { labelledStacksOf } from '../pprof/stacks';
import { GOROUTINE_FLAGS, GoroutineBuilder, type Goroutines } from './goroutines';
import { waitStateOf } from './wait-class';

/**
 * Counts of a delta may be negative; they are passed on as they are. `unsupported`: a profile of something else. No states
 * are inferred where the frames that tell them were taken away.
 */
export const goroutinesFromProfile = (
  profile: Profile,
  { infersStates = true }: { readonly infersStates?: boolean } = {},
): Result<Goroutines, FormatError> => {
  const type = profile.sampleTypes.findIndex((t) => t.type === 'goroutine' || t.type === 'goroutineleak');
  if (type < 0) {
    const types = profile.sampleTypes.map((t) => t.type).join(', ');
    return err({
      code: 'unsupported',
      message: `Not a goroutine profile: its sample types are ${types || 'none'}.`,
    });
  }
  const leaked = profile.sampleTypes[type]?.type === 'goroutineleak';
  const { stacks, values, labels } = labelledStacksOf(profile, type);
  const builder = new GoroutineBuilder('profile');
  const startLines = {
    chanrecv: startLineOf(profile, 'runtime.chanrecv'),
    chansend: startLineOf(profile, 'runtime.chansend'),
  };
  const rows = new Map<Stack, { stack: number; state: number }>();
  for (let i = 0; i < stacks.length; i++) {
    const stack = at(stacks, i);
    let known = rows.get(stack);
    if (known === undefined) {
      const state = builder.stateRow(infersStates ? waitStateOf(stack, { startLines }) : null);
      known = { stack: builder.stacks.push(stack) - 1, state };
      rows.set(stack, known);
    }
    builder.add({
      ...known,
      count: at(values, i),
      waitMinutes: -1,
      creator: -1,
      labels: builder.labelRow(Object.entries(at(labels, i))),
      flags: leaked ? GOROUTINE_FLAGS.leaked : 0,
      goid: 0,
      creatorGoid: 0,
    });
  }
  return ok(builder.finish({ statesInferred: infersStates, truncated: false, declaredTotal: null }));
};

/** 0 where the profile does not hold the function, or no start lines (Go before 1.20). */
const startLineOf = (profile: Profile, name: string): number => {
  const row = profile.functions.name.findIndex((string) => profile.strings[string] === name);
  return row < 0 ? 0 : at(profile.functions.startLine, row);
};
