// From what a verdict says to where it can be seen.
import { useRouter } from 'vue-router';
import type { Look } from '../../../contract/verdicts/verdict';
import { useSelection } from '../../state/selection.store';
import { useSession } from '../../state/session.store';
import { useText } from '../../state/text';
import { useWantedKind } from '../../state/wanted-kind.store';
import { useWantedLanes } from '../../state/wanted-lanes.store';
import { useWantedStack } from '../../state/wanted-stack.store';

type Tab = Exclude<Look['view'], 'memory'>;
/** The memory account stands in Findings itself. */
const tabOf = ({ view }: Look): Tab => (view === 'memory' ? 'findings' : view);

export function useLook(): {
  /** Chooses the snapshots and opens the tab; what lies within Findings is the view's own to show. */
  follow: (look: Look) => void;
  /** `Show in Goroutines`. */
  label: (look: Look) => string;
  /** The group of a dump's goroutines, by its key. */
  openStack: (snapshotId: string, key: string) => void;
  /** Goroutines of a trace that have a function in their stacks, or begin with one. */
  openLanes: (snapshotId: string, lanes: { readonly text: string; readonly group: string | null }) => void;
} {
  const open = useSession();
  const selection = useSelection();
  const kinds = useWantedKind();
  const stacks = useWantedStack();
  const lanes = useWantedLanes();
  const router = useRouter();
  const { t } = useText();

  function follow(look: Look): void {
    const { view, a, b, kind } = look;
    if (view === 'compare') {
      if (a !== undefined) selection.setA(a);
      if (b !== undefined) selection.setB(b);
      selection.setScope('compare', 'A→B');
    } else if (a !== undefined) {
      // Of one snapshot: it becomes B, which every view shows at first.
      selection.setB(a);
      if (view === 'goroutines' || view === 'profile') selection.setScope(view, 'B');
    }
    if (kind !== undefined) kinds.ask(view, kind);
    goTo(tabOf(look));
  }
  function goTo(tab: Tab): void {
    if (tab !== 'findings') void router.push({ name: 'session', params: { session: open.id ?? '', tab } });
  }
  return {
    follow,
    label: (look) => t('findings.evidence.show', { tab: t(`app.tabs.${tabOf(look)}`) }),
    openStack(snapshotId, key) {
      selection.setB(snapshotId);
      selection.setScope('goroutines', 'B');
      stacks.ask(key);
      goTo('goroutines');
    },
    openLanes(snapshotId, wanted) {
      selection.setB(snapshotId);
      lanes.ask(wanted);
      goTo('trace');
    },
  };
}
