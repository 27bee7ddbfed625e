// Goroutines from a goroutine (or goroutineleak) profile in protobuf form: stacks with counts and labels. There is
// no state, goid or creator in it; states are inferred from the runtime's frames.
import { err, ok, type FormatError, type Result } from '../base/result';
import type { Stack } from '../base/frame';
import { at, type Profile } from '../pprof/profile';
import { foldStacks, labelledStacksOf } from '../pprof/stacks';
import type { View } from '../pprof/view';
import { GOROUTINE_FLAGS, GoroutineBuilder, type Goroutines } from './goroutines';
import { waitStateOf } from './wait-class';

/**
 * Counts of a delta may be negative; they are passed on as they are. `unsupported`: a profile of something else. `view`: what
 * filters leave of the profile; states are those of the whole stacks.
 */
export const goroutinesFromProfile = (
  whole: Profile,
  { profile, origin }: Pick<View, 'profile' | 'origin'> = { profile: whole, origin: null },
): Result<Goroutines, FormatError> => {
  const type = whole.sampleTypes.findIndex((t) => t.type === 'goroutine' || t.type === 'goroutineleak');
  if (type < 0) {
    const types = whole.sampleTypes.map((t) => t.type).join(', ');
    return err({
      code: 'unsupported',
      message: `Not a goroutine profile: its sample types are ${types || 'none'}.`,
    });
  }
  const leaked = whole.sampleTypes[type]?.type === 'goroutineleak';
  const builder = new GoroutineBuilder('profile');
  const startLines = {
    chanrecv: startLineOf(whole, 'runtime.chanrecv'),
    chansend: startLineOf(whole, 'runtime.chansend'),
  };
  const folded = foldStacks(whole);
  const states = folded.stacks.map((stack) => builder.stateRow(waitStateOf(stack, { startLines })));
  const stateOf = (sample: number): number =>
    at(states, at(folded.rowOfSample, origin === null ? sample : at(origin, sample)));
  const { stacks, values, labels, marks } = labelledStacksOf(profile, type, stateOf);
  const rows = new Map<Stack, number>();
  for (let i = 0; i < stacks.length; i++) {
    const stack = at(stacks, i);
    let row = rows.get(stack);
    if (row === undefined) rows.set(stack, (row = builder.stacks.push(stack) - 1));
    builder.add({
      stack: row,
      state: at(marks, i),
      count: at(values, i),
      waitMinutes: -1,
      creator: -1,
      labels: builder.labelRow(Object.entries(at(labels, i))),
      flags: leaked ? GOROUTINE_FLAGS.leaked : 0,
      goid: 0,
      creatorGoid: 0,
    });
  }
  return ok(builder.finish({ statesInferred: true, truncated: false, declaredTotal: null }));
};

/** 0 where the profile does not hold the function, or no start lines (Go before 1.20). */
export const startLineOf = (profile: Profile, name: string): number => {
  const row = profile.functions.name.findIndex((string) => profile.strings[string] === name);
  return row < 0 ? 0 : at(profile.functions.startLine, row);
};
