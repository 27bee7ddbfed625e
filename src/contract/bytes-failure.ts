import { failed, type PlumblineError } from './errors';
import type { FormatError } from '../core/base/result';

/** What is wrong with bytes, for the user; core's own text stays English, and says more than most want to know. */
export const bytesFailure = ({ code, message }: FormatError): PlumblineError =>
  failed(`bytes-${code}`, { detail: message });
