import { describe, expect, it } from 'vitest';
import { basicCredentials } from './target-url';

describe('basicCredentials', () => {
  const told = (url: string): string | null => {
    const value = basicCredentials(url);
    return value === null ? null : Buffer.from(value.replace('Basic ', ''), 'base64').toString('utf8');
  };
  it('decodes what is percent-encoded', () => {
    expect(told('http://me:p%40w@h/')).toBe('me:p@w');
    expect(told('http://密:码@h/')).toBe('密:码');
    expect(told('http://h/')).toBeNull();
  });
  it('takes what is not encoded as it stands', () => {
    expect(told('http://a%:b@host:1')).toBe('a%:b');
    expect(told('http://%ff:%E0%A4%A@host:1')).toBe('%ff:%E0%A4%A');
  });
});
