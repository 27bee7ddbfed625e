import type { sessions as en } from '../en/sessions';
import type { Same } from '../same';

export const sessions: Same<typeof en> = {};
