/** What a profile of a whole trace has, in its order: of each kind how often and how long, and the CPU samples. */
export const TRACE_SAMPLE_TYPES = [
  'sync_contentions',
  'sync_delay',
  'net_contentions',
  'net_delay',
  'syscall_contentions',
  'syscall_delay',
  'sched_contentions',
  'sched_delay',
  'blocked_contentions',
  'blocked_delay',
  'cpu_samples',
] as const;
export type TraceSampleType = (typeof TRACE_SAMPLE_TYPES)[number];

export const isTraceSampleType = (type: string): type is TraceSampleType =>
  (TRACE_SAMPLE_TYPES as readonly string[]).includes(type);
