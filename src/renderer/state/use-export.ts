// What a view can be saved as: for other tools, as a table, as a picture.
import { fileName } from './save-file';
import { computed, onScopeDispose, type ComputedRef } from 'vue';
import { EXPORT_FORMATS, type FetchedFormat } from '../../contract/analysis';
import { useSaving } from './saving.store';
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
  /** The file's name without its ending; `isLook` of what has the unit and the order that is shown. */
  readonly name: (isLook: boolean) => string;
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
  /** Of all stacks those with one function. */
  readonly isAround: () => boolean;
}

/** Of the profile itself: every value, in its own unit. */
const isOfProfile = (choice: ExportChoice): boolean => (EXPORT_FORMATS as readonly string[]).includes(choice);

export function useExport({
  name,
  fetch,
  csv,
  picture,
  shown,
  isPending,
  isDifference,
  isRounded = () => false,
  isAround,
}: Exportable): {
  /** For ui/SaveMenu.vue. */
  readonly menu: ComputedRef<{
    readonly label: string;
    readonly items: readonly { value: ExportChoice; label: string; note: string; disabled: boolean }[];
    readonly isSlow: boolean;
    readonly slowText: string;
    readonly cancelLabel: string;
  }>;
  readonly onMenu: { readonly pick: (choice: ExportChoice) => Promise<void>; readonly cancel: () => void };
} {
  const { t } = useText();
  const saving = useSaving();
  let isThere = true;
  onScopeDispose(() => (isThere = false));
  const contentOf = async (choice: ExportChoice, signal: AbortSignal): Promise<BlobPart | null> => {
    if (choice === 'csv') return csv();
    if (choice === 'svg' || choice === 'png') return picture(choice);
    return (await fetch(choice, signal)) as Uint8Array<ArrayBuffer> | null;
  };
  const plainNote = (value: ExportChoice): string =>
    isDifference && (value === 'collapsed' || value === 'speedscope')
      ? t(`views.export.${value}.ofTwo`)
      : t(`views.export.${value}.note`);
  const noteOf = (value: ExportChoice): string => {
    const plain = plainNote(value);
    if (!isOfProfile(value)) return plain;
    const note = isAround() ? t('views.export.around', { note: plain }) : plain;
    return isRounded() ? t('views.export.rounded', { note }) : note;
  };
  async function save(choice: ExportChoice): Promise<void> {
    const { ending, type } = FILES[choice];
    // Of what is shown now: something else may be by the time it is here.
    const file = fileName(name(!isOfProfile(choice)) + ending);
    await saving.save({
      file,
      type,
      content: (signal) => contentOf(choice, signal),
      isThere: () => isThere,
      words: {
        nothing: () => t('views.export.nothing'),
        done: () => t('views.export.done', { file }),
        left: () => t('views.export.left', { file }),
      },
    });
  }
  const whyNot = (): string | null => {
    if (saving.running !== null) return t('views.export.saving');
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
      isSlow: saving.isSlow,
      slowText: t('views.export.saving'),
      cancelLabel: t('views.export.cancel'),
    })),
    onMenu: { pick: save, cancel: saving.giveUp },
  };
}
