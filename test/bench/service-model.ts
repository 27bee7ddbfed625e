// A service as profiles see it: packages with functions in files, and call paths through them. Seeded and the same on
// every machine, so that two runs of a benchmark measure the same bytes.
import type { Random } from './growth/random';

export interface ModelFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

const OWN = ['api', 'billing', 'cache', 'config', 'ingest', 'limiter', 'model', 'queue', 'report', 'store'];
const LIBRARIES = [
  ['google.golang.org/grpc', '@v1.64.0'],
  ['github.com/redis/go-redis/v9', '@v9.5.1'],
  ['github.com/segmentio/kafka-go', '@v0.4.47'],
  ['gorm.io/gorm', '@v1.25.10'],
  ['go.uber.org/zap', '@v1.27.0'],
] as const;
const STANDARD = [
  'net/http',
  'encoding/json',
  'database/sql',
  'bufio',
  'net',
  'crypto/tls',
  'context',
  'sync',
];
const VERBS = [
  'Handle',
  'Read',
  'Write',
  'Decode',
  'Encode',
  'Dispatch',
  'Fetch',
  'Merge',
  'Flush',
  'Resolve',
  'Watch',
];
const NOUNS = [
  'Batch',
  'Client',
  'Conn',
  'Frame',
  'Header',
  'Item',
  'Loader',
  'Pool',
  'Record',
  'Session',
  'Stream',
];

const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random.uniform() * list.length)] as T;

/** `count` places in code, each a function's own line; a function has one to four of them. */
export function makeFrames(random: Random, count: number): ModelFrame[] {
  const frames: ModelFrame[] = [];
  for (let n = 0; frames.length < count; n++) {
    const [folder, path] = pickPackage(random);
    const type = `${pick(random, NOUNS)}${n}`;
    const method = `${pick(random, VERBS)}${pick(random, NOUNS)}`;
    const closure = random.uniform() < 0.2 ? '.func1' : '';
    const name =
      random.uniform() < 0.6 ? `${path}.(*${type}).${method}${closure}` : `${path}.${method}${n}${closure}`;
    const file = `${folder}/${type.toLowerCase()}.go`;
    const start = 10 + Math.floor(random.uniform() * 900);
    const places = 1 + Math.floor(random.uniform() * 4);
    for (let i = 0; i < places && frames.length < count; i++)
      frames.push({ name, file, line: start + 3 * i });
  }
  return frames;
}

/** Folder and import path. */
function pickPackage(random: Random): readonly [string, string] {
  const which = random.uniform();
  if (which < 0.4) {
    const path = `example.com/collect/internal/${pick(random, OWN)}`;
    return [`/src/${path}`, path];
  }
  if (which < 0.7) {
    const [module, version] = pick(random, LIBRARIES);
    return [
      `/go/pkg/mod/${module}${version}/internal/${pick(random, OWN)}`,
      `${module}/internal/${pick(random, OWN)}`,
    ];
  }
  const path = pick(random, STANDARD);
  return [`/usr/local/go/src/${path}`, path];
}

/**
 * `count` different call paths as rows of a table of `frames` places, leaf first, `minDepth` to `maxDepth` deep. They share
 * their outer part as those of a real service do: each goes on from an earlier one, cut somewhere, or begins anew.
 */
export function makePaths(
  random: Random,
  options: {
    readonly frames: number;
    readonly count: number;
    readonly minDepth: number;
    readonly maxDepth: number;
  },
): number[][] {
  const { frames, count, minDepth, maxDepth } = options;
  const seen = new Set<string>();
  const paths: number[][] = [];
  while (paths.length < count) {
    const parent = paths.length === 0 || random.uniform() < 0.02 ? [] : pick(random, paths);
    const depth = minDepth + Math.floor(random.uniform() * (maxDepth - minDepth + 1));
    const keep = Math.min(parent.length, Math.floor(random.uniform() * depth));
    const added = Array.from({ length: depth - keep }, () => Math.floor(random.uniform() ** 2 * frames));
    const path = [...added, ...parent.slice(parent.length - keep)];
    const key = path.join();
    if (seen.has(key)) continue;
    seen.add(key);
    paths.push(path);
  }
  return paths;
}
