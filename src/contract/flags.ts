/** What happened, where one word says it; drawn as a mark of its own shape. */
export const FLAGS = ['deploy', 'incident', 'suspect'] as const;
export type Flag = (typeof FLAGS)[number];
