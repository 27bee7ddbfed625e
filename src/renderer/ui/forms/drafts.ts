// What forms hold while they are filled in, and how it becomes what the contract takes.
import { newTargetSchema, type CapturePlan, type NewTarget, type Target } from '../../../contract/domain';
import { MAX_INTERVAL_MS, MIN_INTERVAL_MS } from '../../../contract/limits';

export interface TargetDraft {
  url: string;
  headers: { name: string; value: string }[];
  metricsUrl: string;
  insecureTls: boolean;
}

export const emptyTarget = (): TargetDraft => ({ url: '', headers: [], metricsUrl: '', insecureTls: false });

export const draftOf = (target: Target | NewTarget): TargetDraft => ({
  url: target.url,
  headers: (target.headers ?? []).map((header) => ({ ...header })),
  metricsUrl: target.metricsUrl ?? '',
  insecureTls: target.insecureTls ?? false,
});

export type TargetField = 'url' | 'headers' | 'metricsUrl';
export type TargetOutcome =
  { readonly ok: true; readonly target: NewTarget } | { readonly ok: false; readonly field: TargetField };

/** Headers without a name are rows not filled in yet. */
export function targetOf(draft: TargetDraft): TargetOutcome {
  const parsed = newTargetSchema.safeParse({
    url: draft.url.trim(),
    headers: draft.headers.filter((header) => header.name.trim() !== ''),
    metricsUrl: draft.metricsUrl.trim() === '' ? null : draft.metricsUrl.trim(),
    insecureTls: draft.insecureTls,
  });
  if (parsed.success) return { ok: true, target: parsed.data };
  const first = parsed.error.issues[0]?.path[0];
  return { ok: false, field: first === 'headers' || first === 'metricsUrl' ? first : 'url' };
}

export type IntervalUnit = 's' | 'min' | 'h';
const UNIT_MS: Readonly<Record<IntervalUnit, number>> = { s: 1000, min: 60_000, h: 3_600_000 };

/** The largest unit that shows an interval without a fraction. */
export function splitInterval(everyMs: number): { count: string; unit: IntervalUnit } {
  for (const unit of ['h', 'min', 's'] as const) {
    if (everyMs % UNIT_MS[unit] === 0) return { count: String(everyMs / UNIT_MS[unit]), unit };
  }
  return { count: String(everyMs / 1000), unit: 's' };
}

/** Null where it is no number, or outside 1 s to 24 h. */
export function parseInterval(count: string, unit: IntervalUnit): number | null {
  if (!/^\s*\d+([.,]\d+)?\s*$/.test(count)) return null;
  const ms = Math.round(Number(count.replace(',', '.')) * UNIT_MS[unit]);
  return ms >= MIN_INTERVAL_MS && ms <= MAX_INTERVAL_MS ? ms : null;
}

export interface PlanDraft {
  count: string;
  unit: IntervalUnit;
  kinds: string[];
  heapGc: boolean;
}

export const defaultPlan = (): PlanDraft => ({
  count: '10',
  unit: 'min',
  kinds: ['goroutine', 'heap', 'memory'],
  heapGc: false,
});
export const planDraftOf = (plan: CapturePlan): PlanDraft => ({
  ...splitInterval(plan.everyMs),
  kinds: [...plan.kinds],
  heapGc: plan.heapGc,
});

/** Null while something in it is not filled in or out of bounds. */
export function planOf(draft: PlanDraft): Pick<CapturePlan, 'everyMs' | 'kinds' | 'heapGc'> | null {
  const everyMs = parseInterval(draft.count, draft.unit);
  if (everyMs === null || draft.kinds.length === 0) return null;
  return { everyMs, kinds: [...draft.kinds], heapGc: draft.heapGc };
}
