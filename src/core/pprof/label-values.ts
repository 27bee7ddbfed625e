// A sample's labels as pprof holds them: by key, texts apart from numbers, each in the order of the file.
import { at, type Profile } from './profile';

interface KeyedLabels {
  /** Values by key: of texts their string, of numbers the row of the label. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, readonly number[]>;
}

export function labelsOf({ samples, labels, strings }: Profile, sample: number): KeyedLabels {
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, number[]>();
  const add = <T>(to: Map<string, T[]>, key: string, value: T): void => {
    const values = to.get(key);
    if (values === undefined) to.set(key, [value]);
    else values.push(value);
  };
  const end = at(samples.labelStart, sample + 1);
  for (let label = at(samples.labelStart, sample); label < end; label++) {
    const key = at(strings, at(labels.key, label));
    const str = at(labels.str, label);
    if (str === 0) add(numbers, key, label);
    else add(texts, key, at(strings, str));
  }
  return { texts, numbers };
}
