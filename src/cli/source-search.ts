// Where `plumbline list` looks for sources: as go tool pprof, and on request where Go and the user keep them here.
import type { ReportOptions } from '../core/pprof/options';
import type { PathMapping } from '../core/source/local-places';
import { sourceReader } from '../main/source-files/find-source';
import { goFolders } from '../main/source-files/go-folders';
import type { ReadSource } from '../core/pprof/report/list';
import { CommandError } from './command-error';
import type { ReportCommandOptions } from './options';
import { withSession } from './with-client';

export async function readSourceOf(
  { sourcePath, trimPath }: ReportOptions,
  { find = false, map = [], session, workspace }: ReportCommandOptions,
): Promise<ReadSource> {
  const given = map.map(mappingOf);
  const kept = session === undefined ? [] : await mappingsOf(session, workspace);
  const mappings = [...given, ...kept];
  const isWide = find || given.length > 0 || session !== undefined;
  return sourceReader({
    paths: { sourcePath, trimPath },
    base: process.cwd(),
    folders: isWide ? { mappings, checkouts: sourcePath, ...(await goFolders()) } : null,
  });
}

const mappingsOf = (session: string, workspace?: string): Promise<readonly PathMapping[]> =>
  withSession(workspace === undefined ? {} : { workspace }, 'read', session, (client, sessionId) =>
    client.call('sources.get', { sessionId }),
  );

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
