// The English of what is said, made in this one place: for the command line, for logs, and for journals and JSON, where it
// stands beside the key for people and programs that know no keys.
import { isSayingKey, SAYINGS, type SayingKey, type ValueArgs } from './catalogue';
import type { Said, SayingEntry, Value, ValueKind } from './entry';

export interface EnglishSaid {
  readonly message: string;
  readonly advice?: string;
}

/** The part of another sentence, or a sentence that is kept without being thrown. */
export const said = <K extends SayingKey>(key: K, ...[values]: ValueArgs<K>): Said => ({
  key,
  values: values ?? {},
});

export function inEnglish({ key, values }: Said): EnglishSaid {
  if (!isSayingKey(key)) return { message: key };
  const entry: SayingEntry = SAYINGS[key];
  const shown = Object.fromEntries(
    Object.entries(entry.values ?? {}).map(([name, kind]) => [name, WORDS[kind](values[name] ?? '')]),
  );
  const fill = (template: string): string => fillIn(chosen(template, values['n']), shown);
  return {
    message: fill(entry.message),
    ...(entry.advice === undefined ? {} : { advice: fill(entry.advice) }),
  };
}

const chosen = (template: string, n: Value | undefined): string => {
  const [one = '', many = one] = template.split(' | ');
  return n === 1 ? one : many;
};

const fillIn = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(
    /\{(?:'([^']*)'|(\w+))\}/g,
    (_, literal: string | undefined, name: string) => literal ?? values[name] ?? '',
  );

const number = (value: Value): number => (typeof value === 'number' ? value : Number.NaN);
const text = (value: Value): string => (typeof value === 'object' ? inEnglish(value).message : String(value));

const WORDS: Readonly<Record<ValueKind, (value: Value) => string>> = {
  text,
  detail: text,
  said: text,
  subject: (value) => nameOfSubject(text(value)),
  count: (value) => number(value).toLocaleString('en'),
  bytes: (value) => mebibytes(number(value)),
  duration: (value) => seconds(number(value)),
  span: (value) => spanInWords(number(value)),
  share: (value) => percent(number(value)),
  countRate: (value) => rateInWords(number(value), (amount) => significant(amount)),
  byteRate: (value) => rateInWords(number(value), mebibytes),
  time: (value) => `${new Date(number(value)).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
};

const NAMES: Readonly<Record<string, string>> = {
  profile: 'The CPU profile',
  trace: 'The execution trace',
  'goroutine-dump': 'The goroutine dump',
};
/** At the start of a sentence. */
const nameOfSubject = (what: string): string =>
  what.includes('://') ? `The page ${what}` : (NAMES[what] ?? `The ${what} profile`);

const significant = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 2 });
const percent = (share: number): string =>
  share > 0 && share < 0.005 ? '<1 %' : `${Math.round(share * 100)} %`;
/** Per minute what comes more often than that, per day what comes less often than hourly. */
function rateInWords(perHour: number, amount: (value: number) => string): string {
  const size = Math.abs(perHour);
  if (size >= 60 && amount !== mebibytes) return `${amount(perHour / 60)} a minute`;
  if (size >= 1 && !(amount === mebibytes && size < 1 << 20)) return `${amount(perHour)} an hour`;
  return `${amount(perHour * 24)} a day`;
}

const seconds = (ms: number): string => `${ms >= 10_000 ? Math.round(ms / 1000) : ms / 1000} s`;
const mebibytes = (bytes: number): string =>
  bytes < 1 << 20
    ? `${Math.round(bytes).toLocaleString('en')} bytes`
    : `${Math.round((bytes / (1 << 20)) * 10) / 10} MiB`;

/** The two largest units: `1 h 5 min`. */
function spanInWords(ms: number): string {
  const whole = Math.round(ms / 1000);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  if (whole === 0) return '0 s';
  return parts
    .filter(([value]) => value > 0)
    .slice(0, 2)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}
