// How right the verdicts on services of a known truth are.
import { VERDICTS, type Verdict } from '../../../src/core/growth/verdict';
import type { Scenario } from '../../support/corpus';
import { proportion, type Estimate } from '../growth/statistics';
import type { StateAgreement } from './states';

/** What the product said of one session. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Of the table that decides. */
  readonly row: string;
  readonly also: readonly Verdict[];
  readonly sentence: string;
  /** The first suspect of the kind that the verdict accuses. */
  readonly first: { readonly kind: string; readonly site: string; readonly ownSite: string | null } | null;
}

export interface JudgedRun {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly judgement: Judgement;
  readonly states: StateAgreement;
}

export interface Failure {
  readonly scenario: string;
  readonly seed: number;
  readonly heldOut: boolean;
  readonly what: 'verdict' | 'suspect';
  readonly expected: string;
  readonly said: string;
  readonly sentence: string;
}

export interface Score {
  readonly runs: number;
  /** Of the sessions of services that leak, those with a right verdict. */
  readonly recall: Estimate;
  /** Of the verdicts that accuse, those that are right: the service leaks, and in that way. */
  readonly precision: Estimate;
  /** Of the sessions of innocent services, those with a right verdict, and those accused. */
  readonly innocentRight: Estimate;
  readonly falseAlarms: Estimate;
  /** Of the sessions of services whose leak a profile shows, those whose first suspect stands where it leaks. */
  readonly firstSuspect: Estimate;
  /** Of goroutines in snapshots with a profile and a dump: in the state that their frames say. */
  readonly states: StateAgreement;
  /** Of each verdict: how often it was given where it is the best, or another right one; and how often it was right where given. */
  readonly byVerdict: ReadonlyMap<Verdict, { readonly recall: Estimate; readonly precision: Estimate }>;
  /** By the best verdict on the service, how often each was given. */
  readonly confusion: ReadonlyMap<Verdict, ReadonlyMap<Verdict, number>>;
  readonly failures: readonly Failure[];
}

const ACCUSING: readonly Verdict[] = ['goroutine-leak', 'heap-leak', 'off-heap-growth'];

export const isRight = ({ scenario, judgement }: JudgedRun): boolean =>
  scenario.expected.includes(judgement.verdict);

export const isFirstRight = ({ scenario, judgement: { first } }: JudgedRun): boolean =>
  first !== null &&
  (scenario.suspects.includes(first.site) ||
    (first.ownSite !== null && scenario.suspects.includes(first.ownSite)));

export function scoreRuns(runs: readonly JudgedRun[]): Score {
  const leaking = runs.filter(({ scenario }) => scenario.class === 'leak');
  const innocent = runs.filter(({ scenario }) => scenario.class === 'innocent');
  const accused = runs.filter(({ judgement }) => ACCUSING.includes(judgement.verdict));
  const shown = leaking.filter(({ scenario }) => scenario.suspects.length > 0);
  const share = (of: readonly JudgedRun[], hit: (run: JudgedRun) => boolean): Estimate =>
    proportion(of.filter(hit).length, of.length);
  return {
    runs: runs.length,
    recall: share(leaking, isRight),
    precision: share(accused, (run) => run.scenario.class === 'leak' && isRight(run)),
    innocentRight: share(innocent, isRight),
    falseAlarms: share(innocent, ({ judgement }) => ACCUSING.includes(judgement.verdict)),
    firstSuspect: share(shown, isFirstRight),
    states: {
      agreed: runs.reduce((sum, { states }) => sum + states.agreed, 0),
      of: runs.reduce((sum, { states }) => sum + states.of, 0),
    },
    byVerdict: new Map(
      VERDICTS.map((word) => [
        word,
        {
          recall: share(
            runs.filter(({ scenario }) => scenario.expected[0] === word),
            isRight,
          ),
          precision: share(
            runs.filter(({ judgement }) => judgement.verdict === word),
            isRight,
          ),
        },
      ]),
    ),
    confusion: confusionOf(runs),
    failures: runs.flatMap(failuresOf),
  };
}

function confusionOf(runs: readonly JudgedRun[]): Map<Verdict, Map<Verdict, number>> {
  const rows = new Map<Verdict, Map<Verdict, number>>();
  for (const truth of VERDICTS) {
    const said = new Map<Verdict, number>();
    for (const { scenario, judgement } of runs) {
      if (scenario.expected[0] !== truth) continue;
      said.set(judgement.verdict, (said.get(judgement.verdict) ?? 0) + 1);
    }
    if (said.size > 0) rows.set(truth, said);
  }
  return rows;
}

function failuresOf(run: JudgedRun): Failure[] {
  const { scenario, seed, judgement } = run;
  const of = {
    scenario: scenario.name,
    seed,
    heldOut: scenario.heldOut,
    sentence: judgement.sentence,
  };
  if (!isRight(run))
    return [{ ...of, what: 'verdict', expected: scenario.expected.join(' or '), said: judgement.verdict }];
  if (scenario.class === 'innocent' || scenario.suspects.length === 0 || isFirstRight(run)) return [];
  const { first } = judgement;
  const said = first === null ? 'no suspect' : (first.ownSite ?? first.site);
  return [{ ...of, what: 'suspect', expected: scenario.suspects.join(' or '), said }];
}
