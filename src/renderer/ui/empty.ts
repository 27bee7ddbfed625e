/** What EmptyState says, and the one step that leads on from there. */
export interface Empty {
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}
