import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Client } from '../../contract/client';
import type { Zone } from '../../core/base/zone';
import { hangsOnZone, nameWithDay } from '../../core/inspect/time-from-name';
import { timeOfFile, type WitnessedFile } from '../../core/inspect/time-of-file';
import { CommandError } from '../command-error';
import type { ImportOptions } from '../options';
import { ownZone } from '../own-zone';
import { print, printJson, warn } from '../print';
import { withSession } from '../with-client';

/** Files handed over in one call: bounded, so that a folder of thousands is not held in memory. */
const BATCH = 50;

interface HandedOver extends WitnessedFile {
  readonly upload: string;
}

export async function importFiles(
  name: string,
  inputs: readonly string[],
  options: ImportOptions,
): Promise<void> {
  const paths = (await Promise.all(inputs.map(filesUnder))).flat().sort();
  const { zone = ownZone(paths.some((path) => hangsOnZone(resolve(path)))), shift = 0 } = options;
  if (paths.length === 0) throw new CommandError('not-found', 'There are no files to import.');
  const result = await withSession(options, 'write', name, async (client, sessionId) => {
    const all = {
      snapshots: [] as string[],
      failed: [] as { name: string; message: string; advice?: string | undefined }[],
      duplicates: 0,
    };
    for (let i = 0; i < paths.length; i += BATCH) {
      const files: HandedOver[] = [];
      for (const path of paths.slice(i, i + BATCH)) files.push(await handOver(client, path));
      const timed = shift === 0 ? files : await shifted(client, files, zone, shift);
      const part = await client.call('import.commit', {
        sessionId,
        files: timed.map((file) => ({ ...file, zone: zone.name })),
      });
      all.snapshots.push(...part.snapshots);
      all.failed.push(...part.failed);
      all.duplicates += part.duplicates;
    }
    return all;
  });
  if (options.json === true) printJson('import', { formatVersion: 1, ...result });
  else {
    print(
      `${result.snapshots.length} snapshots imported${result.duplicates > 0 ? `, ${result.duplicates} files were there already` : ''}`,
    );
    for (const failure of result.failed) warn(`${failure.name}: ${failure.message}`, failure.advice);
  }
  if (result.snapshots.length === 0 && result.duplicates === 0) {
    throw new CommandError('format', `None of ${paths.length} files could be imported.`);
  }
}

/** Each file at the time that it has by itself and so much later. One that has none stays without, and is told as such. */
async function shifted(
  client: Client,
  files: readonly HandedOver[],
  zone: Zone,
  shiftMs: number,
): Promise<HandedOver[]> {
  const found = await client.call('import.inspect', { files: [...files] });
  const factsOf = new Map(found.map(({ upload, facts }) => [upload, facts]));
  return files.map((file) => {
    const facts = factsOf.get(file.upload) ?? null;
    const time = facts && timeOfFile(file, facts.timeMs, zone);
    return time === null ? file : { ...file, timeMs: time.timeMs + shiftMs };
  });
}

/** Regular files at or under a path; links and hidden entries inside a folder are passed over. */
async function filesUnder(path: string): Promise<string[]> {
  let info;
  try {
    info = await stat(path);
  } catch {
    throw new CommandError('not-found', `There is no file ${JSON.stringify(path)}.`);
  }
  if (!info.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(path, file)
          .split(sep)
          .some((part) => part.startsWith('.')),
    );
}

async function handOver(client: Client, path: string): Promise<HandedOver> {
  const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
  return {
    upload: await client.upload(bytes),
    name: nameWithDay(resolve(path)),
    modifiedMs: Math.round(mtimeMs),
    timeMs: null,
  };
}
