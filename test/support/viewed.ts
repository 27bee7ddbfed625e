import { DEFAULT_OPTIONS, type ReportOptions } from '../../src/core/pprof/options';
import type { Profile } from '../../src/core/pprof/profile';
import { viewOf, type View } from '../../src/core/pprof/view';
import { expectOk } from './expect-ok';

/** A profile as it is shown, without filters or by those of the options. */
export const viewed = (profile: Profile, options: Partial<ReportOptions> = {}): View =>
  expectOk(viewOf(profile, { ...DEFAULT_OPTIONS, ...options }));
