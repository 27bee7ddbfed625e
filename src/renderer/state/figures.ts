import { inject, type InjectionKey, type Plugin } from 'vue';

/** How the page writes figures; given by the app, since widgets have their own way to them. */
export interface Figures {
  readonly count: (n: number) => string;
  readonly bytes: (n: number) => string;
  /** 0.25 is a quarter. */
  readonly share: (share: number) => string;
  /** By the time in which it is told best. */
  readonly rate: (
    perHour: number,
    unit: 'count' | 'bytes',
  ) => { readonly amount: string; readonly per: 'minute' | 'hour' | 'day' };
  /** Of UTC milliseconds, to the second. */
  readonly time: (ms: number) => string;
}

const FIGURES: InjectionKey<Figures> = Symbol('figures');

export const provideFigures = (figures: Figures): Plugin => ({
  install: (app) => void app.provide(FIGURES, figures),
});

export function useFigures(): Figures {
  const figures = inject(FIGURES);
  if (figures === undefined) throw new Error('the app provides no figures');
  return figures;
}
