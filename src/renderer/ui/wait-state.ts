/** Hue is the family, texture the member; the name always stands beside it. */
export type StateFamily = 'cpu' | 'kernel' | 'chan' | 'lock' | 'time' | 'gc' | 'other';
export type StateTexture = 'plain' | 'hatch' | 'dots';

export interface StateLook {
  readonly family: StateFamily;
  readonly texture: StateTexture;
}

// Go's own words for waiting; runtime/runtime2.go, waitReasonStrings, of all versions since 1.11, and what traces have besides
// (runtime/traceruntime.go, traceBlockReasonStrings).
const LOOKS: readonly (readonly [RegExp, StateFamily, StateTexture])[] = [
  [/^running$/, 'cpu', 'plain'],
  [/^(runnable|preempted|copystack)$/, 'cpu', 'hatch'],
  [/^syscall$/, 'kernel', 'plain'],
  [/^IO wait$/, 'kernel', 'hatch'],
  [/^chan receive/, 'chan', 'plain'],
  [/^chan send/, 'chan', 'hatch'],
  [/^select/, 'chan', 'dots'],
  [/^(sync\.Cond\.Wait|sync\.WaitGroup\.Wait)$/, 'lock', 'hatch'],
  [/^(semacquire|sync\.)/, 'lock', 'plain'],
  [/^(sleep|timer goroutine)/, 'time', 'plain'],
  [
    /^(GC|garbage collection|force gc|finalizer wait|cleanup wait|wait for GC|stopping the world|GOMAXPROCS updater)/i,
    'gc',
    'plain',
  ],
  [
    /^(trace reader|debug call|panicwait|dead|idle|coroutine|synctest|system goroutine wait|dumping heap|flushing proc|trace goroutine|trace proc|page trace)/,
    'gc',
    'hatch',
  ],
  // For what is not said.
  [/^(waiting|unspecified)$/, 'gc', 'dots'],
];

export function lookOfState(state: string): StateLook {
  for (const [words, family, texture] of LOOKS) if (words.test(state)) return { family, texture };
  return { family: 'other', texture: 'plain' };
}

/** A CSS background in tokens. */
export function fillOfState(state: string): string {
  const { family, texture } = lookOfState(state);
  if (family === 'other') return 'var(--same)';
  const strong = `var(--st-${family})`;
  const soft = `var(--st-${family}-2)`;
  if (texture === 'plain') return strong;
  return texture === 'hatch'
    ? `repeating-linear-gradient(135deg, ${strong} 0 1.6px, ${soft} 1.6px 4.2px)`
    : `radial-gradient(circle at 2px 2px, ${strong} 0 1.15px, transparent 1.3px) 0 0 / 4px 4px, ${soft}`;
}
