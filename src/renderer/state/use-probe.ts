import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { NewTarget, Probe } from '../../contract/domain';
import { useClient } from './api';
import { isCancelled, toProblem, type Problem } from './problem';

export interface ProbeState {
  readonly result: ShallowRef<Probe | null>;
  readonly problem: ShallowRef<Problem | null>;
  readonly running: Ref<boolean>;
  /** The address that was asked last; '' after reset. */
  readonly asked: Ref<string>;
  check(target: NewTarget): Promise<Probe | null>;
  reset(): void;
}

/** Asks a target what it has; the latest question counts. */
export function useProbe(): ProbeState {
  const client = useClient();
  const result = shallowRef<Probe | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const running = ref(false);
  const asked = ref('');
  let latest: AbortController | null = null;

  function reset(): void {
    latest?.abort();
    latest = null;
    running.value = false;
    asked.value = '';
    result.value = null;
    problem.value = null;
  }

  async function check(target: NewTarget): Promise<Probe | null> {
    reset();
    const controller = new AbortController();
    latest = controller;
    running.value = true;
    asked.value = target.url;
    try {
      const probe = await client.call('targets.probe', target, controller.signal);
      if (latest !== controller) return null;
      result.value = probe;
      return probe;
    } catch (failure) {
      if (latest === controller && !isCancelled(failure)) problem.value = toProblem(failure);
      return null;
    } finally {
      if (latest === controller) running.value = false;
    }
  }

  onScopeDispose(reset);
  return { result, problem, running, asked, check, reset };
}
