// What the profile view shows: a capture of one snapshot, or the sum of all of its kind that several hold.
import { computed } from 'vue';
import { useSelection } from '../../state/selection.store';
import { useSession } from '../../state/session.store';
import { useText } from '../../state/text';
import { holdersByKind, isProfileKind, kindToShow } from '../../state/profile-kinds';
import { useShownSnapshot } from '../../state/use-snapshot';
import { formatCount, formatQuantity, joinFigure } from '../../ui/format';
import { isKnownKind } from '../../ui/kind-name';
import { useProfileView } from './profile.store';
import type { Pictured } from './use-asking';

export function usePictured() {
  const open = useSession();
  const selection = useSelection();
  const view = useProfileView();
  const { t } = useText();

  /** Of a sum: any of its snapshots may be the only one that holds a kind. */
  const holders = computed(() =>
    selection.summedRows === null || open.timeline === null
      ? null
      : holdersByKind(open.timeline, selection.summedRows),
  );
  const kinds = computed(() => [...(holders.value?.keys() ?? captures.value.map(({ facts }) => facts.kind))]);
  const kind = computed(() => kindToShow(kinds.value, view.kind));
  /** A sum is shown as of the last snapshot that has a part in it. */
  const lastHolder = (): string | null => {
    const row = holders.value?.get(kind.value ?? '')?.at(-1);
    return row === undefined ? null : (open.timeline?.snapshotId[row] ?? null);
  };
  const {
    id,
    isLive,
    query: snapshot,
  } = useShownSnapshot('profile', () =>
    holders.value === null ? selection.shownIn('profile') : lastHolder(),
  );
  /** Text has no stacks to show. */
  const captures = computed(() =>
    (snapshot.data.value?.captures ?? []).filter(
      ({ facts }) => facts.encoding === 'proto' && isProfileKind(facts.kind),
    ),
  );
  const capture = computed(
    () => captures.value.find(({ facts }) => facts.kind === kind.value) ?? captures.value[0] ?? null,
  );

  const kindText = (name: string): string => (isKnownKind(name) ? t(`views.kind.${name}`) : name);
  const noteOf = (name: string): string => {
    if (holders.value !== null)
      return t('profile.heldBy', {
        count: formatCount(holders.value.get(name)?.length ?? 0),
        all: formatCount(selection.summedRows?.length ?? 0),
      });
    const held = captures.value.find(({ facts }) => facts.kind === name);
    return held === undefined ? '' : joinFigure(formatQuantity(held.sizeBytes, 'bytes'));
  };
  const choices = computed(() =>
    kinds.value.map((value) => ({ value, label: kindText(value), note: noteOf(value) })),
  );

  const sum = computed<Pictured['sum']>(() => {
    if (holders.value === null) return null;
    if (selection.scopeOf('profile') === 'picked') return { with: selection.picks };
    return selection.a === null ? null : { from: selection.a };
  });
  const pictured = computed<Pictured | null>(() =>
    open.id === null || capture.value === null
      ? null
      : {
          sessionId: open.id,
          captureId: capture.value.id,
          sum: sum.value,
          liveKey: isLive.value ? capture.value.facts.kind : capture.value.id,
        },
  );
  return {
    snapshot,
    pictured,
    kindText,
    choices,
    /** What the answer is told of, since a newer snapshot may be known before it is here. */
    about: () => ({
      kind: capture.value?.facts.kind ?? '',
      timeMs: snapshot.data.value?.timeMs ?? 0,
      /** How many snapshots are asked. */
      snapshots: selection.summedRows?.length ?? 1,
    }),
    kind: computed({
      get: () => capture.value?.facts.kind ?? '',
      set: (name: string) => (view.kind = name),
    }),
    /** There is nothing to show, and why; null: there is something, or it is not known yet. */
    none: computed(() => {
      if (open.isEmpty) return { title: t('views.noSnapshot'), text: t('views.noSnapshotText') };
      if (id.value !== null && (snapshot.data.value === undefined || captures.value.length > 0)) return null;
      return holders.value === null
        ? { title: t('profile.none'), text: t('profile.noneText') }
        : { title: t('profile.noneSummed'), text: t('profile.noneText') };
    }),
  };
}
