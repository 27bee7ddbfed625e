import { replaceRawBytes } from './utf8';

/**
 * A regular expression (RE2) that matches just this text, as Go's regexp.QuoteMeta makes it. Bytes that are no UTF-8 no
 * expression tells apart.
 */
export const quoteRegexp = (text: string): string =>
  replaceRawBytes(text).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
