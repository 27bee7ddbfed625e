// Where `plumbline list` looks for sources: as go tool pprof, and on request where Go and the user keep them here.
import type { ReportOptions } from '../core/pprof/options';
import type { PathMapping } from '../core/source/local-places';
import { sourceReader } from '../main/source-files/find-source';
import { goFolders } from '../main/source-files/go-folders';
import type { ReadSource } from '../core/pprof/report/list';
import { CommandError } from './command-error';
import type { ReportCommandOptions } from './options';

export async function readSourceOf(
  { sourcePath, trimPath }: ReportOptions,
  { find = false, map = [] }: ReportCommandOptions,
): Promise<ReadSource> {
  const mappings = map.map(mappingOf);
  const isWide = find || mappings.length > 0;
  return sourceReader({
    paths: { sourcePath, trimPath },
    base: process.cwd(),
    folders: isWide ? { mappings, checkouts: sourcePath, ...(await goFolders()) } : null,
  });
}

function mappingOf(text: string): PathMapping {
  const at = text.lastIndexOf('=');
  const [build, local] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && local !== '') return { build, local };
  throw new CommandError(
    'bad-request',
    `--map ${text} maps nothing.`,
    'Write it as /build/path=/path/here: where it was built, and where the same lies on this machine.',
  );
}
