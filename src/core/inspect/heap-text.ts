// heap?debug=1 as far as a look needs it: how much is in use. Its numbers are raw samples, so each record is scaled by
// the chance that an object of its mean size is sampled, as runtime/pprof does for protobuf (scaleHeapSample).

const HEADER = /^heap profile: \d+: \d+ \[\d+: \d+\] @ heap(?:z)?(?:\/(\d+)|_v2\/(\d+))?\s*$/;
const RECORD = /^(\d+): (\d+) \[\d+: \d+\] @/;

/** Bytes in use, by scaled samples; null where the text is no heap profile. `lines` of the text, the first included. */
export const inuseBytesOfHeapText = (lines: Iterable<string>): number | null => {
  let rate: number | null = null;
  let total = 0;
  for (const line of lines) {
    if (rate === null) {
      const header = HEADER.exec(line);
      if (header === null) return null;
      // Go prints twice its MemProfileRate, after the habit of an early C++ profiler.
      rate = Number(header[1] ?? header[2] ?? 0) / 2;
      continue;
    }
    const record = RECORD.exec(line);
    if (record === null) continue;
    const objects = Number(record[1]);
    const bytes = Number(record[2]);
    if (objects === 0 || bytes === 0) continue;
    total += rate <= 1 ? bytes : bytes / -Math.expm1(-(bytes / objects) / rate);
  }
  return rate === null ? null : Math.round(total);
};
