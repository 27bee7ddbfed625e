import type { Findings } from '../../src/contract/growth';
import { sentence } from '../../src/contract/errors';
import { said } from '../../src/contract/failures/say';
import type { Evidence } from '../../src/contract/verdicts/verdict';
import { notEnoughData } from './verdicts';

/** Of a session in which there is nothing. */
export const NOTHING_FOUND: Findings = {
  snapshotId: null,
  target: null,
  goroutines: null,
  concentrations: [],
  sites: [],
  memory: [],
  growth: { formatVersion: 1, suspects: [], candidates: [], lives: [], leads: [], several: [], excluded: [] },
  suspectSparks: [],
  candidateSparks: [],
  basis: [],
  verdict: notEnoughData,
};

export const evidence = (what: Parameters<typeof sentence>[0], more: Partial<Evidence> = {}): Evidence => ({
  ...sentence(what),
  target: null,
  look: null,
  ...more,
});
export const earlierLeak = (target: string | null): Evidence =>
  evidence(said('shows-earlier', { until: 0, rate: 120, places: 'rainbow.go:72' }), { target });
