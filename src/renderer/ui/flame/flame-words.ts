import type { FlameOrder } from '../../../core/pprof/flame';
import type { FlameColouring } from '../../canvas/flame-colours';
import type { FlameFactName } from './flame-facts';

/** What a flame graph says. */
export interface FlameWords {
  readonly all: (total: string) => string;
  readonly order: () => string;
  readonly orders: (order: FlameOrder) => string;
  readonly orderHint: (order: FlameOrder) => string;
  readonly colour: () => string;
  readonly colours: (by: FlameColouring | 'change') => string;
  readonly whole: () => string;
  readonly wholeHint: () => string;
  readonly pivot: () => string;
  readonly pivotHint: () => string;
  readonly unpivot: () => string;
  readonly calledBy: () => string;
  readonly calls: () => string;
  readonly copyName: () => string;
  readonly copyStack: () => string;
  readonly found: (n: number, count: string, held: string) => string;
  readonly held: (value: string, share: string) => string;
  /** Of what is found where boxes are left out. */
  readonly ofShown: (held: string) => string;
  readonly left: (n: number, count: string) => string;
  readonly none: (name: string) => string;
  readonly fact: (fact: FlameFactName) => string;
  readonly told: (name: string, facts: string) => string;
  readonly comma: () => string;
  readonly legend: () => string;
  readonly legendHint: () => string;
  readonly growthLegend: (perHour: string | null) => string;
  readonly details: () => string;
  readonly close: () => string;
}
