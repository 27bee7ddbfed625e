import { describe, expect, it } from 'vitest';
import { isAllowedLink } from './external-links';

describe('isAllowedLink', () => {
  it.each([
    'https://go.dev/doc/diagnostics',
    'https://pkg.go.dev/net/http/pprof',
    'https://github.com/golang/go',
  ])('lets %s through', (link) => expect(isAllowedLink(link)).toBe(true));
  it.each([
    'http://go.dev/',
    'https://go.dev.example.com/',
    'https://go.dev:8443/',
    'https://user@go.dev/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not a link',
    '',
  ])('refuses %j', (link) => expect(isAllowedLink(link)).toBe(false));
});
