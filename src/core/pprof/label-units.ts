import { at, type Profile } from './profile';

/** The unit of each numeric label, by its key. */
export type LabelUnits = ReadonlyMap<string, string>;

/** The first unit that is given for a key counts for all its values; without one the key says what it is. */
export function labelUnits({ labels, strings }: Profile): LabelUnits {
  const units = new Map<string, string>();
  for (let label = 0; label < labels.length; label++) {
    if (labels.str[label] !== 0) continue;
    const key = at(strings, at(labels.key, label));
    if (units.get(key)) continue;
    units.set(key, at(strings, at(labels.numUnit, label)));
  }
  for (const [key, unit] of units) {
    if (unit === '') units.set(key, key === 'alignment' || key === 'request' ? 'bytes' : key);
  }
  return units;
}
