// Where the files of the open session's program are, as whoever shows a source asks for it: the way to say where one is, and
// the editor.
import { computed, type ComputedRef } from 'vue';
import { useRouter } from 'vue-router';
import { useClient } from './api';
import { useCapabilities } from './capabilities.store';
import { useNotices } from './notices.store';
import { useSaid } from './use-said';
import { useSession } from './session.store';
import { useSources } from './sources.store';

export function useSourcePlaces(): {
  /** For ui/source/SourceMissing.vue. */
  readonly asking: ComputedRef<{
    readonly busy: boolean;
    readonly problem: string;
    readonly pickFolder: ((at: string) => Promise<string | null>) | null;
  }>;
  readonly map: (file: string, path: string) => void;
  readonly settings: () => void;
  /** In the user's editor. */
  readonly open: (file: string, line: number) => void;
} {
  const { words } = useSaid();
  const router = useRouter();
  const client = useClient();
  const notices = useNotices();
  const session = useSession();
  const sources = useSources();
  const capabilities = useCapabilities();

  async function edit(file: string, line: number): Promise<void> {
    try {
      await client.call('sources.open', { sessionId: session.id ?? '', file, line });
    } catch (failure) {
      notices.report(failure);
    }
  }
  return {
    asking: computed(() => ({
      busy: sources.busy,
      problem: sources.problem === null ? '' : words(sources.problem),
      pickFolder: capabilities.canOpenDialogs ? sources.pickFolder : null,
    })),
    map: (file, path) => void sources.find(file, path),
    settings: () =>
      void router.push({ name: 'session', params: { session: session.id ?? '', tab: 'settings' } }),
    open: (file, line) => void edit(file, line),
  };
}
