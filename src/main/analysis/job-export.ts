// What is shown, as a file for other tools.
import { gzipSync } from 'node:zlib';
import type { FetchedFormat } from '../../contract/analysis';
import { collapsedStacks, speedscopeJson } from '../../core/pprof/collapsed';
import { combineProfiles, diffProfiles } from '../../core/pprof/combine';
import { encodeProfile } from '../../core/pprof/encode';
import type { Profile } from '../../core/pprof/profile';
import { sampleTypeIndex } from '../../core/pprof/sample-type';
import { reportText } from '../../core/pprof/report/report';
import { formatFullTime, formatTime } from '../format-time';
import { graphOptions, type GraphLimits } from './job-graph';
import { expectAnswer } from './job-profile';
import { loadProfile } from './load';

interface Question {
  readonly sampleType?: string | undefined;
  readonly format: FetchedFormat;
  /** Of `dot` alone. */
  readonly graph: GraphLimits;
  /** What the file says that it is, where its format has a place for that. */
  readonly name: string;
}

export async function exportCapture({
  path,
  ...question
}: Question & { readonly path: string }): Promise<Uint8Array> {
  return bytesOf(await loadProfile(path), question);
}

export async function exportDifference({
  pathA,
  pathB,
  ...question
}: Question & { readonly pathA: string; readonly pathB: string }): Promise<Uint8Array> {
  const [a, b] = [await loadProfile(pathA), await loadProfile(pathB)];
  return bytesOf(expectAnswer(diffProfiles(b, a, 'base')), question);
}

function bytesOf(profile: Profile, { sampleType, format, graph, name }: Question): Uint8Array {
  const type = expectAnswer(sampleTypeIndex(profile, sampleType));
  switch (format) {
    case 'pprof':
      return gzipSync(encodeProfile(profile));
    case 'collapsed':
      return new TextEncoder().encode(collapsedStacks(profile, type));
    case 'dot': {
      const options = graphOptions({ sampleType, ...graph });
      const times = { short: formatTime, full: formatFullTime };
      return new TextEncoder().encode(
        expectAnswer(reportText(expectAnswer(combineProfiles([profile])), { report: 'dot', options, times }))
          .text,
      );
    }
    case 'speedscope':
      return new TextEncoder().encode(speedscopeJson(profile, type, name));
  }
}
