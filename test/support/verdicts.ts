import type { VerdictReport } from '../../src/contract/verdicts/verdict';

/** Of a session in which there is nothing. */
export const notEnoughData: VerdictReport = {
  verdict: 'not-enough-data',
  row: 'not-enough-data',
  also: [],
  target: null,
  sentence: { message: 'Not enough data yet: there is no absolute capture of goroutines or heap.' },
  evidence: [],
  next: [],
};
