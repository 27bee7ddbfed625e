// A session of one target in a workspace of its own, open for each test of the file that asks; and what is put into it.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { CaptureFacts } from '../../src/contract/domain';
import type { Files } from '../../src/main/workspace/files';
import type { SessionStore } from '../../src/main/workspace/session-store';
import type { NewCapture, NewSnapshot } from '../../src/main/workspace/snapshot-files';
import { openWorkspace, type Workspace } from '../../src/main/workspace/workspace';
import { facts } from './snapshots';

/** The workspace's clock stands still. */
export const AT = Date.parse('2025-05-12T11:36:06.482Z');

class OpenSession {
  /** The workspace is the folder `w` in it. */
  root = '';
  // There from `beforeEach` on.
  workspace!: Workspace;
  session!: SessionStore;

  async open(files?: Files): Promise<void> {
    this.workspace = await openWorkspace(join(this.root, 'w'), {
      now: () => AT,
      ...(files === undefined ? {} : { files }),
    });
  }

  /** Closes the workspace and opens it again, over other files if given. */
  async reopen(files?: Files): Promise<void> {
    await this.workspace.close();
    await this.open(files);
    this.session = await this.workspace.session(this.session.id);
  }

  /** Whatever lies in the folders of days. */
  async captureFiles(): Promise<string[]> {
    const names = await readdir(this.session.folder, { recursive: true });
    return names.filter((name) => /^\d{4}-\d\d-\d\d\/./.test(name)).sort();
  }
}

export function openSessionForEach(): OpenSession {
  const at = new OpenSession();
  beforeEach(async () => {
    at.root = await mkdtemp(join(tmpdir(), 'plumbline-store-'));
    await at.open();
    at.session = await at.workspace.createSession({
      name: 'collect_svr',
      targets: [{ url: 'http://pod1:6060' }],
    });
  });
  afterEach(async () => {
    await at.workspace.close();
    await rm(at.root, { recursive: true, force: true });
  });
  return at;
}

/** Bytes that begin as those of a gzipped file do. */
export const gz = (text: string): Buffer => Buffer.concat([Buffer.of(0x1f, 0x8b), Buffer.from(text)]);

export const capture = (kind: string, bytes: Uint8Array, more: Partial<CaptureFacts> = {}): NewCapture => ({
  bytes,
  facts: facts(kind, { timeMs: AT, ...more }),
});

export const snapshot = (
  timeMs: number,
  captures: NewCapture[],
  more: Partial<NewSnapshot> = {},
): NewSnapshot => ({
  targetId: 'pod1',
  timeMs,
  timeSource: 'body',
  captures,
  memory: null,
  failures: [],
  ...more,
});
