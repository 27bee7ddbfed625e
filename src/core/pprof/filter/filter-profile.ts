// All filters in pprof's order (internal/driver/driver_focus.go: applyFocus).
import { compileSearch, type TextTest } from '../../base/linear-regexp';
import { err, ok, type FormatError, type Result } from '../../base/result';
import type { LabelUnits } from '../label-units';
import type { ReportOptions } from '../options';
import { filterLabels, pickSamples } from '../pick-samples';
import type { Profile } from '../profile';
import { labelTest } from './by-label';
import { filterByName } from './by-name';
import { pruneFrom, showFrom } from './cut-stacks';
import { NameTests } from './name-tests';

export interface Filtered {
  readonly profile: Profile;
  /** Options, as they are spelled, that matched nothing. */
  readonly idle: readonly string[];
}

class BadFilter extends Error {}

/** Fails where an expression cannot be read. */
export function filterProfile(
  profile: Profile,
  options: ReportOptions,
  units: LabelUnits,
): Result<Filtered, FormatError> {
  try {
    return ok(applyAll(profile, options, units));
  } catch (error) {
    if (error instanceof BadFilter) return err({ code: 'unsupported', message: error.message });
    throw error;
  }
}

function applyAll(source: Profile, options: ReportOptions, units: LabelUnits): Filtered {
  const test = (name: string, pattern: string): TextTest | null => {
    if (pattern === '') return null;
    const compiled = compileSearch(pattern);
    if (compiled.ok) return compiled.value;
    throw new BadFilter(`${compiled.error} in -${name}=${pattern}`);
  };
  const names = {
    focus: test('focus', options.focus),
    ignore: test('ignore', options.ignore),
    hide: test('hide', options.hide),
    show: test('show', options.show),
  };
  const from = test('show_from', options.showFrom);
  const until = test('prune_from', options.pruneFrom);
  const labelShow = test('tagshow', options.tagShow);
  const labelHide = test('taghide', options.tagHide);

  const byName = filterByName(source, names);
  const idle: string[] = [...byName.idle];
  let { profile } = byName;
  if (from !== null) {
    const shown = showFrom(profile, from);
    if (shown.isIdle) idle.push('show_from');
    profile = shown.profile;
  }
  profile = filterByLabel(profile, options, units, idle);
  profile = filterKeys(profile, labelShow, labelHide, idle);
  return { profile: until === null ? profile : pruneFrom(profile, until), idle };
}

function filterByLabel(profile: Profile, options: ReportOptions, units: LabelUnits, idle: string[]): Profile {
  const { tagFocus, tagIgnore } = options;
  const marked = (name: string, filter: string): Uint8Array | null => {
    if (filter === '') return null;
    const test = labelTest(filter, profile, units);
    if (!test.ok) throw new BadFilter(`${test.error} in -${name}=${filter}`);
    const passes = test.value;
    const marks = Uint8Array.from({ length: profile.samples.length }, (_, sample) =>
      passes(sample) ? 1 : 0,
    );
    if (!marks.includes(1)) idle.push(name);
    return marks;
  };
  const focused = marked('tagfocus', tagFocus);
  const ignored = marked('tagignore', tagIgnore);
  if (focused === null && ignored === null) return profile;
  return pickSamples(
    profile,
    Uint8Array.from({ length: profile.samples.length }, (_, sample) =>
      focused?.[sample] === 0 || ignored?.[sample] === 1 ? 0 : 1,
    ),
  );
}

function filterKeys(profile: Profile, show: TextTest | null, hide: TextTest | null, idle: string[]): Profile {
  if (show === null && hide === null) return profile;
  const found = { show: false, hide: false };
  const shows = show && new NameTests(profile, show);
  const hides = hide && new NameTests(profile, hide);
  const filtered = filterLabels(profile, (label) => {
    const key = profile.labels.key[label]!;
    const isShown = shows?.string(key) ?? true;
    const isHidden = hides?.string(key) ?? false;
    found.show ||= isShown;
    found.hide ||= isHidden;
    return isShown && !isHidden;
  });
  if (show !== null && !found.show) idle.push('tagshow');
  if (hide !== null && !found.hide) idle.push('taghide');
  return filtered;
}
