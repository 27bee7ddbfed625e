// Flame graphs, ready to be sent: the tree is packed here, in the worker, so that the main thread only passes it on.
import type { FlameAnswer } from '../../contract/analysis';
import { MOST_FLAME_BOXES, packFlame } from '../../contract/flame-table';
import type { Returns } from '../../contract/methods';
import type { OnProgress } from '../../contract/progress';
import type { Frame } from '../../core/base/frame';
import { isOwn, type OwnCode } from '../../core/base/own-code';
import {
  flameOf,
  flameOfDifference,
  type Flame,
  type FlameChange,
  type FlameOptions,
} from '../../core/pprof/flame';
import { deltaOf } from '../../core/pprof/kind';
import { at, type Profile } from '../../core/pprof/profile';
import { sampleTypeIndex } from '../../core/pprof/sample-type';
import type { FilterQuestion } from '../../core/pprof/filter/filters';
import { expectAnswer } from './expect-answer';
import { filterProfiles } from './filtered';
import { loadComparable, loadSum, type ProfileFile } from './load';
import { scalingOf } from './normalized';

type Question = Pick<FlameOptions, 'order' | 'pivot'> & {
  readonly sampleType?: string | undefined;
  readonly filters: FilterQuestion;
};
type Packed<A> = Omit<A, 'bulk'> & { readonly bytes: Uint8Array };

export async function flameOfCapture(
  { files, sampleType, filters, ...question }: Question & { readonly files: readonly ProfileFile[] },
  tell: OnProgress = () => undefined,
): Promise<Packed<FlameAnswer>> {
  const profile = await loadSum(files, tell);
  tell({ step: 'judge', done: 0, all: null });
  const type = expectAnswer(sampleTypeIndex(profile, sampleType));
  const { views, own } = filterProfiles([profile], filters);
  const flame = flameOf(at(views, 0), type, { ...question, limit: MOST_FLAME_BOXES });
  return {
    bytes: pack(flame, own),
    sampleTypes: [...profile.sampleTypes],
    sampleType: at(profile.sampleTypes, type),
    delta: deltaOf(profile),
  };
}

export async function flameOfTwo(
  {
    fileA,
    fileB,
    sampleType,
    normalize,
    filters,
    ...question
  }: Question & {
    readonly fileA: ProfileFile;
    readonly fileB: ProfileFile;
    readonly normalize: boolean;
    readonly only: FlameChange;
  },
  tell: OnProgress = () => undefined,
): Promise<Packed<Returns<'compare.flame'>>> {
  const [a, b] = await loadComparable(fileA, fileB, tell);
  const type = expectAnswer(sampleTypeIndex(b, sampleType));
  const { views, own } = filterProfiles([a, b], filters);
  const { totalA, totalB, scaleA } = scalingOf(a, b, type, normalize);
  const flame = flameOfDifference(
    { view: at(views, 0), sampleType: type },
    { view: at(views, 1), sampleType: type },
    { ...question, limit: MOST_FLAME_BOXES, sameBinary: isSameBinary(a, b), scaleA },
  );
  return {
    bytes: pack(flame, own),
    sampleTypes: [...b.sampleTypes],
    sampleType: at(b.sampleTypes, type),
    totalA,
    totalB,
    scaleA,
  };
}

/** Where one of them does not say what it was built from, they may be the same. */
export function isSameBinary(a: Profile, b: Profile): boolean {
  const [idA, idB] = [a, b].map(({ mappings, strings }) =>
    mappings.length === 0 ? '' : at(strings, at(mappings.buildId, 0)),
  );
  return idA === '' || idB === '' || idA === idB;
}

function pack({ tree, frames, total }: Flame, own: OwnCode): Uint8Array {
  const judged = frames.map((frame: Frame) => ({ ...frame, own: isOwn(frame, own) }));
  return packFlame({ tree, frames: judged, total });
}
