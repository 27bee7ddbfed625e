// The bundled sample session: whole, of this format, true about its service, and put into a workspace once.
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../src/contract/client';
import { PlumblineError } from '../../src/contract/errors';
import { said } from '../../src/contract/failures/say';
import type { Backend } from '../../src/main/backend';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { samplePath } from '../../src/main/sample-path';
import { createBackend } from '../../src/main/services';
import { nodeFiles, type Files } from '../../src/main/workspace/files';
import { checkEntry } from '../../src/main/workspace/journal-entry';
import { findDamage } from '../../src/main/workspace/verify-session';
import { openWorkspace } from '../../src/main/workspace/workspace';
import facts from '../../src/renderer/features/sessions/sample-facts.json';
import { bundle } from '../support/bundle';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('sample');
/** Each watcher: one a minute of the session's clock. */
const TRUE_PER_HOUR = 60;
/** What a watcher retains, by the flags of scripts/record-sample.mjs. */
const RETAINED_BYTES = 32_768;
const WATCHERS = ['kv_config.go', 'rainbow.go'];

const filesOf = async (path: string): Promise<string[]> =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

describe('the bundled sample', () => {
  let backend: Backend;
  let client: Client;
  let sessionId = '';
  beforeAll(async () => {
    const workerPath = await bundle(resolve(import.meta.dirname, '../../src/main/analysis/worker.ts'));
    backend = await createBackend({
      workspacePath: join(folder, 'backend'),
      access: 'write',
      workerPath,
      abilities: {},
      runPlans: true,
    });
    client = createClient(createInMemoryTransport(backend));
    const added = await client.call('sessions.addSample', {});
    expect(added.isNew).toBe(true);
    sessionId = added.session.id;
  });
  afterAll(() => backend.close());

  it('is copied byte for byte, once', async () => {
    const copy = join(folder, 'backend', 'sessions', sessionId);
    const files = (await filesOf(copy)).filter((file) => !file.startsWith('.index'));
    expect(files).toEqual(await filesOf(samplePath));
    for (const file of files) {
      const [ours, original] = await Promise.all([
        readFile(join(copy, file)),
        readFile(join(samplePath, file)),
      ]);
      // Not toEqual: it compares megabytes one by one.
      expect(ours.equals(original), file).toBe(true);
    }
    const again = await client.call('sessions.addSample', {});
    expect(again).toEqual({ session: await client.call('sessions.get', { sessionId }), isNew: false });
    expect(await client.call('sessions.list', {})).toHaveLength(1);
  });

  it('is named still, after it was renamed', async () => {
    await client.call('sessions.update', { sessionId, name: 'mine' });
    expect(await client.call('sessions.addSample', {})).toMatchObject({
      session: { id: sessionId, name: 'mine' },
      isNew: false,
    });
  });

  it('never captures: its plan is off and its target cannot answer', async () => {
    const session = await client.call('sessions.get', { sessionId });
    expect(session.plan.enabled).toBe(false);
    // RFC 2606: nothing under .invalid is ever resolved.
    expect(session.targets.map(({ url }) => new URL(url).hostname)).toEqual(['collect-svr.invalid']);
    const [status] = await client.call('sessions.status', { sessionId });
    expect(status?.state).toBe('paused');
    expect(session.timeScale).toBe(facts.timeScale);
  });

  it('is of the newest format, and as small as a thing that everyone downloads should be', async () => {
    const lines = (await readFile(join(samplePath, 'journal.jsonl'), 'utf8')).trimEnd().split('\n');
    const newest = checkEntry(JSON.parse(lines[0] ?? ''), said('place-path', { path: 'the sample' })).v;
    for (const line of lines) expect((JSON.parse(line) as { v: number }).v).toBe(newest);
    const sizes = await Promise.all(
      (await filesOf(samplePath)).map(async (file) => (await readFile(join(samplePath, file))).length),
    );
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(6 * 1024 * 1024);
  });

  it('shows both watchers, with their true rate within the interval, and accuses no innocent', async () => {
    const { growth } = await client.call('findings.get', { sessionId });
    const goroutines = growth.suspects.filter(({ kind }) => kind === 'goroutine');
    const heap = growth.suspects.filter(({ kind }) => kind === 'heap');
    for (const [suspects, truth] of [
      [goroutines, TRUE_PER_HOUR],
      [heap, TRUE_PER_HOUR * RETAINED_BYTES],
    ] as const) {
      expect(suspects.map(({ site }) => site.file.replace(/.*\//, '')).sort()).toEqual(WATCHERS);
      for (const { slopeInterval, shape } of suspects) {
        const [low = Number.NaN, high = Number.NaN] = slopeInterval ?? [];
        expect(low).toBeLessThanOrEqual(truth);
        expect(high).toBeGreaterThanOrEqual(truth);
        expect(high - low).toBeLessThan(truth / 3);
        expect(shape).toBe('steady');
      }
    }
  });

  it('is what the empty workspace says of it', async () => {
    const timeline = await client.call('timeline.get', { sessionId });
    const { growth } = await client.call('findings.get', { sessionId });
    const first = timeline.timeMs[0] ?? Number.NaN;
    const span = (timeline.timeMs.at(-1) ?? Number.NaN) - first;
    expect(facts.snapshots).toBe(timeline.snapshotId.length);
    expect(timeline.failed.filter(Boolean)).toEqual([]);
    expect(facts.days).toBeCloseTo((span * facts.timeScale) / 86_400_000, 1);
    expect(facts.secondsRecorded).toBe(Math.round(span / 1000));
    expect(facts.line.map(([, count]) => count)).toEqual(timeline.goroutines);
    const perHour = growth.suspects
      .filter(({ kind }) => kind === 'goroutine')
      .reduce((sum, { slopePerHour }) => sum + slopePerHour, 0);
    expect(facts.goroutinesPerMinute).toBeCloseTo(perHour / 60, 2);
  });
});

describe('putting the sample into a workspace', () => {
  it('leaves every captured byte as its hash says', async () => {
    const workspace = await openWorkspace(join(folder, 'verified'));
    const { store } = await workspace.addCopy(samplePath);
    expect(await findDamage(store)).toEqual([]);
    expect(store.problems).toEqual([]);
    await workspace.close();
  });

  it('asked for twice at once, comes once', async () => {
    const workspace = await openWorkspace(join(folder, 'twice'));
    const both = await Promise.all([workspace.addCopy(samplePath), workspace.addCopy(samplePath)]);
    expect(both.map(({ isNew }) => isNew)).toEqual([true, false]);
    expect(both[0].store).toBe(both[1].store);
    await workspace.close();
  });

  it('is all or nothing, wherever the disk gives up', async () => {
    const small = join(folder, 'small');
    await mkdir(join(small, '2026-11-25'), { recursive: true });
    for (const name of ['session.json', 'journal.jsonl']) await cp(join(samplePath, name), join(small, name));
    const [capture = ''] = (await filesOf(samplePath)).filter((file) => file.endsWith('goroutine.pb.gz'));
    await cp(join(samplePath, capture), join(small, '2026-11-25', capture.slice(11)));
    await writeFile(join(small, 'unrelated.txt'), 'is left where it is');

    let left = Infinity;
    const full = new PlumblineError({ code: 'disk-full', message: 'The disk is full.' });
    const spend = (): Promise<void> => (left-- > 0 ? Promise.resolve() : Promise.reject(full));
    const files: Files = {
      ...nodeFiles,
      create: (...args) => spend().then(() => nodeFiles.create(...args)),
      rename: (...args) => spend().then(() => nodeFiles.rename(...args)),
      makeFolder: (...args) => spend().then(() => nodeFiles.makeFolder(...args)),
      syncFolder: (...args) => spend().then(() => nodeFiles.syncFolder(...args)),
    };
    const workspace = await openWorkspace(join(folder, 'full'), { files });
    const sessions = join(folder, 'full', 'sessions');
    let failures = 0;
    for (let allowed = 0; ; allowed++) {
      left = allowed;
      try {
        const { store } = await workspace.addCopy(small);
        left = Infinity;
        expect(await filesOf(store.folder)).toEqual([capture, 'journal.jsonl', 'session.json']);
        break;
      } catch (error) {
        expect(error).toBe(full);
        failures++;
        left = Infinity;
        // After the rename only its durability is in doubt: then it is whole.
        for (const name of await readdir(sessions)) {
          expect(await filesOf(join(sessions, name))).toEqual([capture, 'journal.jsonl', 'session.json']);
        }
      }
    }
    expect(failures).toBeGreaterThan(8);
    await workspace.close();
  });

  it('refuses a folder that is no session', async () => {
    const workspace = await openWorkspace(join(folder, 'refusing'));
    await expect(workspace.addCopy(folder)).rejects.toMatchObject({ code: 'format' });
    expect(workspace.sessions()).toEqual([]);
    await workspace.close();
  });
});
