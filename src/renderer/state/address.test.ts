import { describe, expect, it } from 'vitest';
import { nameFromUrl, parseAddress, splitWords } from './address';

const url = (text: string): string | undefined => parseAddress(text)?.target.url;

describe('splitWords', () => {
  it('splits as a shell does', () => {
    expect(splitWords(`curl -H 'A: b c' "x \\" y" z\\ w`)).toEqual(['curl', '-H', 'A: b c', 'x " y', 'z w']);
  });
  it('joins continued lines and keeps empty words', () => {
    expect(splitWords("curl \\\n  -u '' x")).toEqual(['curl', '-u', '', 'x']);
  });
});

describe('parseAddress', () => {
  it('takes an address with and without scheme', () => {
    expect(url('http://10.0.41.7:6060')).toBe('http://10.0.41.7:6060');
    expect(url('10.0.41.7:6060')).toBe('http://10.0.41.7:6060');
    expect(url('localhost:6060')).toBe('http://localhost:6060');
    expect(url('https://h/x/')).toBe('https://h/x');
  });
  it('cuts behind the mount and says what was left out', () => {
    const found = parseAddress('http://h:6060/internal/debug/pprof/goroutine?debug=2&seconds=120');
    expect(found?.target.url).toBe('http://h:6060/internal/debug/pprof');
    expect(found?.leftOut).toEqual(['debug=2', 'seconds=120']);
  });
  it('reads a go tool pprof line, whatever its flags name', () => {
    expect(url('go tool pprof -http=:8080 http://10.0.41.7:6060/debug/pprof/heap')).toBe(
      'http://10.0.41.7:6060/debug/pprof',
    );
    expect(url('go tool pprof localhost:6060/debug/pprof/heap')).toBe('http://localhost:6060/debug/pprof');
  });
  it('reads a curl line with headers, user and -k', () => {
    const found = parseAddress(`curl -sk -k -H 'X-A: b: c' -u me:pw "https://h/debug/pprof/"`);
    expect(found?.target).toEqual({
      url: 'https://h/debug/pprof',
      headers: [
        { name: 'X-A', value: 'b: c' },
        { name: 'Authorization', value: `Basic ${btoa('me:pw')}` },
      ],
      insecureTls: true,
    });
  });
  it('turns a user in the address into a header: fetch refuses the other form', () => {
    expect(parseAddress('http://me:p%40w@h:1/')?.target).toEqual({
      url: 'http://h:1',
      headers: [{ name: 'Authorization', value: `Basic ${btoa('me:p@w')}` }],
    });
  });
  it('finds nothing where there is nothing', () => {
    for (const text of [
      '',
      '  ',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'curl -s',
      'two words',
      'http://',
    ]) {
      expect(parseAddress(text), text).toBeNull();
    }
  });
  it('names by host', () => {
    expect(nameFromUrl('http://10.0.41.7:6060/debug/pprof')).toBe('10.0.41.7');
    expect(nameFromUrl('nonsense')).toBe('');
  });
});
