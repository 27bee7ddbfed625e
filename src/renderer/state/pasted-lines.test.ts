// Lines as they are pasted in life: what becomes of each.
import { describe, expect, it } from 'vitest';
import { parseAddress } from './address';

const BASE = 'http://10.0.41.7:6060/debug/pprof';
interface Expected {
  url?: string;
  headers?: [string, string][];
  insecure?: boolean;
  /** What was left out, with its reason. */
  out?: [string, string][];
  kind?: string | readonly string[] | null;
  gc?: boolean;
}

const LINES: [string, Expected][] = [
  // Addresses
  ['10.0.41.7:6060/debug/pprof', {}],
  ['collect-svr/debug/pprof', { url: 'http://collect-svr/debug/pprof' }],
  ['10.0.41.7:6060', { url: 'http://10.0.41.7:6060' }],
  ['"http://10.0.41.7:6060/debug/pprof/heap"', { kind: 'heap' }],
  ['http://[::1]:6060/debug/pprof/', { url: 'http://[::1]:6060/debug/pprof' }],
  [
    `${BASE}/goroutine?debug=1&seconds=120`,
    {
      kind: 'goroutine',
      out: [
        ['debug=1', 'debug'],
        ['seconds=120', 'seconds'],
      ],
    },
  ],
  [`${BASE}/goroutine?debug=2`, { kind: 'goroutine-dump' }],
  [`${BASE}/goroutine?debug=0`, { kind: 'goroutine' }],
  [`${BASE}/heap?gc=1`, { kind: 'heap', gc: true }],
  [`${BASE}/heap?gc=0`, { kind: 'heap' }],
  [`${BASE}/profile?seconds=30`, { out: [['profile?seconds=30', 'on-demand']] }],
  [`${BASE}/trace?seconds=8`, { out: [['trace?seconds=8', 'on-demand']] }],
  [`${BASE}/cmdline`, {}],
  [
    'https://kube.example/api/v1/namespaces/prod/pods/http:collect-svr-0:6060/proxy/debug/pprof/goroutine?debug=2',
    {
      url: 'https://kube.example/api/v1/namespaces/prod/pods/http:collect-svr-0:6060/proxy/debug/pprof',
      kind: 'goroutine-dump',
    },
  ],
  // go tool pprof
  [
    `go tool pprof -http=:8080 ${BASE}/goroutine?seconds=120`,
    { kind: 'goroutine', out: [['seconds=120', 'seconds']] },
  ],
  [`go tool pprof -seconds 120 ${BASE}/heap`, { kind: 'heap', out: [['-seconds=120', 'seconds']] }],
  [`go tool pprof -seconds 30 ${BASE}/profile`, { out: [['profile', 'on-demand']] }],
  [`go tool pprof --seconds=120 ${BASE}/heap -top`, { kind: 'heap', out: [['-seconds=120', 'seconds']] }],
  [`go tool pprof -top -nodecount 30 -inuse_space ${BASE}/heap`, { kind: 'heap' }],
  [`go tool pprof ./collect_svr ${BASE}/allocs`, { kind: 'allocs' }],
  [`$ go tool pprof --base old.pb.gz ${BASE}/heap`, { kind: 'heap' }],
  [`pprof -proto ${BASE}/mutex > mutex.pb.gz`, { kind: 'mutex' }],
  [
    'go tool pprof https+insecure://10.0.41.7:6060/debug/pprof/heap',
    { url: 'https://10.0.41.7:6060/debug/pprof', insecure: true, kind: 'heap' },
  ],
  [
    'go tool pprof -tls_cert c.pem -tls_key k.pem -tls_ca ca.pem https://10.0.41.7:6060/debug/pprof/heap',
    {
      url: 'https://10.0.41.7:6060/debug/pprof',
      kind: 'heap',
      out: [
        ['-tls_cert', 'unsupported'],
        ['-tls_key', 'unsupported'],
        ['-tls_ca', 'unsupported'],
      ],
    },
  ],
  // curl
  [`curl -sS ${BASE}/goroutine?debug=2 | grep -E '^goroutine' | sort | uniq -c`, { kind: 'goroutine-dump' }],
  [
    `curl -o heap.pb.gz '${BASE}/heap?seconds=120&gc=1'`,
    { kind: 'heap', gc: true, out: [['seconds=120', 'seconds']] },
  ],
  [
    `curl -H "Authorization: Bearer $COLLECT_TOKEN" ${BASE}/`,
    { headers: [['Authorization', 'Bearer ${COLLECT_TOKEN}']] },
  ],
  [
    `sudo TOKEN=x /usr/bin/curl -skL -A me/1 -e http://ref/ -b 'a=b' ${BASE}`,
    {
      insecure: true,
      headers: [
        ['User-Agent', 'me/1'],
        ['Referer', 'http://ref/'],
        ['Cookie', 'a=b'],
      ],
    },
  ],
  [`curl --oauth2-bearer "$T" ${BASE}`, { headers: [['Authorization', 'Bearer ${T}']] }],
  [`curl -u "me:$PW" ${BASE}`, { out: [['-u', 'user-in-variable']] }],
  [`curl -b cookies.txt ${BASE}`, { out: [['-b', 'unsupported']] }],
  [
    `curl --resolve h:6060:10.0.0.1 -x http://proxy:3128 --cert c.pem ${BASE}`,
    {
      out: [
        ['--resolve', 'unsupported'],
        ['-x', 'unsupported'],
        ['--cert', 'unsupported'],
      ],
    },
  ],
  [`curl --unix-socket /run/x.sock ${BASE}`, { out: [['--unix-socket', 'unsupported']] }],
  [
    `curl '${BASE}/' \\\n  -H 'Accept: */*' \\\n  --compressed \\\n  --insecure`,
    { headers: [['Accept', '*/*']], insecure: true },
  ],
  [
    `curl ^"${BASE}/heap?a=1^&gc=1^" ^\r\n  -H ^"Accept: */*^" ^\r\n  --compressed`,
    {
      url: `${BASE}?a=1`,
      headers: [['Accept', '*/*']],
      kind: 'heap',
      gc: true,
    },
  ],
  [
    `PS C:\\> curl.exe -H "Authorization: Bearer $env:TOKEN" \`\r\n  ${BASE}/heap`,
    {
      headers: [['Authorization', 'Bearer ${TOKEN}']],
      kind: 'heap',
    },
  ],
  // What would change the request is taken over or named, known or not.
  [`curl -H @headers.txt ${BASE}`, { out: [['-H @headers.txt', 'unsupported']] }],
  [`curl -H 'a token that lost its name' ${BASE}`, { out: [['-H', 'unsupported']] }],
  [
    `curl -n --netrc-optional --netrc-file http://file:1 ${BASE}`,
    {
      out: [
        ['-n', 'unsupported'],
        ['--netrc-optional', 'unsupported'],
        ['--netrc-file', 'unsupported'],
      ],
    },
  ],
  [
    `curl -X POST --not-yet-known ${BASE}`,
    {
      out: [
        ['-X POST', 'unsupported'],
        ['--not-yet-known', 'unsupported'],
      ],
    },
  ],
  [`curl -fsSL -X GET --compressed --max-time 30 --retry 3 -w '%{http_code}' ${BASE} > out`, {}],
  [
    `wget --http-user=me --http-password=pw ${BASE}/heap`,
    { headers: [['Authorization', `Basic ${btoa('me:pw')}`]], kind: 'heap' },
  ],
  [
    `wget --proxy-user=me --load-cookies c.txt ${BASE}`,
    {
      out: [
        ['--proxy-user', 'unsupported'],
        ['--load-cookies', 'unsupported'],
      ],
    },
  ],
  [`iwr ${BASE} -UseBasicParsing -WebSession $s`, { out: [['-WebSession', 'unsupported']] }],
  // Several of one target go together; another target is one of its own.
  [`curl -O ${BASE}/{heap,goroutine,mutex}`, { kind: ['heap', 'goroutine', 'mutex'] }],
  [
    `curl '${BASE}/{heap?gc=1,goroutine?seconds=5}'`,
    { kind: ['heap', 'goroutine'], gc: true, out: [['seconds=5', 'seconds']] },
  ],
  [`curl ${BASE}/allocs ${BASE}/goroutine?debug=2`, { kind: ['allocs', 'goroutine-dump'] }],
  [
    'curl http://{10.0.41.7,10.0.41.8}:6060/debug/pprof/heap',
    { kind: 'heap', out: [['http://10.0.41.8:6060/debug/pprof/heap', 'another']] },
  ],
  // Commands before it, and what runs it.
  [`cd /tmp && curl -sO ${BASE}/heap && ls`, { kind: 'heap' }],
  [`kubectl port-forward pod/x 6060:6060 & curl ${BASE}/heap`, { kind: 'heap' }],
  [
    `export TOKEN=x; curl -H "Authorization: Bearer $TOKEN" ${BASE}`,
    { headers: [['Authorization', 'Bearer ${TOKEN}']] },
  ],
  [`watch -n 5 curl -s ${BASE}/goroutine?debug=1`, { kind: 'goroutine', out: [['debug=1', 'debug']] }],
  [`watch -n 5 'curl -s ${BASE}/heap | head'`, { kind: 'heap' }],
  [`timeout -k 5 30 sudo -u me curl ${BASE}/heap`, { kind: 'heap' }],
  [`while true; do curl ${BASE}/heap > $(date +%s).pb.gz; sleep 5; done`, { kind: 'heap' }],
  // Others
  [
    `wget -qO- --user me --password pw ${BASE}/heap`,
    { headers: [['Authorization', `Basic ${btoa('me:pw')}`]], kind: 'heap' },
  ],
  [`Invoke-WebRequest -Uri "${BASE}/heap" -OutFile heap.pb.gz`, { kind: 'heap' }],
  [
    `iwr ${BASE}/heap -SkipCertificateCheck -Headers @{ A = 'b' }`,
    { kind: 'heap', insecure: true, headers: [['A', 'b']] },
  ],
  [
    `Invoke-WebRequest -Headers @{\r\n  'Authorization' = "Bearer $env:TOKEN"\r\n  "X-Scope" = 'a=b; c}'; X-One=$Env:ONE\r\n} -Uri ${BASE}/heap`,
    {
      kind: 'heap',
      headers: [
        ['Authorization', 'Bearer ${TOKEN}'],
        ['X-Scope', 'a=b; c}'],
        ['X-One', '${ONE}'],
      ],
    },
  ],
  [`irm ${BASE} -Headers @{}`, {}],
  // What is no plain table is left out, and said.
  ...[
    '$headers',
    "@{ A = 'it''s' }",
    '@{ A = (Get-Token) }',
    '@{ A = "b`"c" }',
    "@{ A = 'b'",
    "@{ 'A B' = 'c' }",
  ].map((table): [string, Expected] => [
    `iwr ${BASE} -Headers ${table}`,
    { out: [['-Headers', 'unsupported']] },
  ]),
];

describe('a pasted line', () => {
  it.each(LINES)(
    '%s',
    (line, { url = BASE, headers = [], insecure = false, out = [], kind = null, gc = false }) => {
      const found = parseAddress(line);
      expect(found).toEqual({
        target: { url, headers: headers.map(([name, value]) => ({ name, value })), insecureTls: insecure },
        leftOut: out.map(([text, why]) => {
          const seconds = /seconds=(\d+)/.exec(text)?.[1];
          return { text, why, ...(why === 'seconds' ? { seconds } : {}) };
        }),
        plan: { kinds: kind === null ? [] : [kind].flat(), heapGc: gc },
      });
    },
  );

  it.each([
    'curl',
    'curl -H "Host: x:1"',
    'curl "http://$HOST:6060/debug/pprof"',
    'curl $(cat address)',
    'cd /tmp && ls -l',
    'watch -n 5 ls',
    'go tool pprof heap.pb.gz',
    'go tool trace trace.out',
    'kubectl port-forward pod/x 6060:6060',
    'curl ftp://h:1/x',
    'curl file:///etc/passwd',
    'javascript:alert(1)//x:1',
    'http://<host>:6060',
    `curl ${'x '.repeat(40_000)} http://h:1`,
  ])('without an address: %.60s', (line) => {
    expect(parseAddress(line)).toBeNull();
  });
});
