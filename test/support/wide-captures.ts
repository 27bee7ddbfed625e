// Captures as wide as they come: ten thousand stacks, each under names as long as Go's generics, modules and closures make
// them. For looks and for tables at length; deterministic.
import {
  Function as PprofFunction,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';

export const WIDE_ROWS = 10_000;

const MODULE = 'git.example.com/platform/observability/collect-server-with-a-long-name/v2';
const PACKAGES = [
  'internal/pkg/limiter',
  'internal/pkg/pipeline/transform',
  'api/handlers',
  'internal/storage/clickhouse',
];
const METHODS = [
  '(*tokenBucketWithReservation).AcquireOrWaitUntilDeadline',
  'NewBatchingPipelineProcessor[go.shape.struct { Key string; Values []float64; Attributes map[string]interface {} },go.shape.int64].func2.deferwrap1',
  '(*replicatedMergeTreeWriter[...]).flushPartitionLocked.func1.2',
  'glob..func17',
  'Map[go.shape.interface { Close() error; Read([]uint8) (int, error) },go.shape.*uint8]',
  '短名字.处理',
];

export interface WideName {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export function wideName(i: number): WideName {
  const folder = PACKAGES[i % PACKAGES.length] ?? '';
  const method = METHODS[i % METHODS.length] ?? '';
  const name = `${MODULE}/${folder}.${method}${i < METHODS.length ? '' : `_${i}`}`;
  return {
    name,
    file: `/build/${MODULE}/${folder}/source_of_the_handler_${i % 97}.go`,
    line: 10 + (i % 900),
  };
}

/** Of goroutines, as debug=1 writes it: the widest counts first. */
export function wideCounts(rows = WIDE_ROWS): Uint8Array {
  const count = (i: number): number => Math.max(1, Math.floor(30_000 / (i + 1)));
  const parts: string[] = [];
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const { name, file, line } = wideName(i);
    total += count(i);
    const pc = (0x400000 + i * 16).toString(16);
    parts.push(
      `${count(i)} @ 0x43a856 0x4085ec 0x${pc}\n#\t0x43a855\truntime.gopark+0xd5\t/usr/local/go/src/runtime/proc.go:424\n#\t0x4085eb\truntime.chanrecv1+0x12\t/usr/local/go/src/runtime/chan.go:509\n#\t0x${pc}\t${name}+0x1b9\t${file}:${line}\n\n`,
    );
  }
  return new TextEncoder().encode(`goroutine profile: total ${total}\n${parts.join('')}`);
}

/** A heap profile taken at `timeMs`, a function per sample. */
export function wideHeap(timeMs: number, rows = WIDE_ROWS): Uint8Array {
  const strings = new StringTable();
  const type = (name: string, unit: string): ValueType =>
    new ValueType({ type: strings.dedup(name), unit: strings.dedup(unit) });
  const functions: PprofFunction[] = [];
  const locations: Location[] = [];
  const samples: Sample[] = [];
  for (let i = 0; i < rows; i++) {
    const { name, file, line } = wideName(i);
    const id = i + 1;
    const named = strings.dedup(name);
    functions.push(new PprofFunction({ id, name: named, systemName: named, filename: strings.dedup(file) }));
    locations.push(
      new Location({ id, address: 0x400000 + i * 16, line: [new Line({ functionId: id, line })] }),
    );
    const bytes = Math.max(512, Math.floor((400 << 20) / (i + 1)));
    const objects = Math.max(1, Math.floor(bytes / 4096));
    samples.push(new Sample({ locationId: [id], value: [objects * 3, bytes * 3, objects, bytes] }));
  }
  const profile = new Profile({
    sampleType: [
      type('alloc_objects', 'count'),
      type('alloc_space', 'bytes'),
      type('inuse_objects', 'count'),
      type('inuse_space', 'bytes'),
    ],
    sample: samples,
    location: locations,
    function: functions,
    stringTable: strings,
    timeNanos: BigInt(timeMs) * 1_000_000n,
    periodType: type('space', 'bytes'),
    period: 512 * 1024,
  });
  return profile.encode();
}
