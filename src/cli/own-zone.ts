import { parseZone, UTC, type Zone } from '../core/base/zone';

/** Of this machine: what `date` prints, and so what a script or a person put into a file's name. */
export const ownZone = (): Zone => parseZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
