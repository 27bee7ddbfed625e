/** As much of a note as is shown beside a row. */
export interface NoteLike {
  readonly text: string;
  readonly tags: readonly string[];
  readonly flag: 'deploy' | 'incident' | 'suspect' | null;
}
