import { err, ok, type FormatError, type Result } from '../base/result';
import type { Profile } from './profile';

/**
 * Row of the sample type that `go tool pprof -sample_index=selector` takes: a name, `inuse_` before a name, or an
 * index; none: the file's default, else the last.
 */
export function sampleTypeIndex(profile: Profile, selector = ''): Result<number, FormatError> {
  const names = profile.sampleTypes.map((t) => t.type);
  const fail = (message: string): Result<number, FormatError> => err({ code: 'unsupported', message });
  if (names.length === 0) return fail('the profile has no sample types');
  if (selector === '') {
    const index = profile.defaultSampleType === '' ? -1 : names.indexOf(profile.defaultSampleType);
    return ok(index < 0 ? names.length - 1 : index);
  }
  if (/^[+-]?\d+$/.test(selector)) {
    const index = Number(selector);
    if (index >= 0 && index < names.length) return ok(index);
    return fail(`sample type ${selector} is outside 0 to ${names.length - 1}`);
  }
  const noInuse = selector.replace(/^inuse_/, '');
  const index = names.findIndex((name) => name === selector || name === noInuse);
  return index < 0 ? fail(`no sample type ${selector}; there are ${names.join(', ')}`) : ok(index);
}
