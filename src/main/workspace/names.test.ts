import { describe, expect, it } from 'vitest';
import type { CaptureFacts } from '../../contract/domain';
import { captureFile, isCaptureFile, isSessionFolder, sessionId, snapshotId, targetId } from './names';
import { CAPTURE_PATH, SNAPSHOT_ID } from './journal-entry';

const AT = Date.parse('2025-05-12T11:36:06.482Z');
const facts = (kind: string, encoding: 'proto' | 'text' = 'proto'): CaptureFacts => ({
  kind,
  encoding,
  timeMs: null,
  delta: null,
  truncated: false,
  total: null,
  unit: null,
  buildId: null,
});
const gzip = Uint8Array.of(0x1f, 0x8b, 8);
const plain = Uint8Array.of(0x0a, 4);
const free = (): boolean => false;

describe('session ids', () => {
  it.each([
    ['collect_svr', /^collect-svr-[a-z0-9]{4}$/],
    ['Größe der Café-Warteschlange', /^gro-e-der-cafe-warteschlange-[a-z0-9]{4}$/],
    ['收集服务', /^session-[a-z0-9]{4}$/],
    ['../../etc/passwd', /^etc-passwd-[a-z0-9]{4}$/],
    ['CON', /^con-[a-z0-9]{4}$/],
    ['-'.repeat(300), /^session-[a-z0-9]{4}$/],
    ['a'.repeat(300), /^a{40}-[a-z0-9]{4}$/],
  ])('%j', (name, pattern) => {
    const id = sessionId(name);
    expect(id).toMatch(pattern);
    expect(isSessionFolder(id)).toBe(true);
  });

  it.each(['.', '..', '.new-x', 'a/b', 'a\\b', '', '\0', 'a\n', ' a', 'x'.repeat(200)])(
    '%j is no session folder',
    (name) => expect(isSessionFolder(name)).toBe(false),
  );
  it('a copied folder is', () => expect(isSessionFolder('collect-svr-k3f9 (1)')).toBe(true));
});

describe('target ids', () => {
  it.each([
    ['http://pod1.prod.svc.cluster.local:6060/debug/pprof', 'pod1'],
    ['http://10.0.0.7:6060', '10-0-0-7'],
    ['http://[::1]:6060', '1'],
    ['http://localhost:6060', 'localhost'],
    ['https://k8s/api/v1/namespaces/prod/pods/collect-5f7:6060/proxy/debug/pprof', 'collect-5f7'],
    ['https://xn--bcher-kva.example/', 'xn-bcher-kva'],
    ['http://collect-svr-7d9f8b6c5d-x2x9k.prod:6060', 'collect-svr-7d9f8b6c5d-x2x9k'],
    [
      'https://k8s/api/v1/namespaces/prod/pods/http:payments-collect-svr-7d9f8b6c5d-x2x9k:6060/proxy',
      'collect-svr-7d9f8b6c5d-x2x9k',
    ],
    [`http://${'a'.repeat(63)}:6060`, 'a'.repeat(28)],
  ])('%s → %s', (url, id) => {
    expect(targetId(url, new Set())).toBe(id);
    expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,31}$/);
  });

  it('tells two of one host apart', () => {
    expect(targetId('http://localhost:6061', new Set(['localhost']))).toBe('localhost-6061');
    const long = 'collect-svr-7d9f8b6c5d-x2x9k';
    expect(targetId(`http://${long}:6061`, new Set([long]))).toBe(`${long}-2`);
    expect(targetId('http://pod1/', new Set(['pod1', 'pod1-2']))).toBe('pod1-3');
  });
});

describe('files and snapshots', () => {
  it.each([
    [facts('goroutine'), gzip, '2025-05-12/113606.482Z-pod1-goroutine.pb.gz'],
    [facts('heap'), plain, '2025-05-12/113606.482Z-pod1-heap.pb'],
    [facts('goroutine-dump', 'text'), plain, '2025-05-12/113606.482Z-pod1-goroutine-dump.txt'],
    [facts('heap', 'text'), gzip, '2025-05-12/113606.482Z-pod1-heap.txt.gz'],
    [facts('trace'), plain, '2025-05-12/113606.482Z-pod1-trace.trace'],
    [facts('my.custom_kind'), gzip, '2025-05-12/113606.482Z-pod1-my.custom_kind.pb.gz'],
  ])('%#', (what, bytes, file) => {
    expect(captureFile(AT, 'pod1', what, bytes, free)).toBe(file);
    expect(file).toMatch(CAPTURE_PATH);
    expect(isCaptureFile(file.slice(11))).toBe(true);
  });

  it('never take a name twice, nor two that differ in case alone', () => {
    const names = new Set<string>();
    const ids = new Set<string>();
    for (let n = 0; n < 500; n++) {
      const file = captureFile(AT, null, facts(n % 2 ? 'heap' : 'HEAP'), gzip, (name) => names.has(name));
      expect(names.has(file.toLowerCase())).toBe(false);
      expect(file).toMatch(CAPTURE_PATH);
      names.add(file.toLowerCase());
      const id = snapshotId(AT, null, (name) => ids.has(name));
      expect(id).toMatch(SNAPSHOT_ID);
      ids.add(id);
    }
    expect(names.size).toBe(500);
    expect(ids.size).toBe(500);
  });

  it('sort as their times do', () => {
    const times = [0, 1, 999, 1000, AT, AT + 86_400_000, 253_402_300_799_999];
    const ids = times.map((time) => snapshotId(time, 'a', free));
    expect(ids.toSorted()).toEqual(ids);
  });
});
