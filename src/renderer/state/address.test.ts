import { describe, expect, it } from 'vitest';
import { holdsSecret, isFile, nameFromUrl, parseAddress, planFrom } from './address';

const url = (text: string): string | undefined => parseAddress(text)?.target.url;

describe('parseAddress', () => {
  it('takes an address with and without scheme', () => {
    expect(url('http://10.0.41.7:6060')).toBe('http://10.0.41.7:6060');
    expect(url('10.0.41.7:6060')).toBe('http://10.0.41.7:6060');
    expect(url('localhost:6060')).toBe('http://localhost:6060');
    expect(url('https://h/x/')).toBe('https://h/x');
  });
  it('takes a port alone for one of this machine', () => {
    expect(url('6060')).toBe('http://localhost:6060');
    expect(url(':6060')).toBe('http://localhost:6060');
    expect(url(':6060/debug/pprof/heap')).toBe('http://localhost:6060/debug/pprof');
    expect(url('70000')).toBeUndefined();
  });
  it.each([
    '/home/x/heap.pb.gz',
    './heap.pb.gz',
    '../x/heap',
    '~/heap.pprof',
    'C:\\profiles\\heap.pb.gz',
    'file:///home/x/heap.pb.gz',
    "'/home/x/heap.pb.gz'",
    'heap.pb.gz',
  ])('takes %s for the file that it is', (text) => {
    expect([url(text), isFile(text)]).toEqual([undefined, true]);
  });
  it('takes no address for a file', () => {
    for (const text of ['http://h/heap.pb.gz', 'h:6060/heap.txt', 'h.gz:6060', '10.0.41.7:6060', 'localhost'])
      expect([text, isFile(text), url(text) !== undefined]).toEqual([text, false, true]);
  });
  it('cuts behind the mount and says what was left out', () => {
    const found = parseAddress('http://h:6060/internal/debug/pprof/goroutine?debug=2&seconds=120');
    expect(found?.target.url).toBe('http://h:6060/internal/debug/pprof');
    expect(found?.leftOut).toEqual([{ text: 'seconds=120', why: 'seconds', seconds: '120' }]);
    expect(found?.plan).toEqual({ kinds: ['goroutine-dump'], heapGc: false });
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
  it('takes one address of several, and says that the others are left out', () => {
    const found = parseAddress('curl http://a:1/debug/pprof/heap http://b:1/debug/pprof/heap');
    expect(found?.target.url).toBe('http://a:1/debug/pprof');
    expect(found?.leftOut).toEqual([{ text: 'http://b:1/debug/pprof/heap', why: 'another' }]);
    const pprof = parseAddress('go tool pprof http://a:1/debug/pprof/heap http://b:1/debug/pprof/heap');
    expect(pprof?.target.url).toBe('http://b:1/debug/pprof');
    expect(pprof?.leftOut.map(({ text }) => text)).toEqual(['http://a:1/debug/pprof/heap']);
  });
  it('turns a user in the address into a header: fetch refuses the other form', () => {
    expect(parseAddress('http://me:p%40w@h:1/')?.target).toEqual({
      url: 'http://h:1',
      headers: [{ name: 'Authorization', value: `Basic ${btoa('me:p@w')}` }],
      insecureTls: false,
    });
  });
  it('takes any user name and password, as UTF-8', () => {
    const basicOf = (text: string): string | undefined => {
      const value = parseAddress(text)?.target.headers?.[0]?.value.replace('Basic ', '');
      return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
    };
    expect(basicOf('http://a%:b@host:1')).toBe('a%:b');
    expect(basicOf('http://%ff%zz:%@host:1')).toBe('%ff%zz:%');
    expect(basicOf('http://:only@host:1')).toBe(':only');
    expect(basicOf('http://密:码@host:1')).toBe('密:码');
    expect(basicOf("curl -u 'ü:密码' http://h:1")).toBe('ü:密码');
  });
  it('never throws, whatever is typed', () => {
    for (const piece of ['%', '%E0%A4%A', '\ud800', '@', ':', '[', '\0', '\\', "'", '-', '--', '=']) {
      for (const text of [
        piece,
        `http://${piece}`,
        `http://${piece}:${piece}@h:1/${piece}?${piece}=${piece}#${piece}`,
        `curl -u ${piece} -H ${piece} --header=${piece} http://${piece}@h:1 ${piece}`,
        `go tool pprof ${piece} -${piece} h:1`,
      ]) {
        expect(() => parseAddress(text), text).not.toThrow();
      }
    }
  });
  it('keeps parameters that are not of pprof', () => {
    const found = parseAddress('http://h:1/debug/pprof/heap?gc=1&pod=a%20b&seconds=5');
    expect(found?.target.url).toBe('http://h:1/debug/pprof?pod=a+b');
    expect(found?.leftOut).toEqual([{ text: 'seconds=5', why: 'seconds', seconds: '5' }]);
    expect(found?.plan).toEqual({ kinds: ['heap'], heapGc: true });
  });
  it('takes the value of no other option for the target', () => {
    const target = 'http://h:1/debug/pprof';
    for (const line of [
      `curl ${target}/heap -x http://proxy:3128`,
      `curl -x http://proxy:3128 ${target}/heap`,
      `curl -sxhttp://proxy:3128 ${target}/heap -o out:1`,
      `curl --proxy=http://proxy:3128 --url ${target}/heap -e http://referer/`,
      `wget -O out:1 ${target}/heap`,
      `go tool pprof -http localhost:8080 -base http://old:1/debug/pprof/heap ${target}/heap`,
      `go tool pprof ${target}/heap -http=:8080`,
    ]) {
      expect(url(line), line).toBe(target);
    }
  });
  it('reads headers in every form', () => {
    for (const form of [
      `-H'A: b c'`,
      `-H 'A: b c'`,
      `--header='A: b c'`,
      `--header 'A: b c'`,
      `-skH 'A: b c'`,
    ]) {
      const headers = parseAddress(`curl ${form} http://h:1`)?.target.headers;
      expect(headers, form).toEqual([{ name: 'A', value: 'b c' }]);
    }
    expect(parseAddress(`wget --header='A: b' http://h:1`)?.target.headers).toEqual([
      { name: 'A', value: 'b' },
    ]);
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
  it('tells a secret in the clear from one that is named', () => {
    const holds = (name: string, value: string): boolean => holdsSecret({ name, value });
    expect(holds('Authorization', 'Bearer abc')).toBe(true);
    expect(holds('X-Api-Key', 'abc')).toBe(true);
    expect(holds('X-A', 'Basic bWU6cHc=')).toBe(true);
    expect(holds('Authorization', 'Bearer ${COLLECT_TOKEN}')).toBe(false);
    expect(holds('Authorization', '')).toBe(false);
    expect(holds('Accept', 'text/plain')).toBe(false);
    // As the workspace will see it: a name that nobody knows, a reference beside a literal, a token where none belongs.
    expect(holds('X-Vault', 'abc')).toBe(true);
    expect(holds('Authorization', 'Bearer abc${NAME}')).toBe(true);
    expect(holds('User-Agent', 'Bearer abc')).toBe(true);
  });
  it('adds what was asked for to the usual plan', () => {
    const usual = { kinds: ['goroutine', 'heap'], heapGc: false };
    const plan = (text: string): unknown => {
      const address = parseAddress(text);
      return address === null ? null : planFrom(address, usual);
    };
    expect(plan('h:1/debug/pprof/heap?gc=1')).toEqual({ kinds: usual.kinds, heapGc: true });
    expect(plan('h:1/debug/pprof/mutex')).toEqual({ kinds: [...usual.kinds, 'mutex'], heapGc: false });
    expect(plan('h:1/debug/pprof')).toEqual(usual);
  });
  it('names by host', () => {
    expect(nameFromUrl('http://10.0.41.7:6060/debug/pprof')).toBe('10.0.41.7');
    expect(nameFromUrl('nonsense')).toBe('');
  });
});
