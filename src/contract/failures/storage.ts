// What fails on the disk: workspaces, sessions, journals, notes, uploads. The `place-…` and `why-…` entries are parts of the
// sentences of others.
import { declare } from './entry';

const RESTORE = 'Restore it from a copy of the session, or move the folder out of the workspace.';
const NOTES_UNCHANGED = 'Nothing in it was changed. Move it away or mend it.';

export const STORAGE_FAILURES = declare({
  'disk-full': {
    code: 'disk-full',
    values: { folder: 'text' },
    message: 'The disk is full: nothing more can be written to {folder}.',
    advice: 'Free some space; what was captured before is safe.',
  },
  'disk-quota': {
    code: 'disk-full',
    values: { folder: 'text' },
    message: 'The disk quota is used up: nothing more can be written to {folder}.',
    advice: 'Free some space; what was captured before is safe.',
  },
  'disk-read-only': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: '{path} is on a disk that is mounted read-only.',
    advice:
      'Copy the workspace to a disk that can be written. Commands that only read, as session list or growth, work where it is.',
  },
  'disk-denied': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: 'The system does not permit access to {path}.',
    advice: 'Check who owns the workspace folder and its permissions.',
  },
  'disk-gone': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: '{path} is not there any more.',
    advice: 'Was the workspace moved, or its disk unplugged?',
  },
  'disk-link': {
    code: 'format',
    values: { path: 'text' },
    message: '{path} is a symbolic link; what belongs to a session must lie in it.',
    advice: 'Put the file itself in its place.',
  },
  'disk-no-folder': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: '{path} cannot be used: a part of the path is not a folder.',
  },
  'disk-exists': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: '{path} is there already.',
  },
  'disk-too-many-open': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: 'Too many files are open: {path} could not be opened.',
  },
  'disk-error': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: 'The disk reports an error at {path}.',
    advice: 'Check the disk.',
  },
  'disk-other': {
    code: 'disk-failed',
    values: { path: 'text', code: 'text' },
    message: '{path} could not be read or written ({code}).',
  },
  'disk-not-created': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: '{path} could not be created.',
  },
  'disk-foreign-folder': {
    code: 'disk-failed',
    values: { path: 'text' },
    message: '{path} is no folder of the session itself but a link or a file; nothing is written through it.',
    advice: 'Move it away; the folder is made anew when it is needed.',
  },
  'no-file': { code: 'format', values: { path: 'text' }, message: '{path} is no file.' },
  'file-too-long': {
    code: 'format',
    values: { path: 'text', size: 'count' },
    message: '{path} is {size} bytes long, which cannot be right.',
  },

  'place-path': { code: 'format', values: { path: 'text' }, message: '{path}' },
  'place-session-file': { code: 'format', values: { id: 'text' }, message: 'session.json of {id}' },
  'place-journal': { code: 'format', values: { id: 'text' }, message: 'the journal of {id}' },
  'place-line': {
    code: 'format',
    values: { id: 'text', line: 'count' },
    message: 'Line {line} of the journal of {id}',
  },
  'why-no-json': { code: 'format', values: { detail: 'detail' }, message: 'it is no JSON ({detail})' },
  'why-no-object': { code: 'format', message: 'it is no JSON object' },
  'why-checksum': { code: 'format', message: 'its checksum is wrong' },
  'why-no-version': { code: 'format', values: { field: 'text' }, message: 'it has no {field}' },
  'why-unknown-version': {
    code: 'format',
    values: { version: 'text' },
    message: 'version {version} is not known',
  },
  'why-not-declared': {
    code: 'format',
    values: { at: 'text', detail: 'detail' },
    message: '{at}: {detail}',
  },
  damaged: {
    code: 'format',
    values: { what: 'said', why: 'said' },
    message: '{what} is damaged: {why}.',
  },
  'session-file-damaged': {
    code: 'format',
    values: { what: 'said', why: 'said' },
    message: '{what} is damaged: {why}.',
    advice: RESTORE,
  },
  newer: {
    code: 'format',
    values: { what: 'said', found: 'text', known: 'text' },
    message: '{what} was written by a newer Plumbline (format {found}; this one knows {known}).',
    advice: 'Update Plumbline to open it. Nothing in it was changed.',
  },
  'kept-newer': {
    code: 'format',
    values: { why: 'said' },
    message: '{why}',
    advice: 'Update Plumbline to use it. It stays as it is; changes made here are not kept.',
  },
  'kept-unreadable': {
    code: 'format',
    values: { why: 'said' },
    message: '{why}',
    advice: 'The usual values are used; the file is moved aside with the next change.',
  },

  'line-too-long': { code: 'format', values: { what: 'said' }, message: '{what} is too long.' },
  'journal-too-large': { code: 'format', values: { what: 'said' }, message: '{what} is larger than 1 GiB.' },
  'journal-torn': {
    code: 'format',
    values: { n: 'count', what: 'said' },
    message:
      'The last byte of {what} was not written to the end and was cut off. | The last {n} bytes of {what} were not written to the end and were cut off.',
  },
  'journal-torn-kept': {
    code: 'format',
    values: { n: 'count', what: 'said', path: 'text' },
    message:
      'The last {n} bytes of {what} were not written to the end and were cut off. They are kept in {path}.',
  },
  'journal-headless': {
    code: 'format',
    values: { id: 'text' },
    message: "The beginning of the journal of {id} is lost: it does not name the session's creation.",
  },
  'journal-twice': {
    code: 'format',
    values: { id: 'text', name: 'text' },
    message: 'The journal of {id} names {name} or its files twice; the first counts.',
  },
  'captures-missing': {
    code: 'format',
    values: { n: 'count', id: 'text', files: 'text' },
    message:
      'A capture file is missing from {id}: {files}. | {n} capture files are missing from {id}: {files}.',
  },
  'captures-unclaimed': {
    code: 'format',
    values: { n: 'count', id: 'text', files: 'text' },
    message:
      'The journal does not name a capture file in {id}: {files}. | The journal does not name {n} capture files in {id}: {files}.',
  },
  'captures-stuck': {
    code: 'format',
    values: { n: 'count', id: 'text', files: 'text', why: 'said' },
    message:
      'The journal does not name a capture file in {id}: {files}. It could not be moved aside: {why} | The journal does not name {n} capture files in {id}: {files}. They could not be moved aside: {why}',
  },
  'captures-set-aside': {
    code: 'format',
    values: { n: 'count', id: 'text', folder: 'text', files: 'text' },
    message:
      'The journal did not name a capture file in {id}; moved to {folder}: {files}. A crash leaves such files, and so does a journal whose end is lost. It can be imported from there. | The journal did not name {n} capture files in {id}; moved to {folder}: {files}. A crash leaves such files, and so does a journal whose end is lost. They can be imported from there.',
  },
  'session-file-missing': {
    code: 'format',
    values: { id: 'text' },
    message: '{id} has no session.json.',
    advice: RESTORE,
  },
  'journal-missing': {
    code: 'format',
    values: { id: 'text' },
    message: '{id} has no journal.jsonl.',
    advice: 'Restore it from a copy of the session.',
  },
  'session-link': {
    code: 'format',
    values: { id: 'text' },
    message: '{id} is a symbolic link; a session must lie in the workspace itself.',
  },
  'session-closed': { code: 'unavailable', values: { id: 'text' }, message: '{id} is closed.' },
  'no-session': {
    code: 'not-found',
    values: { id: 'text' },
    message: 'There is no session {id} in this workspace.',
  },
  'no-snapshot': {
    code: 'not-found',
    values: { session: 'text', id: 'text' },
    message: '{session} has no snapshot {id}.',
  },
  'no-capture': {
    code: 'not-found',
    values: { session: 'text', id: 'text' },
    message: '{session} has no capture {id}.',
  },
  'capture-missing': {
    code: 'not-found',
    values: { session: 'text', id: 'text' },
    message: 'The file of {id} is missing from {session}.',
  },
  'capture-replaced': {
    code: 'not-found',
    values: { session: 'text', id: 'text' },
    message: '{id} in {session} is not a file any more.',
  },
  'snapshot-empty': { code: 'bad-request', message: 'A snapshot with nothing in it cannot be added.' },
  'time-impossible': {
    code: 'bad-request',
    values: { ms: 'text' },
    message: '{ms} ms is no time that a snapshot can have.',
  },

  'workspace-closed': { code: 'unavailable', message: 'The workspace is closed.' },
  'workspace-lost': {
    code: 'read-only',
    values: { folder: 'text' },
    message:
      "The workspace {folder} is not this program's any more: its .lock is gone or names another process.",
    advice: 'Close this window and open the workspace anew.',
  },
  'workspace-foreign': {
    code: 'bad-request',
    values: { folder: 'text' },
    message: '{folder} is no Plumbline workspace and not empty.',
    advice: 'Choose a new or an empty folder.',
  },
  'no-workspace': {
    code: 'not-found',
    values: { folder: 'text' },
    message: 'There is no Plumbline workspace at {folder}.',
  },
  'workspace-only-read': {
    code: 'read-only',
    values: { folder: 'text' },
    message: 'The workspace {folder} is open for reading only.',
  },
  'locked-here': {
    code: 'read-only',
    values: { folder: 'text', since: 'time' },
    message: 'This Plumbline has {folder} open already, since {since}.',
  },
  'locked-by-other': {
    code: 'read-only',
    values: { folder: 'text', pid: 'text', since: 'time' },
    message: 'Another Plumbline (process {pid}, since {since}) writes the workspace {folder}.',
    advice: 'Close it first, or choose another workspace.',
  },
  'locked-elsewhere': {
    code: 'read-only',
    values: { folder: 'text', host: 'text', pid: 'text', since: 'time', path: 'text' },
    message: 'A Plumbline on {host} (process {pid}, since {since}) holds the workspace {folder}.',
    advice: 'Close it there. If it is certain that it does not run any more, delete {path}.',
  },

  'notes-too-long': {
    code: 'bad-request',
    values: { size: 'count' },
    message: 'Notes hold at most 1 MiB; this text has {size} bytes.',
    advice: 'Move a part into a file of its own.',
  },
  'notes-changed': {
    code: 'conflict',
    message: 'The notes were changed meanwhile, in another window or by an editor; nothing was overwritten.',
    advice: 'Choose which text to keep.',
  },
  'notes-no-file': {
    code: 'format',
    values: { path: 'text' },
    message: '{path} cannot be shown: it is a link or a folder, not a file.',
    advice: NOTES_UNCHANGED,
  },
  'notes-too-large': {
    code: 'format',
    values: { path: 'text', size: 'count' },
    message: '{path} cannot be shown: it has {size} bytes, more than 1 MiB.',
    advice: NOTES_UNCHANGED,
  },
  'notes-no-text': {
    code: 'format',
    values: { path: 'text' },
    message: '{path} cannot be shown: it is no UTF-8 text.',
    advice: NOTES_UNCHANGED,
  },
  'annotations-full': {
    code: 'bad-request',
    values: { most: 'count' },
    message: 'A session holds at most {most} annotations.',
    advice: 'Remove some, or write into the notes.',
  },
  'no-annotation': {
    code: 'not-found',
    values: { id: 'text' },
    message: 'There is no annotation {id} in this session.',
  },
  'annotation-deleted': {
    code: 'conflict',
    message: 'This note was deleted in another window meanwhile.',
    advice: 'Save again to bring it back with your text.',
  },
  'annotation-changed': {
    code: 'conflict',
    message: 'This note was changed in another window meanwhile.',
    advice: 'Save again to replace it with your text.',
  },
  'time-changed-since': {
    code: 'conflict',
    message: 'The time of this snapshot was changed in another window since; it stays as it is.',
  },
  'annotation-changed-since': {
    code: 'conflict',
    message: 'The note was changed in another window since; it stays as it is.',
  },
  'filters-changed-since': {
    code: 'conflict',
    message: 'The filters were changed since; they stay as they are.',
  },
  'uploads-full': {
    code: 'bad-request',
    message: 'Too many files are waiting to be imported.',
    advice: 'Import these first, or fewer at a time.',
  },
  'upload-too-large': {
    code: 'bad-request',
    values: { limit: 'bytes' },
    message: 'The file is larger than {limit}, the most that can be imported.',
  },
  'upload-gone': {
    code: 'not-found',
    message: 'These bytes are not there any more.',
    advice: 'Choose the file again.',
  },
});
