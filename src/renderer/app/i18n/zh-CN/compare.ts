import type { compare as en } from '../en/compare';
import type { Same } from '../same';

export const compare: Same<typeof en> = {};
