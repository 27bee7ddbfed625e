import {
  formatBytes,
  formatCount,
  formatRate,
  formatShare,
  formatTime,
  joinFigure,
  pickRate,
} from '../ui/format';
import type { Figures } from '../state/figures';

/** A sentence tells bytes by the day, whatever was watched: that is how long a leak takes to be felt. */
const A_DAY = 24;

export const figures: Figures = {
  count: formatCount,
  bytes: (n) => joinFigure(formatBytes(n)),
  share: formatShare,
  rate: (perHour, unit) => {
    const { amount, per } = pickRate(perHour, unit, A_DAY);
    return { amount: joinFigure(formatRate(amount, unit)), per };
  },
  time: (ms) => formatTime(ms, { nowMs: Date.now(), seconds: true }),
};
