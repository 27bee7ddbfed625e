import type { Annotated } from '../../contract/annotations';
import { CommandError } from '../command-error';
import type { SessionNoteOptions } from '../options';
import { print, printJson } from '../print';
import { withSession } from '../with-client';

export async function noteSession(name: string, text: string, options: SessionNoteOptions): Promise<void> {
  const on = placeOf(options, Date.now());
  const annotation = await withSession(options, 'write', name, async (client, sessionId) => {
    const draft = { on, text, tags: options.tag ?? [], flag: options.flag ?? null };
    return client.call('annotations.put', { sessionId, draft });
  });
  if (options.json === true) printJson('session note', { formatVersion: 1, ...annotation });
  else print(annotation.id);
}

/** Where the note stands; without an option, now. */
export function placeOf(
  { at, from, to, snapshot }: Pick<SessionNoteOptions, 'at' | 'from' | 'to' | 'snapshot'>,
  nowMs: number,
): Annotated {
  const ways = [at, from ?? to, snapshot].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new CommandError(
      'bad-request',
      'A note stands in one place.',
      'Give --at, --from with --to, or --snapshot.',
    );
  }
  if (snapshot !== undefined) return { type: 'snapshot', snapshotId: snapshot };
  if (from === undefined && to === undefined) return { type: 'moment', timeMs: at ?? nowMs };
  if (from === undefined || to === undefined || from >= to) {
    throw new CommandError('bad-request', 'A range needs --from and a later --to.');
  }
  return { type: 'range', fromMs: from, toMs: to };
}
