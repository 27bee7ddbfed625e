// The services as a host has them, on recorded captures of the story's service and of its innocent twin: what is captured is
// kept, shown, compared and judged. No Go is needed; the clock is that of the recording.
import { gunzipSync, gzipSync } from 'node:zlib';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/contract/methods';
import { createClient, type Client } from '../../src/contract/client';
import type { EventName } from '../../src/contract/events';
import { unpackFlame, type FlameTable } from '../../src/contract/flame-table';
import { decodeProfile } from '../../src/core/pprof/decode';
import { flameValue } from '../../src/core/pprof/flame-tree';
import type { Backend } from '../../src/main/backend';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { createBackend } from '../../src/main/services';
import type { AppSettings } from '../../src/main/app-settings';
import { bundle } from '../support/bundle';
import { expectOk } from '../support/expect-ok';
import type { ServiceName } from '../support/go-service';
import { startReplay, type ReplayServer } from '../support/replay-server';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('services');
let workerPath = '';
beforeAll(async () => {
  workerPath = await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts'));
});

const settings: AppSettings = {
  path: '',
  get: () => DEFAULT_SETTINGS,
  set: () => Promise.resolve(DEFAULT_SETTINGS),
  problem: null,
};

interface Captured {
  readonly backend: Backend;
  readonly client: Client;
  readonly sessionId: string;
  readonly server: ReplayServer;
  readonly events: EventName[];
  /** Time goes on. */
  pass(ms: number): void;
  close(): Promise<void>;
}

/** A session of a recorded service, with a snapshot per recorded one. */
async function captured(name: ServiceName): Promise<Captured> {
  const server = await startReplay(name, { advance: false });
  let now = 0;
  const backend = await createBackend({
    workspacePath: join(folder, name),
    access: 'write',
    workerPath,
    abilities: {},
    settings,
    runPlans: false,
    clock: { now: () => now, elapsed: () => now, boot: null, setTimer: () => () => undefined },
  });
  const client = createClient(createInMemoryTransport(backend));
  const events: EventName[] = [];
  backend.subscribe((event) => events.push(event));
  const { snapshots } = server.recording;
  now = snapshots[0]?.timeMs ?? 0;
  const session = await client.call('sessions.create', { name, targets: [{ url: server.url }] });
  for (const [i, { timeMs }] of snapshots.entries()) {
    now = timeMs;
    server.seek(i);
    await client.call('capture.now', { sessionId: session.id, kinds: ['goroutine', 'heap', 'memory'] });
  }
  return {
    backend,
    client,
    sessionId: session.id,
    server,
    events,
    pass(ms) {
      now += ms;
    },
    async close() {
      await backend.close();
      await server.stop();
    },
  };
}

describe('the services, on the recorded story', () => {
  let it_: Captured;
  beforeAll(async () => {
    it_ = await captured('collectsvr');
  });
  afterAll(() => it_.close());

  it('keep a snapshot per capture, on a timeline, and say so as it happens', async () => {
    const { client, sessionId, server, events } = it_;
    const timeline = await client.call('timeline.get', { sessionId });
    expect(timeline.snapshotId).toHaveLength(server.recording.snapshots.length);
    expect(timeline.failed.some(Boolean)).toBe(false);
    expect(timeline.goroutines.every((n) => n !== null && n > 0)).toBe(true);
    expect(timeline.rssBytes.every((n) => n !== null && n > 1e6)).toBe(true);
    expect(timeline.goroutines.at(-1)).toBeGreaterThan(timeline.goroutines[0] ?? Infinity);
    expect(events.filter((event) => event === 'snapshot.added')).toHaveLength(
      server.recording.snapshots.length,
    );
  });

  it('keep the bytes as the target sent them', async () => {
    const { backend, client, sessionId, server } = it_;
    const timeline = await client.call('timeline.get', { sessionId });
    const snapshot = await client.call('snapshots.get', {
      sessionId,
      snapshotId: timeline.snapshotId[0] ?? '',
    });
    const heap = snapshot.captures.find((capture) => capture.facts.kind === 'heap');
    const kept = await readFile(await backend.captureFile(sessionId, heap?.id ?? ''));
    expect(kept.equals(server.recording.file('00-heap.pb.gz'))).toBe(true);
  });

  it('judge both Watch stacks as the only ones that never come down', async () => {
    const { client, sessionId } = it_;
    const { growth, concentrations, basis } = await client.call('findings.get', { sessionId });
    const goroutines = growth.suspects.filter((suspect) => suspect.kind === 'goroutine');
    expect(goroutines.map((s) => s.site.function.replace(/.*\//, '')).sort()).toEqual([
      'config.(*appConfigLoaderRainbowImpl).Watch.func1',
      'trpc-config-rainbow.(*KV).Watch.func1',
    ]);
    expect(goroutines.map((s) => s.rank)).toEqual([1, 2]);
    // They rose from the first interval on: since when, this recording cannot say.
    expect(goroutines.every((s) => s.shape === 'steady' && s.since === null)).toBe(true);
    expect(concentrations.map((c) => c.site.function).sort()).toEqual(
      goroutines.map((s) => s.site.function).sort(),
    );
    expect(basis.find((b) => b.kind === 'goroutine')?.snapshots).toBe(it_.server.recording.snapshots.length);
  });

  it('show the same goroutines grouped, and compared', async () => {
    const { client, sessionId } = it_;
    const { snapshotId } = await client.call('timeline.get', { sessionId });
    const [a = '', b = ''] = [snapshotId[0], snapshotId.at(-1)];
    const grouped = await client.call('goroutines.group', { sessionId, snapshotId: b, by: 'state' });
    expect(grouped.statesInferred).toBe(true);
    expect(grouped.groups[0]?.key).toBe('chan receive');
    expect(grouped.groups.reduce((sum, group) => sum + group.count, 0)).toBe(grouped.total);

    const compared = await client.call('compare.get', { sessionId, a, b, kind: 'goroutine' });
    const grown = compared.stacks
      .filter((stack) => stack.b - stack.a > 10)
      .map((stack) => stack.site.file.replace(/.*\//, ''));
    expect(grown.sort()).toEqual(['kv_config.go', 'rainbow.go']);
    expect(compared.totalB - compared.totalA).toBe(compared.stacks.reduce((sum, s) => sum + s.b - s.a, 0));
    expect(compared.slowestVisiblePerHour).toBeCloseTo((5 * 3600) / compared.distanceSeconds, 6);
    expect(compared.warnings).toEqual([]);
    expect(compared.hasTree).toBe(true);

    const heap = await client.call('compare.get', { sessionId, a, b, kind: 'heap' });
    expect(heap.sampleType.type).toBe('inuse_space');
    expect(heap.rows.length).toBeGreaterThan(3);
    await expect(client.call('compare.get', { sessionId, a, b, kind: 'mutex' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('show a profile as a table, by any of its sample types', async () => {
    const { client, sessionId } = it_;
    const { snapshotId } = await client.call('timeline.get', { sessionId });
    const { captures } = await client.call('snapshots.get', { sessionId, snapshotId: snapshotId[0] ?? '' });
    const captureId = captures.find((capture) => capture.facts.kind === 'heap')?.id ?? '';
    const table = await client.call('profile.top', { sessionId, captureId, sampleType: 'alloc_objects' });
    expect(table.sampleType).toEqual({ type: 'alloc_objects', unit: 'count' });
    expect(table.rows.some((row) => row.own)).toBe(true);
    await expect(
      client.call('profile.top', { sessionId, captureId, sampleType: 'nonsense' }),
    ).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(
      client.call('profile.top', { sessionId, captureId: '../session.json' }),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('show what each value of a label has of it, and that value alone by its filter', async () => {
    const { client, sessionId } = it_;
    const { snapshotId } = await client.call('timeline.get', { sessionId });
    const { captures } = await client.call('snapshots.get', { sessionId, snapshotId: snapshotId[0] ?? '' });
    const captureId = captures.find((capture) => capture.facts.kind === 'heap')?.id ?? '';
    const asked = { sessionId, captureId, sampleType: 'inuse_space' };
    const labels = await client.call('profile.labels', asked);
    const [sizes] = labels.keys;
    // All objects of a heap profile have a size, and no other label.
    expect(labels.keys).toHaveLength(1);
    expect(sizes).toMatchObject({ key: 'bytes', without: 0 });
    expect(sizes?.values.reduce((sum, { weight }) => sum + weight, 0)).toBe(labels.total);
    const [largest] = sizes?.values ?? [];
    expect(largest?.filter).toMatch(/^bytes=\d+bytes$/);
    const filters = { options: { tagfocus: largest?.filter ?? '' } };
    const table = await client.call('profile.top', { ...asked, filters });
    expect(table.rows.reduce((sum, { flat }) => sum + flat, 0)).toBe(largest?.weight);
    const left = await client.call('profile.labels', { ...asked, filters });
    expect(left.keys.map(({ values }) => values.map(({ value }) => value))).toEqual([[largest?.value]]);
  });

  it('add up all captures of a kind from one snapshot to another, whichever comes first', async () => {
    const { client, sessionId } = it_;
    const { snapshotId } = await client.call('timeline.get', { sessionId });
    const goroutineOf = async (id: string): Promise<string> => {
      const { captures } = await client.call('snapshots.get', { sessionId, snapshotId: id });
      return captures.find(({ facts }) => facts.kind === 'goroutine')?.id ?? '';
    };
    const some = snapshotId.slice(2, 14);
    const ids = await Promise.all(some.map(goroutineOf));
    const tables = await Promise.all(
      ids.map((captureId) => client.call('profile.top', { sessionId, captureId })),
    );
    expect(tables[0]?.summed).toBe(1);
    const all = tables.reduce((sum, { total }) => sum + total, 0);
    const forth = { sessionId, captureId: ids.at(-1) ?? '', sum: { from: some[0] ?? '' } };
    const back = { sessionId, captureId: ids[0] ?? '', sum: { from: some.at(-1) ?? '' } };
    for (const asked of [forth, back]) {
      const table = await client.call('profile.top', asked);
      expect([table.summed, table.total]).toEqual([12, all]);
    }
    const { bulk } = await client.call('profile.flame', forth);
    expect(unpackFlame(await client.bulk(bulk)).total).toBe(all);
    const saved = await client.call('profile.export', { ...forth, format: 'pprof' });
    const profile = expectOk(decodeProfile(gunzipSync(await client.bulk(saved.bulk))));
    expect(profile.samples.values[0]?.numbers.reduce((sum, one) => sum + one, 0)).toBe(all);
    // Of one target and one kind alone.
    const one = await client.call('profile.top', { ...forth, sum: { from: some.at(-1) ?? '' } });
    expect([one.summed, one.total]).toEqual([1, tables.at(-1)?.total]);
    // Of any that are picked, the one that is shown among them once.
    const picked = [some[1] ?? '', some[4] ?? '', some.at(-1) ?? ''];
    const three = await client.call('profile.top', { ...forth, sum: { with: picked } });
    expect([three.summed, three.total]).toEqual([
      3,
      [1, 4, 11].reduce((sum, i) => sum + (tables[i]?.total ?? 0), 0),
    ]);
    for (const sum of [{ from: 'nowhere' }, { with: ['nowhere'] }])
      await expect(client.call('profile.top', { ...forth, sum })).rejects.toMatchObject({
        code: 'not-found',
      });
  });

  it('show it as a flame graph, whole, upside down, around a function, and against another', async () => {
    const { client, sessionId } = it_;
    const { snapshotId } = await client.call('timeline.get', { sessionId });
    const [a = '', b = ''] = [snapshotId[0], snapshotId.at(-1)];
    const { captures } = await client.call('snapshots.get', { sessionId, snapshotId: b });
    const captureId = captures.find((capture) => capture.facts.kind === 'goroutine')?.id ?? '';
    const top = await client.call('profile.top', { sessionId, captureId });
    const flame = async (question: { order?: 'callers'; pivot?: string }): Promise<FlameTable> => {
      const { bulk } = await client.call('profile.flame', { sessionId, captureId, ...question });
      return unpackFlame(await client.bulk(bulk));
    };
    const whole = await flame({});
    expect(whole.total).toBe(top.total);
    expect(whole.frames.some((frame) => frame.own)).toBe(true);
    expect(flameValue(whole.tree, 0)).toBe(top.total);
    expect(flameValue((await flame({ order: 'callers' })).tree, 0)).toBe(top.total);
    const watch = top.rows.find((row) => row.function.endsWith('(*KV).Watch.func1'));
    const around = await flame({ pivot: watch?.function ?? '' });
    expect(flameValue(around.tree, 0)).toBe(watch?.cum);

    const compared = await client.call('compare.get', { sessionId, a, b, kind: 'goroutine' });
    const { bulk, ...about } = await client.call('compare.flame', { sessionId, a, b, kind: 'goroutine' });
    const { tree } = unpackFlame(await client.bulk(bulk));
    expect(about).toMatchObject({ totalA: compared.totalA, totalB: compared.totalB, scaleA: 1 });
    expect(flameValue(tree, 0)).toBe(compared.totalB - compared.totalA);
    expect(tree.before?.[0]).toBeLessThanOrEqual(compared.totalA);
    await expect(client.bulk(bulk)).rejects.toMatchObject({ code: 'not-found' });
    const shares = await client.call('compare.flame', {
      sessionId,
      a,
      b,
      kind: 'goroutine',
      normalize: true,
    });
    expect(shares.scaleA).toBe(compared.totalB / compared.totalA);
    const normalized = unpackFlame(await client.bulk(shares.bulk));
    expect(flameValue(normalized.tree, 0)).toBeCloseTo(0, 6);
  });

  it('keep the filters of a session, show through them, and tell other windows', async () => {
    const { client, sessionId } = it_;
    const filters = [
      { kind: 'focus', pattern: 'rainbow', enabled: true },
      { kind: 'own', pattern: '', enabled: false },
    ] as const;
    const told: unknown[] = [];
    const stop = client.on('filters.changed', (event) => told.push(event));
    await client.call('sessions.setFilters', { sessionId, filters: [...filters] });
    stop();
    expect(told).toEqual([{ sessionId, filters }]);
    expect((await client.call('sessions.get', { sessionId })).filters).toEqual(filters);
    const kept = await readFile(join(folder, 'collectsvr', 'sessions', sessionId, 'session.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ formatVersion: 1, filters });
    await expect(
      client.call('sessions.setFilters', {
        sessionId,
        filters: Array.from({ length: 5_000 }, () => ({ ...filters[0] })),
      }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    // What is taken away leaves nothing behind.
    await client.call('sessions.setFilters', { sessionId, filters: [] });
    expect((await client.call('sessions.get', { sessionId })).filters).toEqual([]);
  });

  it('may be read by another process meanwhile, which writes nothing', async () => {
    const reader = await createBackend({
      workspacePath: join(folder, 'collectsvr'),
      access: 'read',
      workerPath,
      abilities: {},
      settings,
      runPlans: false,
    });
    try {
      const client = createClient(createInMemoryTransport(reader));
      const { growth } = await client.call('findings.get', { sessionId: it_.sessionId });
      expect(growth.suspects.filter((suspect) => suspect.kind === 'goroutine')).toHaveLength(2);
      await expect(client.call('sessions.create', { name: 'x', targets: [] })).rejects.toMatchObject({
        code: 'read-only',
      });
    } finally {
      await reader.close();
    }
    await expect(
      createBackend({
        workspacePath: join(folder, 'collectsvr'),
        access: 'write',
        workerPath,
        abilities: {},
        settings,
        runPlans: false,
      }),
    ).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringContaining(join(folder, 'collectsvr')) as string,
    });
  });
});

describe('the services, on damage and on a plan of one call', () => {
  it('say where goroutines stand of the target that has most in one place, whichever was captured last', async () => {
    const steady = await startReplay('steady', { advance: false });
    const leaky = await captured('collectsvr');
    try {
      const { client, sessionId } = leaky;
      const { targets } = await client.call('sessions.get', { sessionId });
      const updated = await client.call('sessions.update', {
        sessionId,
        targets: [...targets, { url: steady.url }],
      });
      const [first, second] = updated.targets;
      leaky.pass(1000);
      await client.call('capture.now', { sessionId, kinds: ['goroutine'], targetIds: [second?.id ?? ''] });
      const { snapshotId, targetId } = await client.call('timeline.get', { sessionId });
      expect(targetId.at(-1)).toBe(second?.id);
      const findings = await client.call('findings.get', { sessionId });
      expect(findings.target).toBe(first?.id);
      expect(findings.snapshotId).toBe(snapshotId.at(-2));
      expect(findings.concentrations.length).toBeGreaterThan(0);
    } finally {
      await leaky.close();
      await steady.stop();
    }
  });

  it('judge what can be read where the newest capture is gone', async () => {
    const damaged = await captured('heapmap');
    try {
      const { client, backend, sessionId } = damaged;
      const { snapshotId } = await client.call('timeline.get', { sessionId });
      const newest = await client.call('snapshots.get', { sessionId, snapshotId: snapshotId.at(-1) ?? '' });
      const goroutine = newest.captures.find((capture) => capture.facts.kind === 'goroutine')?.id ?? '';
      await rm(await backend.captureFile(sessionId, goroutine));
      const findings = await client.call('findings.get', { sessionId });
      expect(findings.snapshotId).toBe(snapshotId.at(-2));
      expect(findings.goroutines).toBeGreaterThan(0);
      expect(findings.growth.excluded).toEqual([{ capture: goroutine, why: 'unreadable' }]);
    } finally {
      await damaged.close();
    }
  });

  it('leave the session its plan while another one runs, and after', async () => {
    const server = await startReplay('steady');
    const backend = await createBackend({
      workspacePath: join(folder, 'run'),
      access: 'write',
      workerPath,
      abilities: {},
      settings,
      runPlans: false,
    });
    try {
      const client = createClient(createInMemoryTransport(backend));
      const { id: sessionId, plan } = await client.call('sessions.create', {
        name: 'run',
        targets: [{ url: server.url }],
      });
      const stop = new AbortController();
      const taken: string[][] = [];
      client.on('snapshot.added', ({ snapshot }) => {
        taken.push(snapshot.captures.map((capture) => capture.facts.kind));
        if (taken.length === 2) stop.abort();
      });
      const run = client.call(
        'capture.run',
        { sessionId, plan: { everyMs: 1000, kinds: ['goroutine'] } },
        stop.signal,
      );
      await expect(run).rejects.toMatchObject({ code: 'cancelled' });
      expect(taken).toEqual([['goroutine'], ['goroutine']]);
      expect((await client.call('sessions.get', { sessionId })).plan).toEqual(plan);
      const again = client.call('capture.run', { sessionId, plan: { untilMs: Date.now() + 1 } });
      await expect(again).resolves.toBeNull();
    } finally {
      await backend.close();
      await server.stop();
    }
  });
});

describe('the services, on the innocent twin', () => {
  it('accuse nothing', async () => {
    const innocent = await captured('steady');
    try {
      const { growth, concentrations } = await innocent.client.call('findings.get', {
        sessionId: innocent.sessionId,
      });
      expect(growth.suspects).toEqual([]);
      expect(concentrations).toEqual([]);
    } finally {
      await innocent.close();
    }
  });
});

describe('import', () => {
  it('is told of a folder that is picked, of a picked file its name, and its folder where that is of a day', async () => {
    const fixture = resolve(import.meta.dirname, '../fixtures/pprof/go1.26/mutex.pb.gz');
    const dated = join(folder, 'picked', '2025-05-12', '113606.482Z-mutex.pb.gz');
    await mkdir(dirname(dated), { recursive: true });
    await copyFile(fixture, dated);
    const backend = await createBackend({
      workspacePath: join(folder, 'picking'),
      access: 'write',
      workerPath,
      abilities: {
        pickFiles: () => Promise.resolve([dated, fixture]),
        pickFolder: (at) => Promise.resolve(at === '/src' ? '/src/collect' : null),
      },
      settings,
      runPlans: false,
    });
    try {
      const client = createClient(createInMemoryTransport(backend));
      const folders = ['/src', ''].map((at) => client.call('sources.pickFolder', { at }));
      expect(await Promise.all(folders)).toEqual(['/src/collect', null]);
      const picked = await client.call('import.pick', {});
      expect(picked.map(({ name }) => name)).toEqual(['2025-05-12/113606.482Z-mutex.pb.gz', 'mutex.pb.gz']);
    } finally {
      await backend.close();
    }
  });

  it('keeps what can be read, knows what it has, and keeps a delta out of growth', async () => {
    const backend = await createBackend({
      workspacePath: join(folder, 'import'),
      access: 'write',
      workerPath,
      abilities: {},
      settings,
      runPlans: false,
    });
    try {
      const client = createClient(createInMemoryTransport(backend));
      const { id: sessionId } = await client.call('sessions.create', { name: 'imported', targets: [] });
      const fixtures = resolve(import.meta.dirname, '../fixtures/pprof/go1.26');
      const absolute = await readFile(join(fixtures, 'goroutine-1.pb.gz'));
      const delta = await readFile(join(fixtures, 'goroutine-delta.pb.gz'));
      const files = [];
      for (const [name, bytes] of [
        ['misnamed.heap', absolute],
        ['again.pb.gz', absolute],
        ['delta.pb.gz', delta],
        ['page.html', Buffer.from('<html><title>Sign in</title></html>')],
        ['cut.pb.gz', absolute.subarray(0, 200)],
        ['other-gzip.pb.gz', gzipSync(gunzipSync(absolute), { level: 1 })],
      ] as const) {
        files.push({ upload: await client.upload(bytes), name, modifiedMs: Date.UTC(2025, 4, 12) });
      }
      const looks = await client.call('import.inspect', { files });
      expect(looks.map((look) => look.facts?.kind ?? null)).toEqual([
        'goroutine',
        'goroutine',
        'goroutine',
        null,
        null,
        'goroutine',
      ]);
      expect(looks[2]?.facts?.delta?.seconds).toBeGreaterThan(0);
      expect(looks[3]?.problem).toMatchObject({
        message: expect.stringContaining('Sign in') as string,
        key: 'bytes-html',
      });

      const result = await client.call('import.commit', { sessionId, files });
      expect(result.failed.map((failure) => failure.name)).toEqual(['page.html', 'cut.pb.gz']);
      expect(result.duplicates).toBe(1);
      const { growth } = await client.call('findings.get', { sessionId });
      expect(growth.excluded.map((e) => e.why)).toEqual(['delta']);
      await expect(client.call('import.commit', { sessionId, files })).resolves.toMatchObject({
        snapshots: [],
      });
    } finally {
      await backend.close();
    }
  });
});
