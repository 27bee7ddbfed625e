// The crash tests are worth as much as the disk that they pretend: what it may lose, and what it may not.
import { describe, expect, it } from 'vitest';
import { DiskModel, type Tree } from '../support/crash/disk-model';
import type { DiskOp } from '../support/crash/recording-files';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const shown = (tree: Tree): string =>
  [...tree]
    .map(([path, content]) => `${path}=${content === null ? '/' : Buffer.from(content).toString()}`)
    .join(' ');
/** Every state after `ops`, sorted. */
const after = (initial: Tree, ...ops: readonly DiskOp[]): string[] => {
  const model = new DiskModel(initial);
  for (const op of ops) model.apply(op);
  return [...new Set([...model.crashStates(10_000, 1)].map(shown))].sort();
};
const write = (path: string, text: string): DiskOp => ({ op: 'write', path, at: 0, bytes: bytes(text) });

describe('the disk after a crash', () => {
  it('has a new file not at all, empty, or up to any byte, until both it and its folder are synced', () => {
    const made: DiskOp[] = [{ op: 'creat', path: 'f' }, write('f', 'abc')];
    expect(after(new Map(), ...made)).toEqual(['', 'f=', 'f=a', 'f=a\0\0', 'f=ab', 'f=ab\0', 'f=abc'].sort());
    const synced: DiskOp[] = [...made, { op: 'fsync', path: 'f' }];
    expect(after(new Map(), ...synced)).toEqual(['', 'f=abc']);
    expect(after(new Map(), ...synced, { op: 'fsync-folder', path: '' })).toEqual(['f=abc']);
  });

  it('has the old file or the new one after a rename, and never neither', () => {
    const initial: Tree = new Map([
      ['f', bytes('old')],
      ['t', bytes('new')],
    ]);
    const renamed: DiskOp = { op: 'rename', from: 't', to: 'f' };
    expect(after(initial, renamed)).toEqual(['f=new', 'f=old t=new']);
    expect(after(initial, renamed, { op: 'fsync-folder', path: '' })).toEqual(['f=new']);
  });

  it('has changes of names in any order', () => {
    const made: DiskOp[] = [
      { op: 'creat', path: 'a' },
      { op: 'creat', path: 'b' },
    ];
    expect(after(new Map(), ...made)).toEqual(['', 'a=', 'a= b=', 'b=']);
  });

  it('loses what is in a folder with the folder, whatever of it was synced', () => {
    const made: DiskOp[] = [
      { op: 'mkdir', path: 'd' },
      { op: 'creat', path: 'd/f' },
      write('d/f', 'x'),
      { op: 'fsync', path: 'd/f' },
      { op: 'fsync-folder', path: 'd' },
    ];
    expect(after(new Map(), ...made)).toEqual(['', 'd=/ d/f=x']);
  });

  it('keeps what was durable before an append, and loses any page of what was added', () => {
    const long = 'x'.repeat(5000);
    const initial: Tree = new Map([['j', bytes('first\n')]]);
    const states = after(initial, { op: 'write', path: 'j', at: 6, bytes: bytes(long) });
    expect(states.every((state) => state.startsWith('j=first\n'))).toBe(true);
    expect(states).toContain(`j=first\n${'\0'.repeat(4090)}${'x'.repeat(910)}`);
    expect(states).toContain(`j=first\n${long}`);
  });

  it('samples where there are many states, the least and the most among them', () => {
    const model = new DiskModel(new Map());
    for (let n = 0; n < 20; n++) model.apply({ op: 'creat', path: `f${n}` });
    const states = [...model.crashStates(30, 5)];
    expect(states).toHaveLength(30);
    expect(states[0]?.size).toBe(0);
    expect(states[1]?.size).toBe(20);
    expect([...model.crashStates(30, 5)].map(shown)).toEqual(states.map(shown));
  });
});
