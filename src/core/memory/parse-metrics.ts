// A Prometheus text page (also OpenMetrics): of its lines only those that say something of this process' memory.
// client_golang's names come first; those of its runtime/metrics collector and of OpenTelemetry's runtime
// instrumentation stand in where they are missing.
import { err, ok, type FormatError, type Result } from '../base/result';
import { hasNumbers, type MemoryNumbers, type NumberField } from './memory-numbers';

/** Per field its metrics, the most trusted first; `a + b` is the sum of two that are there both. */
const METRICS: Readonly<Record<NumberField, readonly string[]>> = {
  goroutines: [
    'go_goroutines',
    'go_sched_goroutines_goroutines',
    'process_runtime_go_goroutines',
    'go_goroutine_count',
  ],
  heapAllocBytes: [
    'go_memstats_heap_alloc_bytes',
    'go_memstats_alloc_bytes',
    'go_memory_classes_heap_objects_bytes',
    'process_runtime_go_mem_heap_alloc_bytes',
  ],
  heapLiveBytes: ['go_gc_heap_live_bytes'],
  heapInuseBytes: [
    'go_memstats_heap_inuse_bytes',
    'go_memory_classes_heap_objects_bytes + go_memory_classes_heap_unused_bytes',
    'process_runtime_go_mem_heap_inuse_bytes',
  ],
  heapIdleBytes: [
    'go_memstats_heap_idle_bytes',
    'go_memory_classes_heap_free_bytes + go_memory_classes_heap_released_bytes',
    'process_runtime_go_mem_heap_idle_bytes',
  ],
  heapReleasedBytes: [
    'go_memstats_heap_released_bytes',
    'go_memory_classes_heap_released_bytes',
    'process_runtime_go_mem_heap_released_bytes',
  ],
  stackInuseBytes: ['go_memstats_stack_inuse_bytes', 'go_memory_classes_heap_stacks_bytes'],
  sysBytes: ['go_memstats_sys_bytes', 'go_memory_classes_total_bytes'],
  nextGcBytes: ['go_memstats_next_gc_bytes', 'go_gc_heap_goal_bytes', 'go_memory_gc_goal_bytes'],
  // The summary counts GC cycles.
  numGc: ['go_gc_duration_seconds_count', 'go_gc_cycles_total_gc_cycles_total'],
  totalAllocBytes: [
    'go_memstats_alloc_bytes_total',
    'go_gc_heap_allocs_bytes_total',
    'go_memory_allocated_bytes_total',
  ],
  mallocs: ['go_memstats_mallocs_total', 'go_gc_heap_allocs_objects_total', 'go_memory_allocations_total'],
  rssBytes: ['process_resident_memory_bytes', 'container_memory_rss'],
  rssAnonBytes: ['process_resident_memory_anon_bytes'],
  maxRssBytes: ['process_resident_memory_peak_bytes'],
  gomemlimitBytes: ['go_gc_gomemlimit_bytes', 'go_memlimit_bytes', 'go_memory_limit_bytes'],
  gogcPercent: ['go_gc_gogc_percent', 'go_config_gogc_percent'],
  // VictoriaMetrics' is the container's limit or, where it has none, the machine's memory.
  containerLimitBytes: ['container_spec_memory_limit_bytes', 'vm_available_memory_bytes'],
  processStartMs: ['process_start_time_seconds'],
};
const WANTED = new Set([
  ...Object.values(METRICS).flatMap((names) => names.flatMap((name) => name.split(' + '))),
  'go_info',
]);
/** Where there is no limit these are 0, the largest int64, or that less a page. */
const LIMITS: ReadonlySet<NumberField> = new Set(['gomemlimitBytes', 'containerLimitBytes']);
const NO_LIMIT = 2 ** 62;
/** Other lines are not looked into. */
const FIRST_LETTERS: ReadonlySet<number | undefined> = new Set(
  Array.from(WANTED, (name) => name.charCodeAt(0)),
);

const MAX_BYTES = 256 * 1024 * 1024;
/** A longer line is no number of ours. */
const MAX_LINE = 4096;
const LINE = /^([A-Za-z_:][A-Za-z0-9_:]*)(\{.*\})?[ \t]+(\S+)/;

/**
 * A metric that comes several times (a page of many processes) is left unknown: nothing says which is meant.
 * `html` for a page of another kind, `unsupported` where none of the numbers is there.
 */
export const parseMetrics = (bytes: Uint8Array): Result<MemoryNumbers, FormatError> => {
  if (bytes.length === 0) return err({ code: 'empty', message: 'The page is empty.' });
  if (bytes.length > MAX_BYTES)
    return err({ code: 'too-large', message: `A metrics page of ${bytes.length} bytes.` });
  const decoder = new TextDecoder();
  if (/^\s*<(?:!doctype|html|head|body)/i.test(decoder.decode(bytes.subarray(0, 256)))) {
    return err({ code: 'html', message: 'An HTML page, not metrics.' });
  }
  const values = new Map<string, { value: number; labels: string } | 'several'>();
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const first = bytes[start];
    // A last line without an end may be cut within its number.
    if (FIRST_LETTERS.has(first) && newline >= 0 && end - start <= MAX_LINE) {
      const match = LINE.exec(decoder.decode(bytes.subarray(start, end)));
      const name = match?.[1] ?? '';
      if (match !== null && WANTED.has(name)) {
        values.set(name, values.has(name) ? 'several' : { value: Number(match[3]), labels: match[2] ?? '' });
      }
    }
    start = end + 1;
  }
  const valueOf = (name: string): number => {
    const found = values.get(name);
    return found === undefined || found === 'several' ? NaN : found.value;
  };
  const numbers: MemoryNumbers = { source: 'metrics' };
  for (const field of Object.keys(METRICS) as NumberField[]) {
    const value = METRICS[field]
      .map((names) => names.split(' + ').reduce((sum, name) => sum + valueOf(name), 0))
      .find((sum) => Number.isFinite(sum));
    if (value === undefined || (LIMITS.has(field) && !(value > 0 && value < NO_LIMIT))) continue;
    numbers[field] = field === 'processStartMs' ? Math.round(value * 1000) : value;
  }
  const info = values.get('go_info');
  const version =
    info === undefined || info === 'several' ? null : /[{,]\s*version="([^"\\]*)"/.exec(info.labels);
  if (version?.[1] !== undefined) numbers.goVersion = version[1];
  return hasNumbers(numbers)
    ? ok(numbers)
    : err({ code: 'unsupported', message: 'No metric of a Go process (go_*, process_*) in it.' });
};
