import { formatBytes, formatCount, formatTime, joinFigure } from '../ui/format';
import type { Figures } from '../state/figures';

export const figures: Figures = {
  count: formatCount,
  bytes: (n) => joinFigure(formatBytes(n)),
  time: (ms) => formatTime(ms, { nowMs: Date.now(), seconds: true }),
};
