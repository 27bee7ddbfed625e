import { app } from './en/app';
import { common } from './en/common';
import { compare } from './en/compare';
import { findings } from './en/findings';
import { goroutines } from './en/goroutines';
import { notes } from './en/notes';
import { profile } from './en/profile';
import { said } from './said';
import { sessions } from './en/sessions';
import { settings } from './en/settings';
import { timeline } from './en/timeline';
import { trace } from './en/trace';
import { views } from './en/views';

/** The English catalogue is the source: its shape is what every other language must have. */
export const en = {
  app,
  common,
  compare,
  findings,
  goroutines,
  notes,
  profile,
  said,
  sessions,
  settings,
  timeline,
  trace,
  views,
} as const;
