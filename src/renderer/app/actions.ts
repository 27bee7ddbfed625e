import { inject, type InjectionKey } from 'vue';

/** What the root component can do for the pages inside it. */
export interface Actions {
  /** Opens the dialog for a new session; `pasted` is the address or command to begin with. */
  create(pasted?: string): void;
  /** Opens the file dialog; `into` is the session that is proposed. */
  importFiles(into: string | null): void;
}

export const actionsKey: InjectionKey<Actions> = Symbol('actions');

export function useActions(): Actions {
  const actions = inject(actionsKey, null);
  if (actions === null) throw new Error('useActions: outside of the workbench');
  return actions;
}
