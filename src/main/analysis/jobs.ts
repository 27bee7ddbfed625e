// Everything that decodes or computes at length, by name: what the pool offers and the worker runs.
import type { OnProgress } from '../../contract/progress';
import type { Result, FormatError } from '../../core/base/result';
import { inspectCapture, type CaptureFacts } from '../../core/inspect/inspect-capture';
import { inspectBytes } from './inspect-bytes';
import { compareCaptures } from './job-compare';
import { exportCapture, exportDifference } from './job-export';
import { flameOfCapture, flameOfTwo } from './job-flame';
import { graphOfCapture, graphOfTwo } from './job-graph';
import { findInDumps, groupCapture, sitesOfCapture } from './job-goroutines';
import { judgeGrowth } from './job-growth';
import { standHeapRecords } from './job-heap-records';
import { accountOfLife } from './job-memory';
import { labelsOfCapture, tableOfCapture } from './job-profile';
import { sourceOfCapture, sourceOfTwo } from './job-source';
import { findStack, findStackInTraces, sourceOfStack } from './job-stack';
import { profileOfTrace } from './job-trace-profile';
import { unpackGrowth, type PackedGrowthInput } from './pack-captures';
import { readCapture } from './read-capture';

export const JOBS = {
  /** A look into bytes just fetched or read. */
  inspect: ({ bytes }: { bytes: Uint8Array }): Promise<Result<CaptureFacts, FormatError>> =>
    inspectBytes(bytes),
  inspectFile: async ({ path }: { path: string }): Promise<Result<CaptureFacts, FormatError>> => {
    const unpacked = await readCapture(path);
    return unpacked.ok ? inspectCapture(unpacked.value) : unpacked;
  },
  goroutines: groupCapture,
  findGoroutines: findInDumps,
  sites: sitesOfCapture,
  profile: tableOfCapture,
  labels: labelsOfCapture,
  flame: flameOfCapture,
  graph: graphOfCapture,
  graphDifference: graphOfTwo,
  source: sourceOfCapture,
  sourceDifference: sourceOfTwo,
  export: exportCapture,
  exportDifference,
  compare: compareCaptures,
  flameDifference: flameOfTwo,
  growth: (input: PackedGrowthInput, tell?: OnProgress) => judgeGrowth(unpackGrowth(input), tell),
  memoryAccount: accountOfLife,
  heapRecords: standHeapRecords,
  findStack,
  findStackInTraces,
  sourceOfStack,
  traceProfile: profileOfTrace,
} as const;

export type Jobs = typeof JOBS;
export type JobName = keyof Jobs;
export type JobArgs<J extends JobName> = Parameters<Jobs[J]>[0];
export type JobResult<J extends JobName> = Awaited<ReturnType<Jobs[J]>>;
