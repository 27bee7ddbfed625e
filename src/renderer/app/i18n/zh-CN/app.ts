import type { app as en } from '../en/app';
import type { Same } from '../same';

export const app: Same<typeof en> = {};
