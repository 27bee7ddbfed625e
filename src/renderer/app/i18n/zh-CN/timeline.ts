import type { timeline as en } from '../en/timeline';
import type { Same } from '../same';

export const timeline: Same<typeof en> = {};
