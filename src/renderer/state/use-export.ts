// What a view can be saved as: for other tools, as a table, as a picture.
import { computed, type ComputedRef } from 'vue';
import { EXPORT_FORMATS, type FetchedFormat } from '../../contract/analysis';
import { useNotices } from './notices.store';
import { saveFile } from './save-file';
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
  readonly fetch: (format: FetchedFormat) => Promise<Uint8Array | null>;
  /** null: no table is shown. */
  readonly csv: () => string | null;
  /** null: no picture is shown. */
  readonly picture: (format: PictureFormat) => Promise<Blob> | null;
  readonly shown: () => keyof typeof FORMATS;
  /** What is shown is of another question than is asked: what is saved meanwhile would be of either. */
  readonly isPending: () => boolean;
  /** What is saved is of A and B. */
  readonly isDifference: boolean;
}

export function useExport({ name, fetch, csv, picture, shown, isPending, isDifference }: Exportable): {
  readonly choices: ComputedRef<
    readonly { value: ExportChoice; label: string; note: string; disabled: boolean }[]
  >;
  readonly save: (choice: ExportChoice) => Promise<void>;
} {
  const { t } = useText();
  const notices = useNotices();
  const contentOf = async (choice: ExportChoice): Promise<BlobPart | null> => {
    if (choice === 'csv') return csv();
    if (choice === 'svg' || choice === 'png') return picture(choice);
    return (await fetch(choice)) as Uint8Array<ArrayBuffer> | null;
  };
  const noteOf = (value: ExportChoice): string =>
    isDifference && (value === 'collapsed' || value === 'speedscope')
      ? t(`views.export.${value}.ofTwo`)
      : t(`views.export.${value}.note`);
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
      try {
        const content = await contentOf(choice);
        const { ending, type } = FILES[choice];
        if (content === null) notices.add({ level: 'info', words: () => t('views.export.nothing') });
        else saveFile(name() + ending, content, type);
      } catch (failure) {
        notices.report(failure);
      }
    },
  };
}
