// What the views look at: the pins A and B, a range, and for each view which of them it shows. Kept while one
// moves between tabs, forgotten with the session.
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { MOST_SUMMED } from '../../contract/limits';
import { neighbourRow, newestRow, oldestRowBeside, rowsBetween } from './pins';
import { holdersByKind } from './profile-kinds';
import { useSession } from './session.store';

export type Pin = 'A' | 'B';
export type Scope = 'A' | 'B' | 'A→B' | 'picked' | 'life';
export type View = 'findings' | 'goroutines' | 'profile' | 'compare';
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

const FIRST_SCOPE: Readonly<Record<View, Scope>> = {
  findings: 'life',
  goroutines: 'B',
  profile: 'B',
  compare: 'A→B',
};

/** A target that missed this many turns of the plan is not followed for now. */
const ROUNDS = 3;

export const useSelection = defineStore('selection', () => {
  const open = useSession();
  const pickedA = ref<string | null>(null);
  const pickedB = ref<string | null>(null);
  const range = ref<Range | null>(null);
  /** The target that B stays with while it moves on; undefined: none is chosen. */
  const followed = ref<string | null>();
  /** The pin that `[` and `]` move: the one set last. */
  const activePin = ref<Pin>('B');
  const scopes = reactive<Record<View, Scope>>({ ...FIRST_SCOPE });
  const pickedOnes = shallowRef<ReadonlySet<string>>(new Set());

  const rowOf = computed(() => {
    const rows = new Map<string, number>();
    open.timeline?.snapshotId.forEach((snapshotId, row) => rows.set(snapshotId, row));
    return rows;
  });
  const idAt = (row: number): string | null => open.timeline?.snapshotId[row] ?? null;

  /** A snapshot that the session no longer holds is as good as none picked. */
  const known = (picked: string | null): string | null =>
    picked !== null && rowOf.value.has(picked) ? picked : null;

  const newestAt = computed(() => {
    const { timeline, session } = open;
    if (timeline === null) return -1;
    if (followed.value !== undefined && timeline.targetId.includes(followed.value))
      return newestRow(timeline, [followed.value], Infinity);
    const order = session?.targets.map((target) => target.id) ?? [];
    return newestRow(timeline, order, (session?.plan.everyMs ?? 0) * ROUNDS);
  });
  const newest = computed(() => idAt(newestAt.value));
  /** Of B's process life, so that the two can be compared. */
  const first = computed(() => {
    if (open.timeline === null) return null;
    const picked = known(pickedB.value);
    const row = picked === null ? newestAt.value : (rowOf.value.get(picked) ?? -1);
    return idAt(oldestRowBeside(open.timeline, row));
  });
  const a = computed(() => known(pickedA.value) ?? first.value);
  const b = computed(() => known(pickedB.value) ?? newest.value);
  /**
   * B's: what the timeline shows in full, and what stepping and pointing stay with. Where nothing but failures came, it is
   * the target of the last of them: that they failed is what there is to see.
   */
  const target = computed(() => {
    const row = b.value === null ? undefined : rowOf.value.get(b.value);
    return open.timeline?.targetId.at(row ?? -1) ?? null;
  });
  /** What is added up beside what A and B are for, in the order of time. */
  const picks = computed(() =>
    [...pickedOnes.value]
      .filter((id) => rowOf.value.has(id))
      .toSorted((one, other) => (rowOf.value.get(one) ?? 0) - (rowOf.value.get(other) ?? 0)),
  );
  /** B moves on by itself with each new snapshot. */
  const followsNewest = computed(() => known(pickedB.value) === null);

  const timeOf = (snapshotId: string | null): number | null => {
    const row = snapshotId === null ? undefined : rowOf.value.get(snapshotId);
    return row === undefined ? null : (open.timeline?.timeMs[row] ?? null);
  };
  const aMs = computed(() => timeOf(a.value));
  const bMs = computed(() => timeOf(b.value));

  function setA(snapshotId: string | null): void {
    pickedA.value = snapshotId;
    activePin.value = 'A';
    range.value = null;
  }
  function setB(snapshotId: string | null): void {
    pickedB.value = snapshotId;
    activePin.value = 'B';
    range.value = null;
  }
  const set = (pin: Pin, snapshotId: string | null): void =>
    pin === 'A' ? setA(snapshotId) : setB(snapshotId);

  function swap(): void {
    const [oldA, oldB] = [a.value, b.value];
    pickedA.value = oldB;
    pickedB.value = oldA;
  }

  /** Moves the active pin to the next snapshot that holds something. B, past the newest of its target, follows that. */
  function step(direction: 1 | -1, pin: Pin = activePin.value): void {
    const { timeline } = open;
    if (timeline === null) return;
    const at = pin === 'A' ? a.value : b.value;
    const row =
      at === null ? timeline.snapshotId.length : (rowOf.value.get(at) ?? timeline.snapshotId.length);
    const next = neighbourRow(timeline, row, direction, at === null ? undefined : timeline.targetId[row]);
    if (next >= 0) set(pin, idAt(next));
    else if (direction > 0 && pin === 'B') follow(timeline.targetId[row]);
  }

  function follow(wanted: string | null | undefined): void {
    followed.value = wanted;
    setB(null);
  }

  /** B becomes the newest snapshot of a target, and moves on with it. */
  function showTarget(wanted: string | null): void {
    const { timeline } = open;
    if (timeline === null) return;
    if (neighbourRow(timeline, timeline.snapshotId.length, -1, wanted) >= 0) follow(wanted);
  }

  /**
   * Takes a snapshot into what is added up, or out of it; the profile shows what they are together. Returns why it is not
   * taken: it failed, holds nothing to add, or there are as many as can be added up.
   */
  function togglePick(snapshotId: string): 'failed' | 'noProfile' | 'tooMany' | null {
    const { timeline } = open;
    const row = rowOf.value.get(snapshotId);
    if (timeline === null || row === undefined) return null;
    const next = new Set(picks.value);
    if (!next.delete(snapshotId)) {
      if (timeline.failed[row] === true) return 'failed';
      if (holdersByKind(timeline, [row]).size === 0) return 'noProfile';
      if (next.size >= MOST_SUMMED) return 'tooMany';
      next.add(snapshotId);
    }
    setPicks(next);
    return null;
  }
  function setPicks(next: ReadonlySet<string>): void {
    pickedOnes.value = next;
    if (next.size > 0) scopes.profile = 'picked';
    else if (scopes.profile === 'picked') scopes.profile = FIRST_SCOPE.profile;
  }

  function setRange(next: Range | null): void {
    range.value = next;
  }
  const scopeOf = (view: View): Scope => scopes[view];
  /** The one snapshot that a view shows, or the last of those that it adds up. */
  function shownIn(view: View): string | null {
    const scope = scopes[view];
    if (scope === 'picked') return picks.value.at(-1) ?? b.value;
    return scope === 'A' ? a.value : b.value;
  }
  /** Rows of what the profile adds up, towards the one that it is shown as of; null: it shows one by itself. */
  const summedRows = computed((): readonly number[] | null => {
    const rowsOf = (ids: readonly (string | null)[]): number[] =>
      ids.flatMap((id) => rowOf.value.get(id ?? '') ?? []);
    if (scopes.profile === 'picked' && picks.value.length > 0) return rowsOf(picks.value);
    const [from, to] = rowsOf([a.value, b.value]);
    if (scopes.profile !== 'A→B' || open.timeline === null || from === undefined || to === undefined)
      return null;
    return rowsBetween(open.timeline, from, to);
  });
  function setScope(view: View, scope: Scope): void {
    scopes[view] = scope;
  }

  function reset(): void {
    pickedA.value = null;
    pickedB.value = null;
    range.value = null;
    followed.value = undefined;
    activePin.value = 'B';
    pickedOnes.value = new Set();
    Object.assign(scopes, FIRST_SCOPE);
  }
  watch(() => open.id, reset, { flush: 'sync' });

  return {
    a,
    b,
    aMs,
    bMs,
    newest,
    followsNewest,
    target,
    range,
    picks,
    activePin,
    scopes,
    rowOf,
    timeOf,
    setA,
    setB,
    set,
    swap,
    step,
    showTarget,
    setRange,
    togglePick,
    forgetPicks: () => setPicks(new Set()),
    scopeOf,
    shownIn,
    summedRows,
    setScope,
    reset,
  };
});
