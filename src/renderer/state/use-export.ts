// What a view can be saved as: for other tools, as a table, as a picture.
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
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
  readonly choices: ComputedRef<
    readonly { value: ExportChoice; label: string; note: string; disabled: boolean }[]
  >;
  /** One at a time; leaving the session gives it up. */
  readonly save: (choice: ExportChoice) => Promise<void>;
  readonly isSaving: Readonly<Ref<boolean>>;
  readonly giveUp: () => void;
} {
  const { t } = useText();
  const open = useSession();
  const saving = shallowRef<AbortController | null>(null);
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
  return {
    choices: computed(() =>
      FORMATS[shown()].map((value) => ({
        value,
        label: t(`views.export.${value}.label`),
        note: isPending() ? t('views.export.pending') : noteOf(value),
        disabled: isPending(),
      })),
    ),
    async save(choice) {
      if (saving.value !== null) return;
      const control = (saving.value = new AbortController());
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
        saving.value = null;
      }
    },
    isSaving: computed(() => saving.value !== null),
    giveUp,
  };
}
