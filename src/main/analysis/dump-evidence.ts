// What the dumps of one life say of a leak: who has stayed between the first and the newest, and how old they are in the
// newest. Dumps are large, so what they said is kept.
import { join } from 'node:path';
import { z } from 'zod';
import { frameSchema } from '../../contract/analysis';
import { networkStacks, stacksOfAllAges } from '../../core/goroutine/ages';
import { GOROUTINE_FLAGS, type Goroutines } from '../../core/goroutine/goroutines';
import { stackKeys } from '../../core/goroutine/group';
import { flowBetween, isStaying, type Flow } from '../../core/goroutine/survivors';
import { loadDerived, saveDerived } from './derived-file';
import type { GrowthCapture, GrowthInput, GrowthLife } from './growth-data';
import { isDamage } from './is-damage';
import { goroutinesOf, loadFile } from './load';
import { leakedAt } from './runtime-leaks';

/** Of a life: its stacks of all ages and those that stay, the most numerous first. */
const dumpEvidenceSchema = z.object({
  /** The end of the newest dump is missing: nothing is known of it. */
  truncated: z.boolean(),
  aged: z.array(
    z.object({
      stack: z.array(frameSchema),
      count: z.number(),
      old: z.number(),
      oldestMinutes: z.number(),
    }),
  ),
  /** Marked by the runtime as leaked. */
  leaked: z.object({ count: z.number(), sites: z.array(frameSchema) }),
  staying: z.array(
    z.object({
      stack: z.array(frameSchema),
      stayed: z.number(),
      were: z.number(),
      born: z.number(),
    }),
  ),
});
type Said = z.infer<typeof dumpEvidenceSchema>;

export interface DumpEvidence extends Said {
  readonly newest: GrowthCapture;
  /** The dump that it was laid beside; null: it is the only one. */
  readonly first: GrowthCapture | null;
}

const keptSchema = z.object({ version: z.literal(3), said: z.record(z.string(), dumpEvidenceSchema) });
/** More stacks than that tell nothing more. */
const MOST_STACKS = 20;
/** Of the newest dumps of so many targets; what is older is not asked for again. */
const MOST_KEPT = 32;
const MINUTE_MS = 60_000;
/** By the session's clock: within less a pool fills, and that looks the same. */
const LEAST_APART_MS = 60 * MINUTE_MS;

/** A wait begins to count at the collection that first sees it, two minutes later at most, and in whole minutes. */
const WAIT_LATE_MINUTES = 3;
const minutesBetween = (a: GrowthCapture, b: GrowthCapture): number =>
  Math.max(1, Math.floor((b.timeMs - a.timeMs) / MINUTE_MS) - WAIT_LATE_MINUTES);

interface Dumps {
  readonly first: GrowthCapture | null;
  readonly newest: GrowthCapture;
  /** null: not known. */
  readonly processMinutes: number | null;
  /**
   * Who has stayed must have waited for as long. 0: both are known to be of one process; else only a wait tells: in a process that was started between them
   * the goroutines of its start have the same ids at the same places.
   */
  readonly stayedMinutes: number;
}

export class DumpEvidences {
  #said: Map<string, Said> | null = null;
  #isNew = false;
  readonly #path: string | null;

  constructor(
    private readonly input: Pick<GrowthInput, 'indexFolder' | 'keepIndex' | 'noLinks' | 'timeScale'>,
  ) {
    this.#path = input.indexFolder === null ? null : join(input.indexFolder, 'dump-evidence');
  }

  /** null: there is no whole dump of that life that can be read. */
  async of(life: GrowthLife): Promise<DumpEvidence | null> {
    const dumps = life.captures.filter(
      ({ kind, isDelta, ofAnother }) => kind === 'goroutine-dump' && !isDelta && ofAnother === null,
    );
    const newest = dumps.at(-1);
    if (newest === undefined || life.life.mixed) return null;
    const [oldest] = dumps;
    const isApart =
      oldest !== undefined && (newest.timeMs - oldest.timeMs) * this.input.timeScale >= LEAST_APART_MS;
    const first = isApart ? oldest : null;
    const processMinutes = this.#minutesOf(life, newest);
    const stayedMinutes = life.life.unknown && first !== null ? minutesBetween(first, newest) : 0;
    const key = [first?.sha256, newest.sha256, processMinutes, stayedMinutes].join();
    const known = await this.#known();
    let said = known.get(key);
    if (said === undefined) {
      try {
        said = await this.#read({ first, newest, processMinutes, stayedMinutes });
      } catch (error) {
        if (!isDamage(error)) throw error;
        return null;
      }
      known.set(key, said);
      this.#isNew = true;
    }
    return { ...said, newest, first };
  }

  async save(): Promise<void> {
    if (this.#path === null || !this.input.keepIndex || !this.#isNew || this.#said === null) return;
    const said = Object.fromEntries([...this.#said].slice(-MOST_KEPT));
    await saveDerived(this.#path, { version: 3, said });
  }

  async #known(): Promise<Map<string, Said>> {
    if (this.#said === null) {
      const kept = this.#path === null ? null : await loadDerived(this.#path, keptSchema);
      this.#said = new Map(Object.entries(kept?.said ?? {}));
    }
    return this.#said;
  }

  /** How old the process was; null: not known. Waits of a service that runs faster than life are no ages. */
  #minutesOf({ life }: GrowthLife, { timeMs }: GrowthCapture): number | null {
    if (this.input.timeScale !== 1) return 0;
    return life.startMs === null ? null : Math.floor((timeMs - life.startMs) / MINUTE_MS);
  }

  async #read({ first, newest, processMinutes, stayedMinutes }: Dumps): Promise<Said> {
    const after = await this.#load(newest);
    const aged = stacksOfAllAges(after, processMinutes).slice(0, MOST_STACKS);
    return {
      truncated: after.truncated,
      aged: aged.map(({ stack, count, old, oldestMinutes }) => ({
        ...{ stack: [...stack], count, old, oldestMinutes },
      })),
      leaked: leakedOf(after),
      staying: first === null ? [] : stayingBetween(await this.#load(first), after, stayedMinutes),
    };
  }

  async #load({ path }: GrowthCapture): Promise<Goroutines> {
    return goroutinesOf(await loadFile(path, { noLinks: this.input.noLinks }), path);
  }
}

/** Of how many of a stack the wait is known to be that long. */
function waitingFor(g: Goroutines, stack: number, minutes: number): number {
  let count = 0;
  for (let row = 0; row < g.length; row++)
    if (g.stack[row] === stack && g.waitMinutes[row]! >= minutes) count += g.count[row]!;
  return count;
}

/** Of whom `waiting` have waited since the first dump: those who stayed, and next to none of those who came. */
const MOST_OF_BORN = 0.2;
const haveStayed = ({ stayed, born }: Flow, waiting: number): boolean =>
  waiting >= stayed && waiting - stayed <= MOST_OF_BORN * born;

function leakedOf(g: Goroutines): Said['leaked'] {
  const counts = new Float64Array(g.stacks.length);
  for (let row = 0; row < g.length; row++)
    if (((g.flags[row] ?? 0) & GOROUTINE_FLAGS.leaked) !== 0) counts[g.stack[row]!]! += g.count[row]!;
  const { count, sites } = leakedAt(g.stacks, counts);
  return { count, sites: sites.slice(0, MOST_STACKS) };
}

/** Not where the network is waited for, nor beside it: clients come, and while nobody leaves all of them stay. */
function stayingBetween(first: Goroutines, newest: Goroutines, stayedMinutes: number): Said['staying'] {
  const flows = flowBetween(first, newest);
  if (flows === null) return [];
  const ofNetwork = networkStacks(newest);
  return [...stackKeys(newest)]
    .flatMap(([row, key]) => {
      const flow = flows.get(key);
      if (flow === undefined || ofNetwork.has(row) || !isStaying(flow)) return [];
      const { stayed, born, gone, left } = flow;
      if (stayedMinutes > 0 && !haveStayed(flow, waitingFor(newest, row, stayedMinutes))) return [];
      return [{ stack: [...(newest.stacks[row] ?? [])], stayed, were: stayed + gone + left, born }];
    })
    .sort((a, b) => b.born - a.born)
    .slice(0, MOST_STACKS);
}
