// What growth and verdict stand on: a session, or loose files.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Zone } from '../core/base/zone';
import { hangsOnZone } from '../core/inspect/time-from-name';
import { timeOfFile } from '../core/inspect/time-of-file';
import type { Findings, GrowthReport } from '../contract/growth';
import { PlumblineError } from '../contract/errors';
import { judgeGrowth } from '../main/analysis/job-growth';
import { looseLives, type LooseCapture } from '../main/analysis/loose-lives';
import { loadFile } from '../main/analysis/load';
import { CommandError } from './command-error';
import type { CommonOptions } from './options';
import { ownZone } from './own-zone';
import { warn } from './print';
import { withSession } from './with-client';

export type Judgement = Pick<Findings, 'growth' | 'basis' | 'memory' | 'verdict'>;

/** Several names are files. One is a session, or else a file: a program beside the shell must not hide its session. */
export async function judge(inputs: readonly string[], options: CommonOptions): Promise<Judgement> {
  const [only = ''] = inputs;
  const session = inputs.length > 1 ? null : await ofSession(only, options);
  return session ?? (await ofFiles(inputs));
}

/** null: no such session, but a file of that name. */
async function ofSession(name: string, options: CommonOptions): Promise<Judgement | null> {
  try {
    return await withSession(options, 'read', name, (client, sessionId) =>
      client.call('findings.get', { sessionId }),
    );
  } catch (error) {
    if (error instanceof PlumblineError && error.code === 'not-found' && (await isThere(name))) return null;
    throw error;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Loose files: one target, and one life until something contradicts it. */
async function ofFiles(paths: readonly string[]): Promise<Judgement> {
  const captures: LooseCapture[] = [];
  const excluded: GrowthReport['excluded'] = [];
  const zone = ownZone(paths.some((path) => hangsOnZone(resolve(path))));
  for (const path of paths) {
    try {
      const capture = await observe(path, zone);
      const same = captures.find((other) => isSame(other, capture));
      if (same === undefined) captures.push(capture);
      else warn(`${path} is the same capture as ${same.path}: it counts once.`);
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      if (error.code === 'not-found') throw error;
      excluded.push({ capture: path, why: 'unreadable' });
      if (paths.length === 1) throw new CommandError('format', error.message);
      warn(`${path} is left out. ${error.message}`);
    }
  }
  if (captures.length === 0)
    throw new CommandError('format', `None of ${paths.length} files can be read as a capture.`);
  captures.sort((a, b) => a.timeMs - b.timeMs);
  const output = await judgeGrowth({
    indexFolder: null,
    keepIndex: false,
    noLinks: false,
    timeScale: 1,
    nowMs: Date.now(),
    ...(await looseLives(captures)),
  });
  return { ...output, growth: { ...output.growth, excluded: [...excluded, ...output.growth.excluded] } };
}

/** Of text forms two may well be of the same bytes, and of different times. */
const isSame = (a: LooseCapture, b: LooseCapture): boolean => a.sha256 === b.sha256 && a.timeMs === b.timeMs;

async function observe(path: string, zone: Zone): Promise<LooseCapture> {
  const { facts } = await loadFile(path);
  const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
  const file = { name: resolve(path), modifiedMs: mtimeMs, timeMs: null };
  const time = timeOfFile(file, facts.timeMs, zone);
  return {
    captureId: path,
    snapshotId: null,
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    kind: facts.kind,
    encoding: facts.encoding,
    isDelta: facts.delta !== null,
    ofAnother: null,
    timeMs: time?.timeMs ?? mtimeMs,
    numGc: null,
    facts,
  };
}
