// The verdict in words: its sentence, the evidence for it, each with where to look, and what to do next.
import { sentence, type Sentence } from '../../contract/errors';
import type { Said } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import type { VerdictReport } from '../../contract/verdicts/verdict';
import { siteOf } from '../../core/base/site';
import { CLEARING_OBSERVATIONS, decide, type Claim, type Decision } from '../../core/growth/verdict';
import type { Judged } from './growth-data';
import { evidenceOf } from './verdict-evidence';
import {
  agesOf,
  enoughMs,
  judgedOf,
  lastMs,
  newestOnes,
  placesOf,
  placesText,
  rateOf,
  sinceOf,
  stayingOf,
  whenKnown,
  whenSaid,
} from './verdict-figures';
import { nextSteps } from './verdict-next';
import type { Clock, VerdictQuestion, WatchedProcess } from './verdict-process';

export function verdictReport(question: VerdictQuestion): VerdictReport {
  const { processes } = question;
  const decision = decide(processes.map(({ facts }) => facts));
  const [claim] = decision.claims;
  const lead = processes[claim?.process ?? 0];
  return {
    verdict: decision.verdict,
    row: decision.row,
    also: [...decision.also],
    target: claim === undefined ? null : (lead?.life.life.target ?? null),
    sentence:
      claim === undefined || lead === undefined
        ? quietSentence(question, decision)
        : claimSentence(claim, lead, question.clock),
    // What stood before the newest process has its say only where it accuses.
    evidence: processes.flatMap((process, i) =>
      process.newest === null || decision.claims.some((one) => one.process === i)
        ? evidenceOf(process, process === lead)
        : [],
    ),
    next: nextSteps(question, decision),
  };
}

function claimSentence(claim: Claim, process: WatchedProcess, clock: Clock): Sentence {
  const { goroutines, heap } = process.suspects;
  switch (claim.row) {
    case 'runtime-proof': {
      const { count = 0, sites = [] } = process.leaked ?? {};
      return sentence(said('says-runtime-proof', { n: count, places: placesText(sites) }));
    }
    case 'goroutines-grow': {
      const since = sinceOf(process.leaking);
      const values = { rate: rateOf(process.leaking), places: placesOf(process.leaking) };
      return sentence(
        since === null
          ? said('says-goroutines-grow-before', values)
          : said('says-goroutines-grow', { ...values, since }),
      );
    }
    case 'goroutines-stay':
      return sentence(said('says-goroutines-stay', stayingOf(process)));
    case 'heap-grows': {
      const own = process.leakingHeap;
      const since = sinceOf(own);
      const values = { rate: rateOf(own), places: placesOf(own) };
      return sentence(
        since === null
          ? said('says-heap-grows-before', values)
          : said('says-heap-grows', { ...values, since }),
      );
    }
    case 'goroutines-of-all-ages': {
      const { n, places, longest } = agesOf(process);
      return sentence(said('says-goroutines-of-all-ages', { n, places, longest }));
    }
    case 'goroutines-crowd': {
      const { crowd } = process;
      const values = {
        n: crowd?.count ?? 0,
        total: crowd?.total ?? 0,
        places: placesText(crowd?.sites ?? []),
      };
      return sentence(said('says-goroutines-crowd', values));
    }
    case 'outside-grows':
      return sentence(said('says-outside-grows', { rate: outsideRate(process) }));
    case 'headroom-grows':
      return sentence(said('says-headroom-grows', { rate: headroomRate(process) }));
    default: {
      const when = whenKnown(process, clock);
      if (goroutines.length > 0)
        return sentence(
          said('says-growing-goroutines', { rate: rateOf(goroutines), places: placesOf(goroutines), when }),
        );
      if (heap.length > 0)
        return sentence(said('says-growing-heap', { rate: rateOf(heap), places: placesOf(heap), when }));
      return siteSentence(process) ?? partSentence(process, when);
    }
  }
}

/** Of growth that no single stack shows; null: no place does. */
function siteSentence({ goroutines, heap }: WatchedProcess): Sentence | null {
  for (const judged of [goroutines, heap]) {
    const proven = judged?.sites.filter((one) => one.proven) ?? [];
    if (judged === null || proven.length === 0) continue;
    const values = {
      rate: proven.reduce((sum, { perHour }) => sum + perHour, 0),
      places: placesText(proven.map(({ site }) => site)),
    };
    return sentence(
      judged.kind === 'heap' ? said('says-growing-heap-site', values) : said('says-growing-site', values),
    );
  }
  return null;
}

/** Of growth that only the memory account shows. */
function partSentence(process: WatchedProcess, when: Said): Sentence {
  const { outside, headroom, live } = process.facts;
  if (outside?.proven === true)
    return sentence(said('says-growing-outside', { rate: outsideRate(process), when }));
  if (headroom?.proven === true && live?.proven === false)
    return sentence(said('says-growing-headroom', { rate: headroomRate(process), when }));
  const name = live?.proven === true ? 'live' : headroom?.proven === true ? 'headroom' : 'stacks';
  const rate = process.memory?.parts[name]?.perHour ?? 0;
  return sentence(said('says-growing-part', { part: said(`part-${name}`), rate }));
}

const outsideRate = ({ memory }: WatchedProcess): number => memory?.parts.outside?.perHour ?? 0;
const headroomRate = ({ memory }: WatchedProcess): number =>
  (memory?.parts.headroom?.perHour ?? 0) + (memory?.parts.idle?.perHour ?? 0);

function quietSentence(question: VerdictQuestion, { verdict }: Decision): Sentence {
  const { processes, clock } = question;
  if (verdict === 'no-leak') return noLeak(processes, clock.timeScale);
  const why = whatIsMissing(question);
  const at = enoughMs(question);
  return sentence(
    at === null
      ? said('says-not-enough', { why })
      : said('says-not-enough-until', { why, when: whenSaid(at, clock, lastMs(processes)) }),
  );
}

function noLeak(processes: readonly WatchedProcess[], timeScale: number): Sentence {
  const all = processes.flatMap(judgedOf);
  const stacks = all.reduce((sum, { result }) => sum + result.stacks.length, 0);
  const span = Math.min(...all.map(({ result }) => result.toMs - result.fromMs)) * timeScale;
  const slowest = (kind: Judged['kind']): number | null =>
    all
      .filter((judged) => judged.kind === kind)
      .map(({ result }) => result.slowestPerHour)
      .reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);
  const [goroutines, heap] = [slowest('goroutine'), slowest('heap')];
  return sentence(
    goroutines === null || heap === null
      ? said('says-no-leak-unbounded', { stacks, span })
      : said('says-no-leak', { stacks, span, goroutines, heap }),
  );
}

/** The gravest. */
function whatIsMissing(question: VerdictQuestion): Said {
  const { clock, deltas, several } = question;
  const processes = newestOnes(question.processes);
  const all = processes.flatMap(judgedOf);
  if (all.length === 0) {
    if (several) return said('missing-several');
    if (deltas > 0) return said('missing-deltas', { n: deltas });
    return said(processes.some(({ heapAsText }) => heapAsText) ? 'missing-heap-as-text' : 'missing-all');
  }
  const rising = all.flatMap(({ result, sites, stacks }) => [
    ...result.undecided.map((row) => siteOf(stacks[row] ?? [])),
    ...sites.map(({ site }) => site),
  ]);
  if (rising.length > 0) return said('missing-rising', { n: rising.length, places: placesText(rising) });
  const fewest = all.reduce((a, b) => (b.result.observations < a.result.observations ? b : a));
  const { observations: n } = fewest.result;
  if (n < CLEARING_OBSERVATIONS) {
    const of = said(fewest.kind === 'heap' ? 'of-heap' : 'of-goroutines');
    return said('missing-snapshots', { n, needed: CLEARING_OBSERVATIONS, of });
  }
  if (all.some(({ life }) => life.unknown)) return said('missing-life');
  if (processes.some(({ goroutines }) => goroutines === null)) return said('missing-goroutines');
  const withoutHeap = processes.filter(({ heap }) => heap === null);
  if (withoutHeap.length > 0)
    return said(withoutHeap.every(({ heapAsText }) => heapAsText) ? 'missing-heap-as-text' : 'missing-heap');
  const shortest = Math.min(...all.map(({ result }) => result.toMs - result.fromMs));
  return said('missing-hours', { span: shortest * clock.timeScale });
}
