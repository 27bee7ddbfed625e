// One stack against the scales of its life: its evidence, and whether it has the shape of a leak at one of them.
import { blockFloors, logEvidence, logSumExp } from '../base/stats-evidence';
import { judgeGates, mayPass, passesAll, type Gates } from './gates';
import { marksHighWater } from './high-water';
import { loadClock } from './load';
import { outgrowsLoad, prepareLoadPart, risesBesideLoad, takeLoadOff, type LoadPart } from './load-part';
import { countMoves, type Moves } from './moves';
import { makeFloors, makeScales, type Scale } from './scales';
import type { Series } from './series';
import { isFull } from './standstill';

/** Sums of what fell and rose. Below it single observations show a leak well enough. */
const RESTLESS_FALL_SHARE = 0.3;

/** What all stacks of a life have in common. */
export interface Life {
  readonly hours: Float64Array;
  readonly scales: readonly Scale[];
  /** Per observation; null where too few stacks tell. */
  readonly load: Float64Array | null;
  readonly loadPart: LoadPart | null;
  /** For what the load does not explain of a stack. */
  readonly floors: readonly Scale[];
  /** Room for one stack's floors and its future infimum, as long as a series. */
  readonly room: { readonly floors: Float64Array; readonly m: Float64Array };
}

/** `hours`: of the observations, by the scaled clock, ascending. `load`: per observation; null where it is not known. */
export function prepareLife(series: Series, hours: Float64Array, load: Float64Array | null): Life {
  const clock = load && loadClock(load, hours);
  return {
    hours,
    scales: makeScales(hours, clock, series.opportunity),
    load,
    loadPart: load && prepareLoadPart(load, hours),
    floors: load ? makeFloors(hours, clock, series.opportunity) : [],
    room: { floors: new Float64Array(hours.length), m: new Float64Array(hours.length) },
  };
}

/** What is kept of a stack between the pass over all of them and the verdict that needs all of them. */
export interface Judged {
  readonly flat: boolean;
  readonly moves: Moves;
  readonly logE: number;
  readonly own: Gates;
  /** It goes with the load, and rises besides: nothing clears it, whatever single observations show. */
  readonly besideLoad: boolean;
  /** Of the scales at which all gates pass, the one with most evidence. */
  readonly passing: Passing | null;
}

interface Passing {
  readonly scale: Scale;
  readonly gates: Gates;
}

const NO_GATES: Gates = {
  growth: 0,
  firstRise: -1,
  falls: false,
  stillGrowing: false,
  goesOn: false,
  notOneJump: false,
  size: false,
  notStalled: false,
};

/** `moves`: of the values. `unit`: what one event adds to the stack. */
export function judge(values: Float64Array, moves: Moves, life: Life, unit: number): Judged {
  if (moves.rises + moves.falls === 0)
    return { flat: true, moves, logE: 0, own: NO_GATES, besideLoad: false, passing: null };
  const plain = judgeScales(values, moves, life.scales, unit, life.room);
  const rest = moves.fallen > RESTLESS_FALL_SHARE * moves.risen ? besidesLoad(values, life) : null;
  const coarse = rest && judgeScales(rest, null, life.floors, unit, life.room);
  const own = plain.finest ?? NO_GATES;
  const strongest = [plain.best, coarse?.best ?? null].reduce((a, b) =>
    a && b ? (b.logE > a.logE ? b : a) : (a ?? b),
  );
  const isInnocent = (): boolean =>
    !own.goesOn ||
    isFull(values, life.hours) ||
    (life.load !== null && marksHighWater(values, moves, life.load, unit));
  return {
    flat: false,
    moves,
    // The mean over two ways to look, which keeps it evidence.
    logE: coarse ? logSumExp([plain.logE, coarse.logE]) - Math.LN2 : plain.logE,
    own,
    besideLoad: life.loadPart !== null && risesBesideLoad(values, life.loadPart),
    passing: strongest === null || isInnocent() ? null : strongest,
  };
}

/** A series whose floors show under a day what single observations do not; null where the load may explain it. */
function besidesLoad(values: Float64Array, { loadPart, floors, scales }: Life): Float64Array | null {
  if (loadPart === null || floors.length === 0) return null;
  const rest = new Float64Array(values.length);
  if (takeLoadOff(values, loadPart, rest)) return rest;
  return scales.length === 1 && outgrowsLoad(values, loadPart) ? values : null;
}

interface JudgedScales {
  /** ln E, the mean over the scales. */
  readonly logE: number;
  /** At single observations, if that is one of the scales. */
  readonly finest: Gates | null;
  readonly best: (Passing & { readonly logE: number }) | null;
}

/** `single`: the moves of single observations, if those are one of the scales, which come from the finest on. */
function judgeScales(
  values: Float64Array,
  single: Moves | null,
  scales: readonly Scale[],
  unit: number,
  { floors, m }: Life['room'],
): JudgedScales {
  const evidence: number[] = [];
  let finest: Gates | null = null;
  let best: JudgedScales['best'] = null;
  let [series, size, blocks] = [values, 1, values.length];
  for (const scale of scales) {
    if (scale.size > size) {
      // The floors of twice the size are those of pairs of floors, as both are counted from the newest end.
      blocks = blockFloors(series, blocks, scale.size / size, floors);
      [series, size] = [floors, scale.size];
    }
    const moves = (size === 1 ? single : null) ?? countMoves(series, blocks);
    const logE = logEvidence(moves.rises, moves.falls);
    evidence.push(logE);
    if (scale.size > 1 && !mayPass(moves)) continue;
    const gates = judgeGates({ ...scale, length: scale.blocks, values: series }, moves, unit, m);
    if (scale.size === 1) finest = gates;
    if (passesAll(gates) && logE > (best?.logE ?? -Infinity)) best = { scale, gates, logE };
  }
  return { logE: logSumExp(evidence) - Math.log(evidence.length), finest, best };
}
