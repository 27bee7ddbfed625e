// What cannot be done as it was asked for: requests, plans, targets, questions about captures. And what is told unasked.
import { declare } from './entry';

export const REQUEST_FAILURES = declare({
  internal: {
    code: 'internal',
    message: 'Something went wrong inside Plumbline; the log has the details.',
  },
  'window-defect': {
    code: 'internal',
    values: { detail: 'detail' },
    message: 'Something went wrong in this window: {detail}',
  },
  'no-method': { code: 'not-found', values: { method: 'text' }, message: 'There is no method {method}.' },
  'bad-arguments': {
    code: 'bad-request',
    values: { method: 'text', detail: 'detail' },
    message: '{method} was not run: {detail}.',
  },
  'no-message': {
    code: 'bad-request',
    values: { detail: 'detail' },
    message: "Not a message of Plumbline's: {detail}.",
  },
  'bad-key': { code: 'bad-request', message: 'The key is missing or wrong.' },
  'no-file-dialog': {
    code: 'unavailable',
    message: 'This host has no file dialog.',
    advice: 'Drop the files on the window.',
  },
  'no-reveal': {
    code: 'unavailable',
    values: { path: 'text' },
    message: 'This host cannot show files.',
    advice: 'The file is {path}.',
  },
  'server-silent': {
    code: 'unavailable',
    message: 'Plumbline does not answer.',
    advice: 'Is the process that serves this page still running, and the tunnel to it up?',
  },
  'server-restarted': {
    code: 'unavailable',
    message: 'Plumbline was started anew, and this page has the key of before.',
    advice: 'Open the address that it printed when it started.',
  },
  'no-page-key': {
    code: 'unavailable',
    message: 'This page has no key: each tab is opened with it.',
    advice: 'Open the address that Plumbline printed when it started, with what follows its #.',
  },
  'bytes-silent': {
    code: 'unavailable',
    message: 'Plumbline does not answer; the file did not come through.',
  },
  'bytes-status': {
    code: 'unavailable',
    values: { status: 'text' },
    message: 'Plumbline answered {status} instead of the file.',
  },
  'answer-gone': {
    code: 'not-found',
    message: 'This answer is not there any more.',
    advice: 'Ask once more.',
  },
  'picture-unreadable': { code: 'internal', message: 'The picture came in a form that cannot be read.' },
  'graph-too-large': {
    code: 'unavailable',
    values: { boxes: 'count', calls: 'count' },
    message: 'Graphviz could not lay out this graph of {boxes} functions and {calls} calls.',
    advice: 'Show fewer functions, or raise the share below which they are left out.',
  },
  'too-many-to-sum': {
    code: 'bad-request',
    values: { found: 'count', most: 'count' },
    message: 'These are {found} captures; at most {most} are added up.',
    advice: 'Move A and B closer together, or pick fewer.',
  },
  'graph-too-slow': {
    code: 'unavailable',
    values: { limit: 'duration' },
    message: 'Laying out the graph took longer than {limit}.',
    advice: 'Show fewer functions, or raise the share below which they are left out.',
  },
  'bytes-refused': { code: 'unavailable', message: 'This window may not fetch files.' },

  'plan-bad': {
    code: 'bad-request',
    values: { detail: 'detail' },
    message: 'The plan: {detail}.',
  },
  'target-bad': {
    code: 'bad-request',
    values: { detail: 'detail' },
    message: 'This cannot be a target: {detail}.',
  },
  'target-twice': {
    code: 'conflict',
    values: { id: 'text' },
    message: 'Two targets have the id {id}.',
  },
  'target-name-twice': {
    code: 'conflict',
    values: { name: 'text' },
    message: 'Two targets are called {name}.',
    advice: 'Give one of them another name.',
  },
  'no-such-target': {
    code: 'not-found',
    values: { id: 'text' },
    message: 'This session has no target {id}.',
  },
  'secret-header': {
    code: 'bad-request',
    values: { header: 'text', instead: 'text' },
    message:
      'The value of the header {header} may be a secret, and secrets are not written into a session folder.',
    advice: 'Put it into an environment variable and write its name: {instead}.',
  },
  'secret-url': {
    code: 'bad-request',
    values: { host: 'text' },
    message:
      'The URL of {host} has a user name or password in it, and secrets are not written into a session folder.',
    advice:
      "Leave them out and add a header: Authorization with the value Basic {'${NAME}'}, where the environment variable NAME holds user:password in base64.",
  },
  'secret-parameter': {
    code: 'bad-request',
    values: { name: 'text', host: 'text' },
    message:
      'The parameter {name} in the URL of {host} looks like a secret, and secrets are not written into a session folder.',
    advice: "Send it as a header whose value names an environment variable: {'${NAME}'}.",
  },
  'no-target': {
    code: 'bad-request',
    message: 'This session has no target to capture.',
    advice: 'Add one in its settings.',
  },
  'all-paused': {
    code: 'bad-request',
    message: 'Every target of this session is paused.',
    advice: 'Resume one in its settings, or capture one by its name.',
  },
  'captured-already': { code: 'conflict', message: 'This session is captured by another call already.' },
  'capturing-stopped': { code: 'disk-failed', message: 'Capturing stopped.' },
  'capture-failed': {
    code: 'internal',
    message: 'The capture failed inside Plumbline; the log has the details.',
  },
  'clock-behind': {
    code: 'conflict',
    message: 'The clock of this machine stands behind the last snapshot.',
    advice: 'New snapshots are put after it; how much time passed between them is not known.',
  },
  'clock-back': {
    code: 'conflict',
    values: { step: 'span' },
    message: 'The clock of this machine was set back by {step}.',
    advice: 'Snapshots go on in the time of before, so that they keep their order and distances.',
  },
  'clock-forward': {
    code: 'conflict',
    values: { step: 'span' },
    message: 'The clock of this machine was set forward by {step}.',
    advice: 'Snapshots go on in the time of before, so that they keep their order and distances.',
  },

  'source-folder-relative': {
    code: 'bad-request',
    values: { path: 'text' },
    message: '{path} does not say where on this machine it is.',
    advice: 'Write the whole path, from the root of the disk on.',
  },
  'source-folder-whole': {
    code: 'bad-request',
    message: 'A whole disk is no folder of sources: a profile may name any file on it.',
    advice: 'Give the folder of the checkout.',
  },
  'source-folder-absent': {
    code: 'not-found',
    values: { path: 'text' },
    message: 'There is no {path} on the machine that runs Plumbline.',
  },
  'source-not-found': {
    code: 'not-found',
    values: { file: 'text' },
    message: '{file} is in none of the folders of this session.',
    advice: 'Say in the source view where it is.',
  },
  'editor-missing': {
    code: 'unavailable',
    values: { editor: 'text' },
    message: 'There is no program {editor} on the machine that runs Plumbline.',
    advice:
      'Choose another editor in the app settings, or put it on the PATH that Plumbline is started with.',
  },
  'editor-failed': {
    code: 'unavailable',
    values: { editor: 'text', why: 'text' },
    message: '{editor} did not open the file: {why}.',
  },
  'editor-command-bad': {
    code: 'bad-request',
    values: { command: 'text' },
    message: '“{command}” opens no file.',
    advice: 'Write a program and its arguments, with the words file and line in braces where they belong.',
  },
  'editor-command-here': {
    code: 'unavailable',
    values: { path: 'text' },
    message: 'A page does not say what program is run.',
    advice: 'Write it as "editorCommand" into {path} and start Plumbline anew.',
  },
  'source-not-below': {
    code: 'not-found',
    values: { file: 'text', path: 'text' },
    message: '{file} is not in {path}, in none of the folders that the build names for it.',
    advice: 'Give the folder of the checkout, or the file itself.',
  },
  'source-name-refused': {
    code: 'bad-request',
    values: { file: 'text' },
    message: '{file} is not looked for there: its name could lead out of the folder.',
    advice: 'Give a folder further up.',
  },

  'no-goroutines': {
    code: 'not-found',
    message: 'This snapshot holds no goroutines.',
    advice: 'Choose one that does, or capture now.',
  },
  'no-life': { code: 'not-found', message: 'There is no such process life in this session any more.' },
  'no-kind': {
    code: 'not-found',
    values: { time: 'time', kind: 'text', there: 'text' },
    message: 'The snapshot of {time} holds no {kind} capture, only {there}.',
    advice: 'Choose a kind that both snapshots hold.',
  },
  'no-kind-at-all': {
    code: 'not-found',
    values: { time: 'time', kind: 'text' },
    message: 'The snapshot of {time} holds no {kind} capture, nor any other.',
    advice: 'Choose a kind that both snapshots hold.',
  },
  'file-absent': { code: 'not-found', values: { path: 'text' }, message: 'There is no file {path}.' },
  'file-link': {
    code: 'not-found',
    values: { path: 'text' },
    message: '{path} is a link, not a file of the session.',
  },
  'file-folder': { code: 'format', values: { path: 'text' }, message: '{path} is a folder.' },
  'file-closed': {
    code: 'disk-failed',
    values: { path: 'text', code: 'text' },
    message: '{path} cannot be read ({code}).',
  },
  'file-unreadable': {
    code: 'format',
    values: { file: 'text', why: 'said' },
    message: '{file}: {why}',
  },
  'file-text-form': {
    code: 'format',
    values: { file: 'text', kind: 'text' },
    message: '{file} is the text form of a {kind} capture.',
    advice: 'Fetch it without debug= for its table.',
  },
  'file-no-goroutines': {
    code: 'format',
    values: { file: 'text', kind: 'text' },
    message: '{file} is a {kind} profile and holds no goroutines.',
    advice: 'Take /debug/pprof/goroutine, or goroutine?debug=2 for a dump.',
  },
  'no-inuse-space': { code: 'format', message: 'A heap profile without inuse_space.' },
  'no-time': { code: 'format', message: 'Nothing says when it was taken.' },
  'question-unanswered': {
    code: 'bad-request',
    values: { detail: 'detail' },
    message: '{detail}.',
  },

  'bytes-empty': { code: 'format', values: { detail: 'detail' }, message: '{detail}' },
  'bytes-truncated': { code: 'format', values: { detail: 'detail' }, message: '{detail}' },
  'bytes-malformed': { code: 'format', values: { detail: 'detail' }, message: '{detail}' },
  'bytes-too-large': { code: 'format', values: { detail: 'detail' }, message: '{detail}' },
  'bytes-unsupported': { code: 'format', values: { detail: 'detail' }, message: '{detail}' },
  'bytes-html': { code: 'format', values: { detail: 'detail' }, message: '{detail}' },

  'annotation-empty': {
    code: 'bad-request',
    message: 'Write something, or choose a tag or a flag.',
  },
  'range-backwards': { code: 'bad-request', message: 'A range ends after it begins.' },
  'tag-comma': { code: 'bad-request', message: 'A tag has no comma: write two tags.' },
});
