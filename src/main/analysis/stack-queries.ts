// Which captures are asked for one stack: those of the process in which it was found, the newest of them. What is not looked
// into is counted, so that the page can say so.
import type { Capture, Snapshot } from '../../contract/domain';
import { failed } from '../../contract/errors';
import type { ParsedArgs, Returns } from '../../contract/methods';
import type { OnProgress } from '../../contract/progress';
import { MOST_DUMPS_LOOKED, MOST_TRACES_LOOKED, MOST_TRACE_LOOKED_BYTES } from '../../contract/stack';
import type { SourceFolders } from '../../core/source/local-places';
import type { SessionStore } from '../workspace/session-store';
import { isDamage } from './is-damage';
import { livesInWords, ofTheirLives, type LifeFinder } from './lives';
import type { JobRunner } from './pool';

type Question = ParsedArgs<'stack.captures'>;

export interface StackQueries {
  captures(
    store: SessionStore,
    question: Question,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'stack.captures'>>;
  traces(
    store: SessionStore,
    question: Question,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Returns<'stack.traces'>>;
  /** `folders`: where sources are looked for. */
  source(
    store: SessionStore,
    question: Question,
    folders: SourceFolders,
    signal: AbortSignal,
  ): Promise<Returns<'stack.source'>>;
}

interface Taken {
  readonly snapshot: Snapshot;
  readonly capture: Capture;
}
interface Placed extends Taken {
  readonly path: string;
}

/** So many are tried for one that has the stack. */
const MOST_TRIED = 3;

export function createStackQueries({
  jobs,
  lives,
}: {
  readonly jobs: JobRunner;
  readonly lives: LifeFinder;
}): StackQueries {
  /** Captures of a process, the newest first, and how many of its target's others there are. */
  async function takenOf(
    store: SessionStore,
    { target, life }: Question,
    signal: AbortSignal,
    report?: OnProgress,
  ): Promise<(kinds: readonly string[]) => { taken: Taken[]; ofOthers: number }> {
    const histories = await lives.settled(store, signal, report);
    const history = histories.find(({ targetId }) => targetId === target);
    const words = history === undefined ? [] : livesInWords(history);
    const index = life === null ? words.length - 1 : words.findIndex((one) => one.life === life);
    if (history === undefined || index < 0) throw failed('no-life');
    const own = ofTheirLives(history);
    return (kinds) => {
      const isOf = ({ facts }: Capture): boolean => kinds.includes(facts.kind) && facts.delta === null;
      const taken = own.flatMap((snapshot, i) =>
        history.lifeOf[i] === index
          ? snapshot.captures.filter(isOf).map((capture) => ({ snapshot, capture }))
          : [],
      );
      const all = history.snapshots.reduce((sum, { captures }) => sum + captures.filter(isOf).length, 0);
      return { taken: taken.reverse(), ofOthers: all - taken.length };
    };
  }

  return {
    async captures(store, question, signal, report) {
      const of = await takenOf(store, question, signal, report);
      const { kind, stack } = question;
      // The profile before the dump, which seldom says labels.
      const forLabels =
        kind === 'heap' ? of(['heap']).taken : [...of(['goroutine']).taken, ...of(['goroutine-dump']).taken];
      const { placed: labelled } = await place(store, forLabels.slice(0, MOST_TRIED));
      const dumps = kind === 'heap' ? { taken: [], ofOthers: 0 } : of(['goroutine-dump']);
      const looked = await place(store, dumps.taken.slice(0, MOST_DUMPS_LOOKED));
      const answer = await jobs.run(
        'findStack',
        { kind, stack, labelled: pathsOf(labelled), dumps: pathsOf(looked.placed) },
        signal,
        report,
      );
      const isScaled = store.session.timeScale !== 1;
      const found = looked.placed.flatMap((one, i) => {
        const dump = answer.dumps[i] ?? null;
        if (dump === null) return [];
        return [{ ...about(one), ...dump, ...(isScaled ? { waitMinutes: null } : {}) }];
      });
      return {
        labels: labelsWith(answer.labels, labelled),
        dumps: found,
        creators: [...answer.creators],
        left: Math.max(0, dumps.taken.length - MOST_DUMPS_LOOKED),
        unreadable: looked.missing + looked.placed.length - found.length,
        ofOthers: dumps.ofOthers,
      };
    },

    async traces(store, question, signal, report) {
      const of = await takenOf(store, question, signal, report);
      const { taken, ofOthers } = question.kind === 'heap' ? { taken: [], ofOthers: 0 } : of(['trace']);
      const small = taken.filter(({ capture }) => capture.sizeBytes <= MOST_TRACE_LOOKED_BYTES);
      const { placed, missing } = await place(store, small.slice(0, MOST_TRACES_LOOKED));
      const paths = pathsOf(placed);
      const answer =
        paths.length === 0
          ? []
          : await jobs.run('findStackInTraces', { stack: question.stack, paths }, signal, report);
      const found = placed.flatMap((one, i) => {
        const trace = answer[i] ?? null;
        return trace === null ? [] : [{ ...about(one), ...trace }];
      });
      return {
        traces: found,
        large: taken.length - small.length,
        left: Math.max(0, small.length - MOST_TRACES_LOOKED),
        unreadable: missing + placed.length - found.length,
        ofOthers,
      };
    },

    async source(store, question, folders, signal) {
      const of = await takenOf(store, question, signal);
      const { kind, stack } = question;
      const { taken } = of(kind === 'heap' ? ['heap'] : ['goroutine', 'goroutine-dump']);
      const { placed } = await place(store, taken.slice(0, MOST_TRIED));
      return jobs.run('sourceOfStack', { kind, stack, paths: pathsOf(placed), folders }, signal);
    },
  };
}

const pathsOf = (placed: readonly Placed[]): string[] => placed.map(({ path }) => path);
const about = ({ snapshot, capture }: Taken): { snapshotId: string; captureId: string; timeMs: number } => ({
  snapshotId: snapshot.id,
  captureId: capture.id,
  timeMs: snapshot.timeMs,
});

function labelsWith(
  labels:
    | ({ readonly of: number } & Omit<
        NonNullable<Returns<'stack.captures'>['labels']>,
        'snapshotId' | 'captureId' | 'timeMs' | 'kind'
      >)
    | null,
  labelled: readonly Placed[],
): Returns<'stack.captures'>['labels'] {
  const one = labels === null ? undefined : labelled[labels.of];
  if (labels === null || one === undefined) return null;
  const { of: _, ...rest } = labels;
  return { ...about(one), kind: one.capture.facts.kind, ...rest };
}

/** With their files, as far as these are there. */
async function place(
  store: SessionStore,
  taken: readonly Taken[],
): Promise<{ placed: Placed[]; missing: number }> {
  const placed: Placed[] = [];
  for (const one of taken) {
    try {
      placed.push({ ...one, path: await store.capturePath(one.capture.id) });
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  return { placed, missing: taken.length - placed.length };
}
