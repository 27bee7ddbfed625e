// The dump (debug=2) of a large service that leaks: half of its goroutines stand in two stacks and are as old as the leak,
// the others in hundreds of stacks of ordinary work, up to 40 frames deep, in all the wait states that Go names.
import { Random } from './growth/random';
import { makeFrames, makePaths } from './service-model';

/** States with their weight among the ordinary goroutines, and whether they wait long enough for Go to name minutes. */
const STATES: readonly (readonly [state: string, weight: number, aged: boolean])[] = [
  ['IO wait', 30, true],
  ['select', 25, true],
  ['chan receive', 12, true],
  ['runnable', 8, false],
  ['semacquire', 5, true],
  ['sync.WaitGroup.Wait', 4, true],
  ['sync.Mutex.Lock', 4, false],
  ['sync.RWMutex.RLock', 2, false],
  ['sync.Cond.Wait', 3, true],
  ['sleep', 3, false],
  ['chan send', 2, true],
  ['syscall', 1, false],
  ['select (no cases)', 0.4, true],
  ['chan receive (nil chan)', 0.3, true],
  ['finalizer wait', 0.1, true],
  ['GC worker (idle)', 0.1, true],
  ['running', 0.1, false],
];
const LEAK = { state: 'chan receive', share: 0.5, stacks: 2 } as const;
/** A quarter of an hour to ten days, in which the leak came about. */
const MAX_MINUTES = 14_400;

export interface ServiceDumpOptions {
  readonly stacks?: number;
  readonly seed?: number;
}

/** Yields goroutine by goroutine without end. Each different stack has one state and one creator. */
export function* makeServiceDump({ stacks = 400, seed = 1 }: ServiceDumpOptions = {}): Generator<string> {
  const random = new Random(seed);
  const frames = makeFrames(random, stacks * 4);
  const paths = makePaths(random, { frames: frames.length, count: stacks, minDepth: 1, maxDepth: 40 });
  const total = STATES.reduce((sum, [, weight]) => sum + weight, 0);
  const kinds = paths.map((path, i) => {
    let at = random.uniform() * total;
    const [state, , aged] =
      i < LEAK.stacks ? [LEAK.state, 0, true] : (STATES.find(([, w]) => (at -= w) < 0) ?? STATES[0]!);
    const shown = i < LEAK.stacks ? path.slice(0, 6) : path;
    return {
      state,
      aged,
      frames: shown.map((row) => frames[row]!),
      creator: frames[Math.floor(random.uniform() * frames.length)]!,
    };
  });
  const pointer = (): string =>
    `0xc${Math.floor(random.uniform() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}0`;
  const ARGUMENTS = [
    () => '',
    () => pointer(),
    () => `${pointer()}, 0x${Math.floor(random.uniform() * 4096).toString(16)}`,
    () => `{0x1a0b0f8, ${pointer()}}, {${pointer()}?, 0x15d1c60?}, 0x0?`,
    () => `${pointer()}, {${pointer()}, 0x1000, 0x1000}`,
    () => '...',
  ];
  let goid = 1;
  for (let n = 0; ; n++) {
    const row =
      random.uniform() < LEAK.share
        ? Math.floor(random.uniform() * LEAK.stacks)
        : Math.floor(random.uniform() ** 2 * stacks);
    const kind = kinds[row]!;
    const minutes = kind.aged ? Math.floor(random.uniform() * MAX_MINUTES) : 0;
    const locked = random.uniform() < 0.0005 ? ', locked to thread' : '';
    let text = `${n === 0 ? '' : '\n'}goroutine ${goid} [${kind.state}${minutes > 0 ? `, ${minutes} minutes` : ''}${locked}]:\n`;
    for (const { name, file, line } of kind.frames) {
      const words = ARGUMENTS[Math.floor(random.uniform() * ARGUMENTS.length)]!();
      text += `${name}(${words})\n\t${file}:${line} +0x${(line * 37).toString(16)}\n`;
    }
    const { name, file, line } = kind.creator;
    text += `created by ${name} in goroutine ${Math.max(1, goid - 7)}\n\t${file}:${line} +0x${(line * 41).toString(16)}\n`;
    yield text;
    goid += 1 + Math.floor(random.uniform() * 13);
  }
}

/** A dump of exactly `size` bytes, cut wherever that is, as Go does at 64 MiB. */
export function serviceDumpBytes(size: number, options: ServiceDumpOptions = {}): Uint8Array {
  const bytes = Buffer.alloc(size);
  let length = 0;
  for (const text of makeServiceDump(options)) {
    length += bytes.write(text, length, 'latin1');
    if (length === size) break;
  }
  return bytes;
}
