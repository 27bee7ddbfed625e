const KNOWN = [
  'delta',
  'earlier-life',
  'several-processes',
  'unclear-life',
  'moved',
  'other-format',
  'unreadable',
] as const;
export type KnownReason = (typeof KNOWN)[number];

export interface ExcludedGroup {
  /** As analysis said it. */
  readonly why: string;
  /** A reason that the catalogue has words for. */
  readonly known: KnownReason | null;
  readonly captures: readonly string[];
}

/** Captures that growth leaves out, by reason, in the order in which the reasons first come. */
export function groupExcluded(
  excluded: readonly { capture: string; why: string }[],
): readonly ExcludedGroup[] {
  const groups = new Map<string, string[]>();
  for (const { capture, why } of excluded) {
    const group = groups.get(why);
    if (group === undefined) groups.set(why, [capture]);
    else group.push(capture);
  }
  return [...groups].map(([why, captures]) => ({
    why,
    known: KNOWN.find((reason) => reason === why) ?? null,
    captures,
  }));
}
