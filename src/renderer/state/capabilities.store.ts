import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Capabilities } from '../../contract/methods';
import { useClient } from './api';
import { toProblem, type Problem } from './problem';

/** What this host can do. Views ask here, never which host it is. */
export const useCapabilities = defineStore('capabilities', () => {
  const client = useClient();
  const value = shallowRef<Capabilities | null>(null);
  const error = shallowRef<Problem | null>(null);

  async function load(): Promise<void> {
    try {
      value.value = Object.freeze(await client.call('app.capabilities', {}));
      error.value = null;
    } catch (failure) {
      error.value = toProblem(failure);
    }
  }

  const linkHosts = computed(() => value.value?.linkHosts ?? null);
  /** Whether a link leads anywhere when it is clicked. */
  const canFollow = (link: { readonly protocol: string; readonly hostname: string }): boolean =>
    linkHosts.value === null || (link.protocol === 'https:' && linkHosts.value.includes(link.hostname));

  return {
    linkHosts,
    canFollow,
    value,
    error,
    load,
    version: computed(() => value.value?.version ?? ''),
    workspacePath: computed(() => value.value?.workspacePath ?? ''),
    canOpenDialogs: computed(() => value.value?.canOpenDialogs ?? false),
    canSetCommand: computed(() => value.value?.canSetCommand ?? false),
    canRevealFiles: computed(() => value.value?.canRevealFiles ?? false),
  };
});
