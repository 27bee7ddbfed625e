import type { goroutines as en } from '../en/goroutines';
import type { Same } from '../same';

export const goroutines: Same<typeof en> = {};
