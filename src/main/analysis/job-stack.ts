// One stack in captures: how many goroutines of a dump or a trace have it, with what labels, and the source where it stands.
import type { StackInCaptures, StackInTraces, StackSource } from '../../contract/stack';
import type { OnProgress } from '../../contract/progress';
import type { Frame, Stack } from '../../core/base/frame';
import { inferOwnCode, ownSiteOf } from '../../core/base/own-code';
import { siteOf } from '../../core/base/site';
import type { Goroutines } from '../../core/goroutine/goroutines';
import {
  appearanceIn,
  creatorChain,
  isSameStack,
  labelShares,
  rowsWithStack,
  type Counted,
} from '../../core/goroutine/same-stack';
import { NO_FILTERS } from '../../core/pprof/filter/filters';
import { labelTable } from '../../core/pprof/label-sums';
import { pickSamples } from '../../core/pprof/pick-samples';
import { at, type Profile } from '../../core/pprof/profile';
import { foldStacks } from '../../core/pprof/stacks';
import { startLineOf } from '../../core/goroutine/from-profile';
import { localPlaces, type SourceFolders } from '../../core/source/local-places';
import { findSource } from '../source-files/find-source';
import { expectAnswer } from './expect-answer';
import { filterProfiles } from './filtered';
import { isDamage } from './is-damage';
import { isOfAnotherBuild } from './job-source';
import { goroutinesOf, loadFile, loadProfile } from './load';

type Kind = 'goroutine' | 'heap';
type Labels = NonNullable<StackInCaptures['labels']>;
type FoundLabels = Pick<Labels, 'unit' | 'total' | 'unsaid' | 'keys'>;
type FoundDump = Omit<StackInCaptures['dumps'][number], 'snapshotId' | 'captureId' | 'timeMs'>;
type FoundTrace = Omit<StackInTraces['traces'][number], 'snapshotId' | 'captureId' | 'timeMs'>;

export interface StackInCapturesInput {
  readonly kind: Kind;
  readonly stack: Stack;
  /** Captures that may say labels, the likeliest first. */
  readonly labelled: readonly string[];
  readonly dumps: readonly string[];
}

export interface StackInCapturesOutput {
  /** `of`: numbered as in `labelled`. */
  readonly labels: (FoundLabels & { readonly of: number }) | null;
  /** As `dumps`; null: it cannot be read. */
  readonly dumps: readonly (FoundDump | null)[];
  readonly creators: StackInCaptures['creators'];
}

export async function findStack(
  { kind, stack, labelled, dumps }: StackInCapturesInput,
  tell: OnProgress = () => undefined,
): Promise<StackInCapturesOutput> {
  let labels: StackInCapturesOutput['labels'] = null;
  for (const [of, path] of labelled.entries()) {
    const found = await unlessDamaged(() => labelsIn(path, kind, stack));
    if (found === null) continue;
    labels = { ...found, of };
    break;
  }
  const found: (FoundDump | null)[] = [];
  let creators: StackInCaptures['creators'] = [];
  for (const [done, path] of dumps.entries()) {
    tell({ step: 'read', done, all: dumps.length });
    const dump = await unlessDamaged(async () => goroutinesOf(await loadFile(path), path));
    const rows = dump === null ? [] : rowsWithStack(dump, stack);
    if (dump !== null && creators.length === 0) creators = creatorChain(dump, rows);
    found.push(dump && dumpAppearance(dump, rows));
  }
  return { labels, dumps: found, creators };
}

/** null: it is damaged. */
async function unlessDamaged<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!isDamage(error)) throw error;
    return null;
  }
}

const statesOf = (counted: readonly Counted<string | null>[]): FoundDump['states'] =>
  counted.map(({ what, count }) => ({ state: what, count }));

function dumpAppearance(dump: Goroutines, rows: readonly number[]): FoundDump {
  const found = appearanceIn(dump, rows);
  return {
    count: found?.count ?? 0,
    states: statesOf(found?.states ?? []),
    waitMinutes: found?.waitMinutes ?? null,
    key: found?.key ?? null,
    truncated: dump.truncated,
  };
}

/** null: it does not have the stack. */
async function labelsIn(path: string, kind: Kind, stack: Stack): Promise<FoundLabels | null> {
  if (kind === 'heap') return heapLabels(await loadProfile(path), stack);
  const goroutines = goroutinesOf(await loadFile(path), path);
  const rows = rowsWithStack(goroutines, stack);
  if (rows.length === 0) return null;
  return {
    unit: 'count',
    total: rows.reduce((sum, row) => sum + at(goroutines.count, row), 0),
    unsaid: goroutines.source === 'dump' && goroutines.labelSets.length === 0,
    keys: labelShares(goroutines, rows).map((one) => ({ ...one, values: [...one.values] })),
  };
}

const MOST_VALUES = 20;

function heapLabels(profile: Profile, stack: Stack): FoundLabels | null {
  const isSame = isSameStack(stack);
  const { stacks, rowOfSample } = foldStacks(profile);
  const same = stacks.map(isSame);
  const picked = pickSamples(
    profile,
    Uint8Array.from(rowOfSample, (row) => (at(same, row) ? 1 : 0)),
  );
  if (picked.samples.length === 0) return null;
  const { views, options } = filterProfiles([picked], NO_FILTERS, 'inuse_space');
  const { sampleType, total, keys } = expectAnswer(labelTable(at(views, 0), options));
  return {
    unit: sampleType.unit,
    total,
    unsaid: false,
    keys: keys.map(({ key, without, count, values }) => ({
      ...{ key, without, count },
      values: values.slice(0, MOST_VALUES).map(({ value, weight }) => ({ value, weight })),
    })),
  };
}

/** As `paths`; null: it cannot be read. One after the other, since each takes much memory. */
export async function findStackInTraces(
  { stack, paths }: { readonly stack: Stack; readonly paths: readonly string[] },
  tell: OnProgress = () => undefined,
): Promise<(FoundTrace | null)[]> {
  const [{ loadTrace }, { stackInTrace }] = await Promise.all([
    import('./load-trace'),
    import('../../core/trace/stack-in-trace'),
  ]);
  const found: (FoundTrace | null)[] = [];
  for (const path of paths) {
    const trace = await unlessDamaged(() => loadTrace(path, {}, tell));
    if (trace === null) {
      found.push(null);
      continue;
    }
    const { there, startFunction, started } = stackInTrace(trace, stack);
    found.push({
      ...{ count: there?.count ?? 0, states: statesOf(there?.states ?? []), startFunction, started },
      broken: trace.broken !== null,
    });
  }
  return found;
}

/** Lines before and after. */
const AROUND = 4;
const MOST_COLUMNS = 400;

export interface StackSourceInput {
  readonly kind: Kind;
  readonly stack: Stack;
  /** Captures that may have the stack, the likeliest first: what they name is looked for, not what the question names. */
  readonly paths: readonly string[];
  readonly folders: SourceFolders;
}

export async function sourceOfStack(input: StackSourceInput): Promise<StackSource> {
  for (const path of input.paths) {
    const places = (await unlessDamaged(() => placesIn(path, input))) ?? [];
    if (places.length === 0) continue;
    return {
      places: places.map(({ frame, own, start }) => ({
        frame,
        own,
        ...linesAt(frame, start, input.folders),
      })),
    };
  }
  return { places: [] };
}

interface StandsIn {
  readonly frame: Frame;
  readonly own: boolean;
  /** The line at which its function begins; 0: not known. */
  readonly start: number;
}

async function placesIn(path: string, { kind, stack }: StackSourceInput): Promise<StandsIn[]> {
  const file = await loadFile(path);
  const profile = file.content?.form === 'profile' ? file.content.profile : null;
  const stacks =
    kind === 'heap' && profile !== null ? foldStacks(profile).stacks : goroutinesOf(file, path).stacks;
  const found = stacks.find(isSameStack(stack));
  const site = found === undefined ? null : siteOf(found);
  if (found === undefined || site === null) return [];
  const ownSite = ownSiteOf(found, inferOwnCode(stacks));
  const start = ({ function: name }: Frame): number => (profile === null ? 0 : startLineOf(profile, name));
  if (ownSite === null || ownSite === site)
    return [{ frame: site, own: ownSite !== null, start: start(site) }];
  return [
    { frame: site, own: false, start: start(site) },
    { frame: ownSite, own: true, start: start(ownSite) },
  ];
}

function linesAt(
  { file, line }: Frame,
  start: number,
  folders: SourceFolders,
): Pick<StackSource['places'][number], 'found' | 'looked'> {
  const source = findSource(localPlaces(file, folders), '/');
  if (!source.ok) return { found: null, looked: source.looked.map(({ path, why }) => ({ path, why })) };
  const from = Math.max(1, line - AROUND);
  const lines = source.lines.slice(from - 1, line + AROUND).map((text) => text.slice(0, MOST_COLUMNS));
  const isOther = isOfAnotherBuild(file, source.lines, start);
  return { found: { path: source.path, lines, from, lineCount: source.lines.length, isOther }, looked: [] };
}
