export const TABS = ['findings', 'goroutines', 'profile', 'compare', 'trace', 'notes', 'settings'] as const;
export type Tab = (typeof TABS)[number];
export const isTab = (name: unknown): name is Tab => TABS.some((tab) => tab === name);
