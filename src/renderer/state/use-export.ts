// What a view can be saved as: for other tools, as a table, as a picture.
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef } from 'vue';
import { EXPORT_FORMATS, type FetchedFormat } from '../../contract/analysis';
import { useNotices } from './notices.store';
import { saveFile } from './save-file';
import { useSession } from './session.store';
import { useText } from './text';

const PICTURES = ['svg', 'png'] as const;
export type PictureFormat = (typeof PICTURES)[number];
export type ExportChoice = FetchedFormat | 'csv' | PictureFormat;

/** What is shown decides what can be saved of it. */
const FORMATS: Readonly<Record<'table' | 'labels' | 'source' | 'flame' | 'graph', readonly ExportChoice[]>> =
  {
    table: [...EXPORT_FORMATS, 'csv'],
    labels: [...EXPORT_FORMATS, 'csv'],
    source: EXPORT_FORMATS,
    flame: [...EXPORT_FORMATS, ...PICTURES],
    graph: [...EXPORT_FORMATS, 'dot', ...PICTURES],
  };

const FILES: Readonly<Record<ExportChoice, { readonly ending: string; readonly type: string }>> = {
  pprof: { ending: '.pb.gz', type: 'application/octet-stream' },
  collapsed: { ending: '.collapsed.txt', type: 'text/plain' },
  speedscope: { ending: '.speedscope.json', type: 'application/json' },
  dot: { ending: '.dot', type: 'text/vnd.graphviz' },
  csv: { ending: '.csv', type: 'text/csv' },
  svg: { ending: '.svg', type: 'image/svg+xml' },
  png: { ending: '.png', type: 'image/png' },
};

/** What is quicker needs no word. */
const SLOW_MS = 300;

export interface Exportable {
  /** The file's name without its ending. */
  readonly name: () => string;
  /** null: nothing is shown. */
  readonly fetch: (format: FetchedFormat, signal: AbortSignal) => Promise<Uint8Array | null>;
  /** null: no table is shown. */
  readonly csv: () => string | null;
  /** null: no picture is shown. */
  readonly picture: (format: PictureFormat) => Promise<Blob> | null;
  readonly shown: () => keyof typeof FORMATS;
  /** What is shown is of another question than is asked: what is saved meanwhile would be of either. */
  readonly isPending: () => boolean;
  /** What is saved is of A and B. */
  readonly isDifference: boolean;
  /** Values that are drawn with fractions are saved as whole numbers. */
  readonly isRounded?: () => boolean;
}

export function useExport({
  name,
  fetch,
  csv,
  picture,
  shown,
  isPending,
  isDifference,
  isRounded = () => false,
}: Exportable): {
  /** For ui/SaveMenu.vue. */
  readonly menu: ComputedRef<{
    readonly label: string;
    readonly items: readonly { value: ExportChoice; label: string; note: string; disabled: boolean }[];
    readonly isSlow: boolean;
    readonly slowText: string;
    readonly cancelLabel: string;
  }>;
  /** One is saved at a time; leaving the session gives it up. */
  readonly onMenu: { readonly pick: (choice: ExportChoice) => Promise<void>; readonly cancel: () => void };
} {
  const { t } = useText();
  const open = useSession();
  const saving = shallowRef<AbortController | null>(null);
  const isSlow = ref(false);
  const giveUp = (): void => saving.value?.abort();
  watch(() => open.id, giveUp);
  onScopeDispose(giveUp);
  const notices = useNotices();
  const contentOf = async (choice: ExportChoice, signal: AbortSignal): Promise<BlobPart | null> => {
    if (choice === 'csv') return csv();
    if (choice === 'svg' || choice === 'png') return picture(choice);
    return (await fetch(choice, signal)) as Uint8Array<ArrayBuffer> | null;
  };
  const plainNote = (value: ExportChoice): string =>
    isDifference && (value === 'collapsed' || value === 'speedscope')
      ? t(`views.export.${value}.ofTwo`)
      : t(`views.export.${value}.note`);
  const noteOf = (value: ExportChoice): string =>
    isRounded() && (EXPORT_FORMATS as readonly string[]).includes(value)
      ? t('views.export.rounded', { note: plainNote(value) })
      : plainNote(value);
  async function save(choice: ExportChoice): Promise<void> {
    if (saving.value !== null) return;
    const control = (saving.value = new AbortController());
    const slow = setTimeout(() => (isSlow.value = true), SLOW_MS);
    const { ending, type } = FILES[choice];
    // Of what is shown now: something else may be by the time it is here.
    const file = name() + ending;
    try {
      const content = await contentOf(choice, control.signal);
      if (control.signal.aborted) return;
      if (content === null) notices.add({ level: 'info', words: () => t('views.export.nothing') });
      else saveFile(file, content, type);
    } catch (failure) {
      if (!control.signal.aborted) notices.report(failure);
    } finally {
      clearTimeout(slow);
      isSlow.value = false;
      saving.value = null;
    }
  }
  const whyNot = (): string | null => {
    if (saving.value !== null) return t('views.export.saving');
    return isPending() ? t('views.export.pending') : null;
  };
  return {
    menu: computed(() => ({
      label: t('views.export.label'),
      items: FORMATS[shown()].map((value) => ({
        value,
        label: t(`views.export.${value}.label`),
        note: whyNot() ?? noteOf(value),
        disabled: whyNot() !== null,
      })),
      isSlow: isSlow.value,
      slowText: t('views.export.saving'),
      cancelLabel: t('views.export.cancel'),
    })),
    onMenu: { pick: save, cancel: giveUp },
  };
}
