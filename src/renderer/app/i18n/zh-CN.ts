import { app } from './zh-CN/app';
import { common } from './zh-CN/common';
import { compare } from './zh-CN/compare';
import { findings } from './zh-CN/findings';
import { goroutines } from './zh-CN/goroutines';
import { notes } from './zh-CN/notes';
import { profile } from './zh-CN/profile';
import { said } from './zh-CN/said';
import { sessions } from './zh-CN/sessions';
import { settings } from './zh-CN/settings';
import { timeline } from './zh-CN/timeline';
import { trace } from './zh-CN/trace';
import { views } from './zh-CN/views';

import type { en } from './en';
import type { Same } from './same';

export const zhCN: Same<typeof en> = {
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
};
