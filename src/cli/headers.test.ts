import { describe, expect, it } from 'vitest';
import { CommandError } from './command-error';
import { parseHeader } from './headers';

describe('parseHeader', () => {
  it('takes a line as curl does', () => {
    expect(parseHeader('X-Page: http://a:1')).toEqual({ name: 'X-Page', value: 'http://a:1' });
  });

  it('does not repeat a line without a name: it may be a token', () => {
    for (const line of ['Bearer c0ffee', ': c0ffee']) {
      const attempt = (): unknown => parseHeader(line);
      expect(attempt).toThrow(CommandError);
      expect(attempt).not.toThrow(/c0ffee/);
    }
  });
});
