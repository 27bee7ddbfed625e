// `plumbline session note` and `session time`: the built command line writes, and `session show` has what was written.
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JSON_SHAPES, type JsonCommand, type JsonShape } from '../../src/contract/cli-json';
import { plumbline, plumblineJson } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';

const V1 = resolve(import.meta.dirname, '../fixtures/workspace/v1');

describe('notes by command', () => {
  const path = join(temporaryFolder('session-note'), 'workspace');
  cpSync(V1, path, { recursive: true });
  const inWorkspace = ['--workspace', path];
  const show = () => json('session show', ['steady']);

  async function json<C extends JsonCommand>(command: C, args: string[]): Promise<JsonShape<C>> {
    const printed = await plumblineJson<unknown>([...command.split(' '), ...args, ...inWorkspace]);
    return JSON_SHAPES[command].strict().parse(printed) as JsonShape<C>;
  }

  it('are written on a time, a range, a snapshot and now, and shown', async () => {
    const before = Date.now();
    const { timeline } = await show();
    const [snapshotId = ''] = timeline.snapshotId;
    const on = ['--at', '2026-11-23T10:19Z', '--tag', '#Prod', '--tag', 'pod 3', '--flag', 'deploy'];
    const deploy = await json('session note', ['steady', 'Deploy of 1.4.2', ...on]);
    expect(deploy).toMatchObject({
      on: { type: 'moment', timeMs: Date.parse('2026-11-23T10:19Z') },
      ...{ text: 'Deploy of 1.4.2', tags: ['prod', 'pod 3'], flag: 'deploy' },
    });
    const range = ['--from', '2026-11-23T10:19Z', '--to', '2026-11-23T10:20Z'];
    await json('session note', ['steady', 'Load test', ...range]);
    await json('session note', ['steady', 'Healthy', '--snapshot', snapshotId]);
    const plain = await plumbline(['session', 'note', 'steady', 'Now', ...inWorkspace]);
    expect(plain).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[a-z0-9]+\n$/) as string });
    writeFileSync(
      join(path, 'sessions', readdirSync(join(path, 'sessions'))[0] ?? '', 'notes.md'),
      '# 已知\n',
    );

    const { annotations, notes } = await show();
    expect(annotations.map(({ text, on: { type } }) => [text, type])).toEqual([
      ['Deploy of 1.4.2', 'moment'],
      ['Load test', 'range'],
      ['Healthy', 'snapshot'],
      ['Now', 'moment'],
    ]);
    const now = annotations[3]?.on;
    expect(now?.type === 'moment' && now.timeMs >= before && now.timeMs <= Date.now()).toBe(true);
    expect(notes).toEqual({ sizeBytes: 9, savedMs: null, fromOutside: true });
    const { stdout } = await plumbline(['session', 'show', 'steady', ...inWorkspace]);
    expect(stdout).toContain('note       2026-11-23 10:19:00Z  deploy  Deploy of 1.4.2  #prod #pod 3\n');
    expect(stdout).toContain('notes      9B in notes.md, changed outside of Plumbline\n');
  });

  it.each([
    [['steady', 'x', '--at', 'noon'], 2, '2025-05-12T11:36Z'],
    [['steady', 'x', '--from', '2026-11-23T10:19Z'], 2, 'a later --to'],
    [['steady', '  '], 2, 'plumbline: Write something, or choose a tag or a flag.\n'],
    [['steady', 'x', '--tag', 'a,b'], 2, 'plumbline: A tag has no comma: write two tags.\n'],
    [['steady', 'x', '--snapshot', 'none'], 1, 'none'],
    [['nobody', 'x'], 1, 'There is no session "nobody"'],
  ])('%j exits with %d and says why', async (args, code, why) => {
    const done = await plumbline(['session', 'note', ...args, ...inWorkspace]);
    expect({ code: done.code, stdout: done.stdout }).toEqual({ code, stdout: '' });
    expect(done.stderr).toContain(why);
    expect((await show()).annotations).toHaveLength(4);
  });

  it('a snapshot is given another time, and its own back', async () => {
    const { timeline } = await show();
    const [id = ''] = timeline.snapshotId;
    const [was = 0] = timeline.timeMs;
    const moved = await json('session time', ['steady', id, '2026-11-20T08:00Z']);
    expect(moved).toMatchObject({
      ...{ id, timeMs: Date.parse('2026-11-20T08:00Z'), timeSource: 'user' },
      retimedFrom: { timeMs: was },
    });
    expect((await show()).timeline.timeMs).toContain(moved.timeMs);
    const back = await plumbline(['session', 'time', 'steady', id, '--restore', ...inWorkspace]);
    expect(back.stdout).toBe(`${id} is at ${new Date(was).toISOString().slice(0, 19).replace('T', ' ')}Z\n`);
    expect((await show()).timeline.timeMs).toEqual(timeline.timeMs);
    const neither = await plumbline(['session', 'time', 'steady', id, ...inWorkspace]);
    expect(neither).toMatchObject({ code: 2, stdout: '' });
    const unknown = await plumbline(['session', 'time', 'steady', 'none', '2026-11-20', ...inWorkspace]);
    expect(unknown.code).toBe(1);
  });
});
