import type { profile as en } from '../en/profile';
import type { Same } from '../same';

export const profile: Same<typeof en> = {};
