import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { PictureUnit } from '../../core/pprof/options';
import { unitsFor, type Unit } from '../../core/base/unit-scales';

/** By the names that pprof's pictures have for them. */
const IN_PICTURES: Readonly<Record<string, PictureUnit>> = {
  ...{ B: 'B', KB: 'kB', MB: 'MB', GB: 'GB', TB: 'TB', PB: 'PB' },
  ...{ ns: 'ns', µs: 'us', ms: 'ms', s: 's' },
};

/** In which units values of profiles are shown: of sizes and of times one each. What is not set fits itself. */
export const useUnits = defineStore('units', () => {
  const set = shallowRef<Readonly<Record<string, string>>>({});
  /** `bytes` and `byte` are one kind, told by its smallest unit. */
  const kindOf = (unit: string): string => unitsFor(unit)[0] ?? '';
  const setFor = (unit: string): string | null => set.value[kindOf(unit)] ?? null;
  return {
    /** null: none, for what is in `unit` in its profile. */
    setFor,
    choose(unit: string, shownIn: string | null): void {
      const { [kindOf(unit)]: _, ...others } = set.value;
      set.value = shownIn === null ? others : { ...others, [kindOf(unit)]: shownIn };
    },
    shown(unit = 'count'): Unit {
      const shownIn = setFor(unit);
      return shownIn === null ? unit : { of: unit, in: shownIn };
    },
    /** The same for what is drawn elsewhere. */
    inPictures: (unit = 'count'): PictureUnit => IN_PICTURES[setFor(unit) ?? ''] ?? 'minimum',
  };
});
