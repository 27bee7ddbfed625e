import { join } from 'node:path';
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { z } from 'zod';
import { PlumblineError } from '../../contract/errors';
import { openKeptDocument } from '../kept-document';
import { nodeFiles } from '../workspace/files';
import { placeOn } from './window-place';

const VERSION = 1;
const fileSchema = z.object({
  formatVersion: z.literal(VERSION),
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(400),
    height: z.number().int().min(300),
  }),
  maximized: z.boolean(),
});

export interface WindowState {
  /** Where the window was, or as near to it as the screens that are there now allow. */
  readonly bounds: Partial<Rectangle> & { width: number; height: number };
  readonly maximized: boolean;
  /** Keeps the window's place whenever it has moved, and when it closes. */
  watch(window: BrowserWindow): void;
  /** Resolves when the last place is on the disk. */
  settled(): Promise<void>;
}

const DEFAULT_SIZE = { width: 1280, height: 820 };
/** A window that is dragged moves with every frame; its place is kept when it rests. */
const RESTS_AFTER_MS = 1_000;

/** In `window.json` in `folder`. */
export async function openWindowState(folder: string): Promise<WindowState> {
  const path = join(folder, 'window.json');
  const document = await openKeptDocument<z.infer<typeof fileSchema> | null>({
    path,
    files: nodeFiles,
    format: { versionField: 'formatVersion', version: VERSION, steps: {}, schema: fileSchema },
    initial: null,
  });
  const kept = document.value;
  return {
    bounds:
      kept === null ? DEFAULT_SIZE : placeOn(screen.getDisplayMatching(kept.bounds).workArea, kept.bounds),
    maximized: kept?.maximized ?? false,
    settled: () => document.settled(),
    watch(window) {
      const keep = (): void => {
        const bounds = window.getNormalBounds();
        const state = { formatVersion: VERSION, bounds, maximized: window.isMaximized() } as const;
        document.set(state).catch((error: unknown) => {
          // A full disk is told where captures meet it; a window's place is not worth a word of its own.
          if (!(error instanceof PlumblineError)) console.error(error);
        });
      };
      let resting: NodeJS.Timeout | undefined;
      const moved = (): void => {
        clearTimeout(resting);
        resting = setTimeout(keep, RESTS_AFTER_MS);
      };
      window.on('resize', moved);
      window.on('move', moved);
      window.on('close', () => {
        clearTimeout(resting);
        keep();
      });
    },
  };
}
