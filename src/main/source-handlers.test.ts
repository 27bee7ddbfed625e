// Sources as a window has them: through the transport, of the sample's service and of a profile that names what is none of
// its business.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../test/support/bundle';
import { fixture } from '../../test/support/pprof-answers';
import { temporaryFolder } from '../../test/support/temporary-folder';
import { createClient, type Client } from '../contract/client';
import type { Snapshot } from '../contract/domain';
import type { SourceFile } from '../contract/sources';
import { encodeProfile } from '../core/pprof/encode';
import { openAppSettings } from './app-settings';
import type { Backend } from './backend';
import { createInMemoryTransport } from './in-memory-transport';
import { createBackend } from './services';

const SERVICES = path.resolve(import.meta.dirname, '../../test/services');
const root = temporaryFolder('sources');
const machineFolder = path.join(root, 'config');
const rainbow = path.join(SERVICES, 'internal/pkg/config/rainbow.go');
const WATCH = 'example.org/collect/internal/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1';
const BUILT = 'example.org/collect/internal/pkg/config/rainbow.go';

let backend: Backend;
let client: Client;
let sessionId = '';
let snapshots: readonly Snapshot[] = [];
const told: unknown[] = [];
const map = (...mappings: { build: string; local: string }[]): Promise<null> =>
  client.call('sources.set', { sessionId, mappings });
const captureId = (at: number): string =>
  snapshots.at(at)?.captures.find(({ facts }) => facts.kind === 'goroutine')?.id ?? '';
const sourceOf = async (name: string, capture = captureId(-1)): Promise<SourceFile[]> =>
  (await client.call('profile.source', { sessionId, captureId: capture, function: name })).files;

beforeAll(async () => {
  backend = await createBackend({
    workspacePath: path.join(root, 'workspace'),
    access: 'write',
    workerPath: await bundle(path.resolve(import.meta.dirname, 'analysis/worker.ts')),
    abilities: {},
    runPlans: false,
    machineFolder,
    settings: await openAppSettings(path.join(root, 'settings')),
  });
  client = createClient(createInMemoryTransport(backend));
  client.on('sources.changed', (payload) => told.push(payload));
  sessionId = (await client.call('sessions.addSample', {})).session.id;
  const { snapshotId } = await client.call('timeline.get', { sessionId });
  snapshots = await Promise.all(
    [snapshotId[0] ?? '', snapshotId.at(-1) ?? ''].map((id) =>
      client.call('snapshots.get', { sessionId, snapshotId: id }),
    ),
  );
});
afterAll(() => backend.close());

describe('sources of a session', () => {
  it('are nowhere before the user says where, and the places are named that were looked in', async () => {
    const [file] = await sourceOf(WATCH);
    expect(file).toMatchObject({ file: BUILT, found: null, looked: [] });
    expect(file?.lines.map(({ line }) => line)).toEqual([54]);
    await map({ build: 'example.org/collect', local: path.join(root, 'away') });
    expect((await sourceOf(WATCH))[0]?.looked).toEqual([
      { path: path.join(root, 'away/internal/pkg/config/rainbow.go'), why: 'absent' },
    ]);
  });

  it('are found by what the user maps, which is kept on this machine and told to all windows', async () => {
    const derived = await client.call('sources.derive', { file: BUILT, path: rainbow });
    expect(derived).toEqual({ build: 'example.org/collect', local: SERVICES });
    told.length = 0;
    await map(derived);
    expect(told).toEqual([{ sessionId, mappings: [derived] }]);
    expect(await client.call('sources.get', { sessionId })).toEqual([derived]);
    const kept: unknown = JSON.parse(
      readFileSync(path.join(machineFolder, 'sources', `${sessionId}.json`), 'utf8'),
    );
    expect(kept).toEqual({ formatVersion: 1, mappings: [derived] });

    const text = readFileSync(rainbow, 'utf8').trimEnd();
    const [file] = await sourceOf(WATCH);
    expect(file?.found).toEqual({
      path: rainbow,
      text,
      from: 1,
      lineCount: text.split('\n').length,
      isOther: expect.any(Boolean) as boolean,
    });
    expect(file?.calls).toContainEqual(expect.objectContaining({ line: 54, function: 'runtime.chanrecv2' }));
    // Others of this file: Run, which calls Watch.
    expect(file?.others.map((one) => one.function)).toContainEqual(expect.stringMatching(/\.Run$/));
  });

  it('are said to be of another commit where the function does not begin where it was built', async () => {
    const at = path.join(root, 'another');
    mkdirSync(at);
    const place = { build: 'example.org/collect/internal/pkg/config', local: at };
    const lines = Array.from({ length: 60 }, () => '');
    const isOther = async (): Promise<boolean | undefined> => {
      writeFileSync(path.join(at, 'rainbow.go'), lines.join('\n'));
      return (await sourceOf(WATCH))[0]?.found?.isOther;
    };
    const kept = await client.call('sources.get', { sessionId });
    await map(place, ...kept);
    expect(await isOther()).toBe(true);
    lines[51] = '\tgo func() {';
    expect(await isOther()).toBe(false);
    await map(...kept);
  });

  it('have A beside B in a comparison', async () => {
    const [a, b] = snapshots.map(({ id }) => id);
    const answer = await client.call('compare.source', {
      ...{ sessionId, a: a ?? '', b: b ?? '', kind: 'goroutine', function: WATCH },
    });
    const [line] = answer.files[0]?.lines ?? [];
    const [[was], [is]] = (await Promise.all([0, -1].map(async (at) => sourceOf(WATCH, captureId(at))))) as [
      SourceFile[],
      SourceFile[],
    ];
    expect(line).toEqual({
      ...is?.lines[0],
      before: { flat: was?.flat ?? 0, cum: was?.cum ?? 0 },
    });
    expect(line?.cum).toBeGreaterThan(line?.before?.cum ?? 0);
    expect(answer.files[0]?.found?.path).toBe(rainbow);
  });

  it('are in no folder that is relative or the whole disk, and in none of another session', async () => {
    await expect(map({ build: '/build', local: 'src' })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(map({ build: '/', local: '/' })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(client.call('sources.get', { sessionId: '../other' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(client.call('sources.set', { sessionId: '../../x', mappings: [] })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await client.call('sources.get', { sessionId })).toHaveLength(1);
  });
});

describe('a hostile profile', () => {
  const secret = path.join(root, 'elsewhere/secret.go');
  const checkout = path.join(root, 'checkout');

  /** The profile of the fixtures, with another name for the file of its functions. */
  async function naming(file: string): Promise<SourceFile[]> {
    const profile = fixture('go1.26/heap-2.pb.gz');
    const strings = profile.strings.map((text) => (text === 'example.com/fixtures/main.go' ? file : text));
    const upload = await backend.storeUpload(
      (async function* () {
        yield await Promise.resolve(encodeProfile({ ...profile, strings }));
      })(),
    );
    const { snapshots: taken } = await client.call('import.commit', {
      sessionId,
      files: [{ upload, name: `${Buffer.from(file).toString('hex').slice(0, 80)}.pb.gz`, modifiedMs: 0 }],
    });
    const snapshot = await client.call('snapshots.get', { sessionId, snapshotId: taken[0] ?? '' });
    return sourceOf('main.newBuffer', snapshot.captures[0]?.id ?? '');
  }

  beforeAll(async () => {
    mkdirSync(path.dirname(secret), { recursive: true });
    mkdirSync(checkout);
    writeFileSync(secret, 'secret');
    writeFileSync(path.join(checkout, 'id_rsa'), 'secret');
    cpSync(path.join(SERVICES, 'go.mod'), path.join(checkout, 'go.mod'));
    symlinkSync(secret, path.join(checkout, 'link.go'));
    symlinkSync(path.dirname(secret), path.join(checkout, 'folder'));
    symlinkSync('/etc/passwd', path.join(checkout, 'passwd.go'));
    await map({ build: '/build', local: checkout });
  });

  it.each([
    '/etc/passwd',
    secret,
    `/build/../${path.relative(root, secret)}`,
    `/build/../../../../../../../../../..${secret}`,
    '../elsewhere/secret.go',
    'elsewhere/secret.go',
    '/build/id_rsa',
    '/build/go.mod',
    '/build/link.go',
    '/build/folder/secret.go',
    '/build/passwd.go',
    '/build/\0x.go',
    `/build/${'d/'.repeat(3_000)}x.go`,
    '/build/',
    '/build',
    '/usr/local/go/src/../../../../etc/passwd',
    '/proc/self/environ',
  ])('shows nothing of %s', async (file) => {
    const files = await naming(file);
    expect(files.map(({ found }) => found)).toEqual([null]);
    expect(JSON.stringify(files)).not.toContain('"text"');
    for (const { path: place } of files.flatMap(({ looked }) => looked)) {
      expect(place.startsWith(`${checkout}/`) || place.includes('/src/')).toBe(true);
    }
  });

  it('has nothing opened in an editor that is not shown', async () => {
    for (const file of [
      '/etc/passwd',
      secret,
      '/build/id_rsa',
      '/build/link.go',
      '/build/../elsewhere/secret.go',
    ]) {
      await expect(client.call('sources.open', { sessionId, file, line: 1 }), file).rejects.toMatchObject({
        code: 'not-found',
      });
    }
    await expect(
      client.call('app.setSettings', { editor: 'custom', editorCommand: 'sh -c {file}' }),
    ).rejects.toMatchObject({ code: 'unavailable' });
    expect(await client.call('app.settings', {})).toMatchObject({ editor: 'code', editorCommand: '' });
  });

  it('is shown what lies in a mapped folder under the name of a source', async () => {
    writeFileSync(path.join(checkout, 'x.go'), 'package x\n');
    expect((await naming('/build/x.go'))[0]?.found).toMatchObject({ text: 'package x', lineCount: 1 });
  });
});
