import Conf from 'conf';
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { z } from 'zod';

const fileSchema = z.object({
  formatVersion: z.literal(1),
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(400),
    height: z.number().int().min(300),
  }),
  maximized: z.boolean(),
});
type State = z.infer<typeof fileSchema>;

export interface WindowState {
  /** Where the window was, if a screen still shows that place. */
  readonly bounds: Partial<Rectangle> & { width: number; height: number };
  readonly maximized: boolean;
  /** Keeps the window's place when it closes. */
  watch(window: BrowserWindow): void;
}

const DEFAULT_SIZE = { width: 1280, height: 820 };

/** In `window.json` in `dir`. */
export function openWindowState(dir: string): WindowState {
  const file = new Conf<Record<string, unknown>>({
    configName: 'window',
    cwd: dir,
    clearInvalidConfig: true,
  });
  const parsed = fileSchema.safeParse(file.store);
  const kept = parsed.success && isVisible(parsed.data.bounds) ? parsed.data : null;
  return {
    bounds: kept?.bounds ?? DEFAULT_SIZE,
    maximized: kept?.maximized ?? false,
    watch(window) {
      window.on('close', () => {
        const state: State = {
          formatVersion: 1,
          bounds: window.getNormalBounds(),
          maximized: window.isMaximized(),
        };
        file.store = state;
      });
    },
  };
}

function isVisible(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  const overlap = (from: number, size: number, areaFrom: number, areaSize: number): number =>
    Math.min(from + size, areaFrom + areaSize) - Math.max(from, areaFrom);
  return (
    overlap(bounds.x, bounds.width, workArea.x, workArea.width) > 100 &&
    overlap(bounds.y, bounds.height, workArea.y, workArea.height) > 100
  );
}
