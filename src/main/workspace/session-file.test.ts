import { describe, expect, it } from 'vitest';
import type { Session, Target } from '../../contract/domain';
import { decodeSession, defaultPlan, encodeSession, refuseSecrets } from './session-file';

const target = (more: Partial<Target>): Target => ({
  id: 'pod1',
  url: 'http://pod1:6060/debug/pprof',
  headers: [],
  metricsUrl: null,
  insecureTls: false,
  ...more,
});
const session: Session = {
  id: 'collect-svr-k3f9',
  name: 'collect_svr — 收集',
  createdMs: Date.parse('2025-05-12T11:36:06.482Z'),
  timeScale: 1,
  targets: [target({ headers: [{ name: 'Authorization', value: 'Bearer ${COLLECT_TOKEN}' }] })],
  plan: defaultPlan(1, 1),
};

describe('session.json', () => {
  it('comes back as it was written, with the id of its folder', () => {
    const text = encodeSession(session).toString();
    expect(decodeSession(text, session.id)).toEqual(session);
    expect(decodeSession(text, 'copy').id).toBe('copy');
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
    ['Cookie', 'sid=${SID}; lang=en'],
    ['X-Scope-OrgID', 'team-a'],
    ['Accept', '*/*'],
    ['Authorization', ''],
  ])('are not seen in %s: %s', (name, value) => {
    expect(() => refuseSecrets([target({ headers: [{ name, value }] })])).not.toThrow();
  });

  it.each([
    'http://user:pw@pod1/',
    'http://${USER}@pod1/',
    'https://:pw@pod1/',
    'http://pod1/?access_token=abc',
  ])('in the URL %s are refused, in either place', (url) => {
    for (const where of [{ url }, { metricsUrl: url }]) {
      expect(() => refuseSecrets([target(where)])).toThrow('secrets are not written');
      expect(() => encodeSession({ ...session, targets: [target(where)] })).toThrow();
    }
  });
});
