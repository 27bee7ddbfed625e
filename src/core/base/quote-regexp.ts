/** A regular expression (RE2) that matches just this text, as Go's regexp.QuoteMeta makes it. */
export const quoteRegexp = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
