/** What goroutines can be grouped by. */
export const GROUPINGS = ['stack', 'site', 'state', 'creator', 'label'] as const;
export type Grouping = (typeof GROUPINGS)[number];
