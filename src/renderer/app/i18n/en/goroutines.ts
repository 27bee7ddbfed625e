export const goroutines = {} as const;
