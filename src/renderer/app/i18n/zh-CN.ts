import { app } from './zh-CN/app';
import { common } from './zh-CN/common';
import { compare } from './zh-CN/compare';
import { failures } from './zh-CN/failures';
import { findings } from './zh-CN/findings';
import { goroutines } from './zh-CN/goroutines';
import { notes } from './zh-CN/notes';
import { profile } from './zh-CN/profile';
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
  failures,
  findings,
  goroutines,
  notes,
  profile,
  sessions,
  settings,
  timeline,
  trace,
  views,
};
