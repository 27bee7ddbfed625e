import { describe, expect, it } from 'vitest';
import type { Session, Target } from '../../contract/domain';
import { FILTER_KINDS, MAX_PATTERN } from '../../core/pprof/filter/filters';
import { decodeSession, defaultPlan, encodeSession, refuseSecrets } from './session-file';

const target = (more: Partial<Target>): Target => ({
  id: 'pod1',
  label: null,
  url: 'http://pod1:6060/debug/pprof',
  headers: [],
  metricsUrl: null,
  insecureTls: false,
  paused: false,
  ...more,
});
const session: Session = {
  id: 'collect-svr-k3f9',
  name: 'collect_svr — 收集',
  createdMs: Date.parse('2025-05-12T11:36:06.482Z'),
  timeScale: 1,
  targets: [target({ headers: [{ name: 'Authorization', value: 'Bearer ${COLLECT_TOKEN}' }] })],
  plan: defaultPlan(1, 1),
  filters: [{ kind: 'focus', pattern: 'main\\..*收集', enabled: true }],
};

describe('session.json', () => {
  it('comes back as it was written, with the id of its folder', () => {
    const text = encodeSession(session).toString();
    expect(decodeSession(text, session.id)).toEqual(session);
    expect(decodeSession(text, 'copy').id).toBe('copy');
  });

  it('has filters of profiles of every kind; a file from before there were any is read', () => {
    const filtered = {
      ...session,
      filters: FILTER_KINDS.map((kind, i) => ({
        kind,
        pattern: 'x'.repeat(MAX_PATTERN),
        enabled: i % 2 === 0,
      })),
    };
    const text = encodeSession(filtered).toString();
    expect(decodeSession(text, session.id)).toEqual(filtered);
    const old = JSON.stringify({ ...(JSON.parse(text) as object), filters: undefined });
    expect(decodeSession(old, session.id).filters).toEqual([]);
  });

  it.each([
    ['a kind of tomorrow', [{ kind: 'sleep', pattern: '', enabled: true }]],
    ['too long a pattern', [{ kind: 'focus', pattern: 'x'.repeat(MAX_PATTERN + 1), enabled: true }]],
    ['thousands', Array.from({ length: 5_000 }, () => ({ kind: 'focus', pattern: 'x', enabled: true }))],
  ])('with %s for a filter is refused in a sentence', (_, filters) => {
    const text = JSON.stringify({ ...(JSON.parse(encodeSession(session).toString()) as object), filters });
    expect(() => decodeSession(text, session.id)).toThrow(/filters/);
  });

  it('keeps what a target is called and that it is paused; a file from before there was either is read', () => {
    const named = { ...session, targets: [target({ label: '生产 · pod A', paused: true })] };
    const text = encodeSession(named).toString();
    expect(decodeSession(text, session.id)).toEqual(named);
    const old = text.replace(/\n *"label": .*/, '').replace(/,\n *"paused": .*/, '');
    expect(old).not.toMatch(/label|paused/);
    expect(decodeSession(old, session.id)).toEqual({
      ...named,
      targets: [target({})],
    });
  });

  it.each([
    ['', 'damaged'],
    ['{', 'damaged'],
    ['[]', 'no JSON object'],
    ['{"formatVersion":0}', 'no formatVersion'],
    ['{"formatVersion":"1"}', 'no formatVersion'],
    ['{"formatVersion":1}', 'name'],
    ['{"formatVersion":7}', 'newer Plumbline'],
  ])('%j is refused with a sentence', (text, says) => {
    expect(() => decodeSession(text, 'x')).toThrow(says);
  });

  it('that is damaged comes with what to do', () => {
    expect(() => decodeSession('{', 'x')).toThrow(
      expect.objectContaining({ code: 'format', advice: expect.stringContaining('copy of the session') }),
    );
  });

  it('cut at any byte is refused, never half taken', () => {
    const text = encodeSession(session).toString().trimEnd();
    for (let cut = 0; cut < text.length; cut++) {
      expect(() => decodeSession(text.slice(0, cut), 'x')).toThrow('damaged');
    }
  });

  it('has a default plan that is on only where there is a target, and asks for a GC where time is scaled', () => {
    expect(defaultPlan(0, 1)).toEqual({
      enabled: false,
      everyMs: 600_000,
      kinds: ['goroutine', 'heap', 'memory'],
      untilMs: null,
      heapGc: false,
    });
    expect(defaultPlan(2, 60)).toMatchObject({ enabled: true, heapGc: true });
  });
});

describe('secrets', () => {
  it.each([
    ['Authorization', 'Bearer s3cr3t'],
    ['authorization', 'Basic dXNlcjpwYXNz'],
    ['Proxy-Authorization', 'hunter2'],
    ['Cookie', 'sid=1'],
    ['X-Api-Key', 'abc'],
    ['X-Auth-Token', '$TOKEN'],
    ['Client-Secret', '${}'],
    ['X-Forwarded', 'Bearer eyJhbGciOi'],
    ['Authorization', 'Bearer sk-live-SECRET${EMPTYX}'],
    ['Authorization', '${EMPTYX}sk-live-SECRET'],
    ['Authorization', 'Basic dXNlcjpwYXNz=${EMPTYX}'],
    ['Authorization', 'Bearer Bearer ${X}'],
    ['Authorization', 'Bearer ${X:-s3cr3t}'],
    ['Authorization', 'Bearers3cr3t${X}'],
    ['Authorization', 'Digest username="${U}", response="6629fae4"'],
    ['Cookie', 'sid=s3cr3t; lang=${LANG}'],
    ['X-Vault', 'hvs.CAESIJ'],
    ['X-Access', 'ghp_16C7e42F'],
    ['X-Signature', 'abc'],
    ['X-Tenant-Token', 'abc'],
    ['X-Tenant-Signature', 'abc'],
    ['X-Scope-OrgID', 'Bearer abc'],
    ['User-Agent', 'token abc${X}'],
    ['Referer', 'https://portal/?access_token=abc'],
    ['Referer', 'https://me:pw@portal/'],
  ])('in %s: %s are refused, and the sentence does not repeat them', (name, value) => {
    try {
      refuseSecrets([target({ headers: [{ name, value }] })]);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'bad-request',
        advice: expect.stringContaining('${NAME}') as string,
      });
      expect(String(error)).not.toContain(value);
    }
  });

  it.each([
    ['Authorization', 'Bearer ${TOKEN}'],
    ['Authorization', '${SCHEME} ${TOKEN}'],
    ['Authorization', 'Basic ${USER}:${PASSWORD}'],
    ['Authorization', 'Digest username="${U}", response="${R}"'],
    ['Cookie', 'sid=${SID}; lang=${LANG}'],
    ['X-Vault', '${VAULT}'],
    ['X-Scope-OrgID', 'team-a'],
    ['X-Tenant', 'team-a'],
    ['X-Tenant-ID', '42'],
    ['X-Forwarded-Host', 'pod1.example'],
    ['X-Request-Id', 'plumbline-1'],
    ['User-Agent', 'plumbline/1 (token counter)'],
    ['Accept', '*/*'],
    ['Accept-Language', 'en, zh;q=0.8'],
    ['Cache-Control', 'no-cache'],
    ['From', 'ops@example.org'],
    ['Referer', 'https://portal/?page=2'],
    ['Authorization', ''],
  ])('are not seen in %s: %s', (name, value) => {
    expect(() => refuseSecrets([target({ headers: [{ name, value }] })])).not.toThrow();
  });

  it.each([
    'http://user:pw@pod1/',
    'http://${USER}@pod1/',
    'https://:pw@pod1/',
    'http://pod1/?access_token=abc',
    'http://pod1/?auth=abc',
    'http://pod1/?cookie=abc',
    'http://pod1/?token=abc',
    'http://pod1/?api_key=abc',
    'http://pod1/?secret=abc',
    'http://pod1/?password=abc',
    'http://pod1/?X-Amz-Credential=abc',
    'http://pod1/?jwt=abc',
    'http://pod1/?session=abc',
    'http://pod1/?signature=abc',
    'http://pod1/?a=1&sig=abc',
    'http://pod1/?sas=abc',
    'http://pod1/?pass=abc',
    'http://pod1/?pwd=abc',
    'http://pod1/?hmac=abc',
    'http://pod1/?sid=abc',
    'http://pod1/?%74oken=abc',
    'http://pod1/?a=1;token=abc',
    'http://pod1/#access_token=abc',
  ])('in the URL %s are refused, in either place', (url) => {
    for (const where of [{ url }, { metricsUrl: url }]) {
      expect(() => refuseSecrets([target(where)])).toThrow('secrets are not written');
      expect(() => encodeSession({ ...session, targets: [target(where)] })).toThrow();
    }
  });

  it.each(['http://pod1/?design=a&seconds=5', 'http://pod1/debug/pprof/?token=', 'http://pod1/#top'])(
    'are not seen in the URL %s',
    (url) => {
      expect(() => refuseSecrets([target({ url, metricsUrl: url })])).not.toThrow();
    },
  );
});
