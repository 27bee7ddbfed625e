// What commander hands to each command, after its parsers.
import type { Flag } from '../contract/flags';
import type { Zone } from '../core/base/zone';
import type { Grouping } from '../core/goroutine/groupings';

export interface CommonOptions {
  workspace?: string;
  json?: boolean;
}
export const FAIL_ON = ['leak', 'growing', 'any'] as const;
export type FailOn = (typeof FAIL_ON)[number];
export interface VerdictOptions extends CommonOptions {
  failOn?: FailOn;
}
export interface SessionCreateOptions extends CommonOptions {
  target: string[];
  every?: number;
  kinds?: string[];
  gc?: boolean;
  metrics?: string;
  timeScale: number;
  header?: string[];
  insecure?: boolean;
}
/** Times in milliseconds since 1970. */
export interface SessionNoteOptions extends CommonOptions {
  at?: number;
  from?: number;
  to?: number;
  snapshot?: string;
  tag?: string[];
  flag?: Flag;
}
export interface SessionTimeOptions extends CommonOptions {
  restore?: boolean;
}
export interface CaptureOptions extends CommonOptions {
  once?: boolean;
  every?: number;
  for?: number;
  kinds?: string[];
  target?: string[];
  /** Seconds. */
  trace?: number;
  /** Bytes. */
  traceLimit?: number;
  traceCpu?: boolean;
}
export interface ImportOptions extends CommonOptions {
  zone?: Zone;
  /** Milliseconds, of either sign. */
  shift?: number;
}
/** pprof's options by their spelling, each as the text that was given. */
export interface ReportCommandOptions extends CommonOptions {
  base?: string;
  diff_base?: string;
  normalize?: string;
  add_comment?: string;
  buildid?: string;
  /** Only to be refused in words. */
  http?: string;
  output?: string;
  /** Of `list` alone: where else to look for sources. */
  find?: boolean;
  map?: string[];
  session?: string;
  [option: string]: string | string[] | boolean | undefined;
}
export interface GoroutinesOptions extends CommonOptions {
  by: Grouping;
}

export interface TraceOptions extends CommonOptions {
  compare?: string;
}

export interface ServeOptions extends CommonOptions {
  port: number;
  open?: boolean;
}
