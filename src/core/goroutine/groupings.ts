/** What goroutines can be grouped by. */
export const GROUPINGS = ['stack', 'site', 'state', 'creator', 'label'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What the goroutines of one moment are read from, the one that says most first. */
export const READ_FROM = ['dump', 'profile', 'trace'] as const;
export type ReadFrom = (typeof READ_FROM)[number];

/** The kind of capture that each is. */
export const KIND_READ_FROM = { dump: 'goroutine-dump', profile: 'goroutine', trace: 'trace' } as const;
