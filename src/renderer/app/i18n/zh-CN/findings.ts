import type { findings as en } from '../en/findings';
import type { Same } from '../same';

export const findings: Same<typeof en> = {};
