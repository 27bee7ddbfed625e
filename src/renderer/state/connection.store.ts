import { defineStore } from 'pinia';
import { ref } from 'vue';
import { useClient } from './api';

/** Whether the server answers. A browser page outlives the server's restart; what is shown then may be old. */
export const useConnection = defineStore('connection', () => {
  const client = useClient();
  /** 'connecting' until it answered for the first time. */
  const state = ref<'connecting' | 'open' | 'closed'>('connecting');
  /** Counts reconnections: what was missed meanwhile must be asked again. */
  const epoch = ref(0);
  client.onState((now) => {
    if (now === 'open' && state.value === 'closed') epoch.value += 1;
    if (now === 'open' || state.value === 'open') state.value = now;
  });
  return { state, epoch };
});
