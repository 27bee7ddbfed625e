// What commander hands to each command, after its parsers.
import type { Grouping } from '../core/goroutine/groupings';

export interface CommonOptions {
  workspace?: string;
  json?: boolean;
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
export interface CaptureOptions extends CommonOptions {
  once?: boolean;
  every?: number;
  for?: number;
  kinds?: string[];
}
export interface TopOptions extends CommonOptions {
  base?: string;
  diff_base?: string;
  sample_index?: string;
  cum?: boolean;
  flat?: boolean;
}
export interface GoroutinesOptions extends CommonOptions {
  by: Grouping;
}

export interface ServeOptions extends CommonOptions {
  port: number;
  open?: boolean;
}
