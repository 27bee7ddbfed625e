// Every way in which a capture fails. No value ever holds a header's value, a password or a query: they end up in journals
// and are sent around.
import { declare } from './entry';

const NOT_KEPT_ADVICE =
  'It was not kept. If `go tool pprof` reads the same URL, this is a defect of Plumbline.';
const TIMED = { what: 'subject', limit: 'duration', received: 'bytes' } as const;
const GIVE_WHOLE_URL =
  'If it is mounted under another prefix, give the whole URL. Otherwise import _ "net/http/pprof" in the service and serve http.DefaultServeMux, or try the port that serves its metrics.';

export const TARGET_FAILURES = declare({
  refused: {
    code: 'target-unreachable',
    values: { host: 'text' },
    message: 'Nothing listens on {host}: the connection was refused.',
    advice:
      'Is the service running, and is this the port on which it serves net/http/pprof? A tunnel or port-forward may have ended.',
  },
  dns: {
    code: 'target-unreachable',
    values: { host: 'text' },
    message: 'The name {host} could not be resolved.',
    advice:
      'Check the spelling. A name that is known only inside a cluster or a VPN needs a tunnel, e.g. kubectl port-forward.',
  },
  'dns-silent': {
    code: 'target-unreachable',
    short: 'dns',
    values: { host: 'text' },
    message: 'The name {host} could not be resolved (the name server did not answer).',
    advice:
      'Check the spelling. A name that is known only inside a cluster or a VPN needs a tunnel, e.g. kubectl port-forward.',
  },
  unreachable: {
    code: 'target-unreachable',
    values: { host: 'text' },
    message: 'There is no route to {host}.',
    advice: 'Is this machine on the right network or VPN?',
  },
  'request-failed': {
    code: 'target-unreachable',
    short: 'unreachable',
    values: { host: 'text', code: 'text' },
    message: 'The request to {host} failed ({code}).',
    advice: 'Try the URL with curl from this machine.',
  },
  'connect-timeout': {
    code: 'target-unreachable',
    values: { host: 'text' },
    message: '{host} did not take the connection in time.',
    advice: 'A firewall that drops packets looks like this, and so does a host that is down.',
  },
  reset: {
    code: 'target-unreachable',
    values: { host: 'text' },
    message: '{host} closed the connection before it had answered.',
    advice:
      'The service may have restarted or crashed just then; if this repeats, a proxy on the way may be ending requests, or the port may expect TLS (https://).',
  },
  'reset-tls': {
    code: 'target-unreachable',
    short: 'reset',
    values: { host: 'text' },
    message: '{host} closed the connection before it had answered.',
    advice:
      'The service may have restarted or crashed just then; if this repeats, a proxy on the way may be ending requests, or the port may not speak TLS (http://).',
  },
  'answer-timeout': {
    code: 'target-unreachable',
    values: { what: 'subject', limit: 'duration' },
    message: '{what} did not begin to answer within {limit}.',
    advice:
      'The connection stands, so the service may be hanging, paused or out of CPU: that itself is a finding. Otherwise the URL may lead to something that never answers.',
  },
  'idle-timeout': {
    code: 'target-unreachable',
    values: TIMED,
    message: '{what} stopped sending after {received}: nothing came for {limit}.',
    advice: 'The service or the connection is stuck; what had come was not kept.',
  },
  'total-timeout': {
    code: 'target-unreachable',
    values: TIMED,
    message: '{what} was not complete after {limit} ({received} had come); it was given up.',
    advice:
      'The connection may be too slow for this kind of capture: leave the dump out of the plan, or capture from nearer to the service.',
  },
  'tls-expired': {
    code: 'target-refused',
    values: { host: 'text' },
    message: 'The TLS certificate of {host} has expired.',
    advice:
      'Have it renewed, check the clock of this machine, or accept certificates that do not verify for this target.',
  },
  'tls-not-yet': {
    code: 'target-refused',
    short: 'tls-expired',
    values: { host: 'text' },
    message: 'The TLS certificate of {host} is not valid yet.',
    advice: 'Check the clock of this machine, or accept certificates that do not verify for this target.',
  },
  'tls-untrusted': {
    code: 'target-refused',
    values: { host: 'text' },
    message: 'The TLS certificate of {host} is signed by an authority that this machine does not know.',
    advice:
      'Name the authority in NODE_EXTRA_CA_CERTS, or accept certificates that do not verify for this target.',
  },
  'tls-self-signed': {
    code: 'target-refused',
    short: 'tls-untrusted',
    values: { host: 'text' },
    message: 'The TLS certificate of {host} is self-signed.',
    advice:
      'Name the authority in NODE_EXTRA_CA_CERTS, or accept certificates that do not verify for this target.',
  },
  'tls-host': {
    code: 'target-refused',
    values: { host: 'text' },
    message: 'The TLS certificate of {host} was issued for another host name.',
    advice:
      'Use the name in the certificate, or accept certificates that do not verify for this target (usual behind a tunnel).',
  },
  tls: {
    code: 'target-refused',
    values: { host: 'text', code: 'text' },
    message: 'The TLS handshake with {host} failed ({code}).',
    advice: 'Does this port speak TLS at all? If not, the URL starts with http://.',
  },
  'not-http': {
    code: 'target-answer',
    values: { host: 'text', code: 'text' },
    message: 'What {host} answers is not HTTP ({code}).',
    advice:
      'Is this the right port? A gRPC or database port answers like this, and so does a TLS port that is asked without https://.',
  },
  unauthorized: {
    code: 'target-refused',
    values: { what: 'subject' },
    message: '{what} needs a login: the service answered 401.',
    advice:
      'Add an Authorization header to the target, e.g. with the value "Bearer {\'${TOKEN}\'}", where TOKEN is an environment variable.',
  },
  forbidden: {
    code: 'target-refused',
    values: { what: 'subject' },
    message: '{what} is forbidden: the service answered 403.',
    advice: 'The credentials given do not allow it, or pprof is only served to certain addresses.',
  },
  'not-found': {
    code: 'target-answer',
    values: { what: 'subject' },
    message: '{what} is not there: the service answered 404.',
    advice:
      'pprof may be mounted under a prefix: try /internal/debug/pprof, /admin/debug/pprof, /api/debug/pprof. Or it is not mounted on this port: import _ "net/http/pprof" and serve http.DefaultServeMux.',
  },
  'pprof-not-found': {
    code: 'target-answer',
    short: 'not-found',
    values: { url: 'text', tried: 'text' },
    message:
      'net/http/pprof was not found at {url} (the service answered 404), nor under the usual prefixes ({tried}).',
    advice: GIVE_WHOLE_URL,
  },
  'unknown-profile': {
    code: 'target-answer',
    values: { what: 'subject' },
    message: '{what} is not there: the service answered, but knows no such profile.',
    advice:
      'This kind does not exist in its Go version, or the service does not register it: leave it out of the plan.',
  },
  'write-timeout': {
    code: 'target-answer',
    values: { what: 'subject' },
    message: "{what} was refused: it would take longer than the WriteTimeout of the service's HTTP server.",
    advice: 'Ask for fewer seconds, or serve pprof from an http.Server of its own without WriteTimeout.',
  },
  'in-use': {
    code: 'target-answer',
    values: { what: 'subject' },
    message: '{what} was refused: another such profile or trace is being taken in that process.',
    advice:
      'Go allows one CPU profile and one trace at a time: wait for the other to end. A continuous profiler may be running.',
  },
  status: {
    code: 'target-answer',
    values: { what: 'subject', status: 'text' },
    message: '{what} was answered with status {status}.',
    advice: 'Open the URL in a browser or with curl to see what answers there.',
  },
  'status-between': {
    code: 'target-answer',
    short: 'status',
    values: { what: 'subject', status: 'text' },
    message: '{what} was not answered by the service: a server on the way said {status}.',
    advice: 'The service may be down or overloaded just now; the next capture tries again.',
  },
  redirect: {
    code: 'target-answer',
    values: { what: 'subject', to: 'text' },
    message:
      '{what} is redirected to {to}, another origin; that was not followed, so that no header goes there.',
    advice:
      'If that is where pprof is, give that URL. If it is a sign-in page, a header with a token is needed.',
  },
  'redirect-nowhere': {
    code: 'target-answer',
    short: 'redirect',
    values: { what: 'subject' },
    message: '{what} is redirected to something that is no URL.',
    advice: 'Open the URL in a browser or with curl to see what answers there.',
  },
  'redirect-loop': {
    code: 'target-answer',
    short: 'redirect',
    values: { what: 'subject', to: 'text' },
    message: '{what} is redirected round and round, last to {to}.',
    advice: 'Open the URL in a browser or with curl to see what answers there.',
  },
  html: {
    code: 'target-answer',
    values: { what: 'subject' },
    message: '{what} is an HTML page, not a profile.',
    advice:
      'A sign-in page or a web application answers at this URL. Check the path, and whether a header with a token is needed.',
  },
  'pprof-html': {
    code: 'target-answer',
    short: 'html',
    values: { url: 'text', tried: 'text' },
    message:
      'net/http/pprof was not found at {url} (a web page answers there), nor under the usual prefixes ({tried}).',
    advice: GIVE_WHOLE_URL,
  },
  empty: {
    code: 'target-answer',
    values: { what: 'subject' },
    message: '{what} came back empty.',
    advice: 'A proxy on the way may have dropped the body, or the service ended while it wrote.',
  },
  'short-body': {
    code: 'target-answer',
    values: { what: 'subject', received: 'bytes', announced: 'bytes' },
    message: '{what} ended early: {received} of {announced} came.',
    advice:
      'The service restarted just then, or a proxy on the way cuts long answers. The part was not kept.',
  },
  'closed-early': {
    code: 'target-answer',
    short: 'short-body',
    values: { what: 'subject', received: 'bytes' },
    message: '{what} ended early: the connection closed after {received}.',
    advice:
      'The service restarted just then, or a proxy on the way cuts long answers. The part was not kept.',
  },
  'broken-gzip': {
    code: 'target-answer',
    values: { what: 'subject' },
    message: '{what} begins like gzip but does not unpack.',
    advice: 'Something on the way changed the bytes, e.g. a proxy that takes binary answers for text.',
  },
  'truncated-gzip': {
    code: 'target-answer',
    values: { what: 'subject', received: 'bytes' },
    message: '{what} is cut off: its gzip data ends in the middle ({received} came).',
    advice: 'The service ended while it wrote, or its WriteTimeout cut the answer. The part was not kept.',
  },
  'too-large': {
    code: 'target-answer',
    values: { what: 'subject', limit: 'bytes' },
    message: '{what} is larger than the limit of {limit}; it was not kept.',
    advice: 'A profile is seldom larger than a few MiB: does the URL lead to net/http/pprof?',
  },
  'too-large-decoded': {
    code: 'target-answer',
    values: { what: 'subject', limit: 'bytes' },
    message: '{what} unpacks to more than the limit of {limit}; it was not kept.',
    advice: 'No Go service sends such a profile: does the URL lead to net/http/pprof?',
  },
  'trace-at-limit': {
    code: 'target-answer',
    short: 'trace-cut',
    values: { what: 'subject', limit: 'bytes' },
    message: '{what} was ended at its limit of {limit}; what came until then is kept.',
    advice: 'Ask for fewer seconds, or raise the limit.',
  },
  'trace-closed': {
    code: 'target-answer',
    short: 'trace-cut',
    values: { what: 'subject', received: 'bytes' },
    message: '{what} ended early: the connection closed after {received}. What came until then is kept.',
    advice: 'The service restarted just then, or a proxy on the way cuts long answers.',
  },
  'trace-nothing-whole': {
    code: 'target-answer',
    short: 'trace-cut',
    values: { what: 'subject', received: 'bytes' },
    message:
      '{what} ended after {received}, before its first part was whole: nothing of it can be read, and it was not kept.',
    advice: 'Go writes a trace in parts of a second or so. Raise the limit, or see what cuts the answer.',
  },
  'content-encoding': {
    code: 'target-answer',
    values: { what: 'subject', encoding: 'text' },
    message: '{what} came in the content encoding "{encoding}", which was not asked for.',
    advice: 'A proxy on the way re-encodes answers: have it leave /debug/pprof alone.',
  },
  'other-kind': {
    code: 'target-answer',
    values: { what: 'subject', kind: 'text' },
    message: '{what} was asked for, but a capture of kind {kind} came.',
    advice: 'A proxy or a cache on the way answers with something else; it was not kept.',
  },
  'format-empty': {
    code: 'format',
    short: 'format',
    values: { what: 'subject', detail: 'detail' },
    message: '{what} came, but cannot be read: it is empty ({detail}).',
    advice: NOT_KEPT_ADVICE,
  },
  'format-truncated': {
    code: 'format',
    short: 'format',
    values: { what: 'subject', detail: 'detail' },
    message: '{what} came, but cannot be read: its end is missing ({detail}).',
    advice: NOT_KEPT_ADVICE,
  },
  'format-malformed': {
    code: 'format',
    short: 'format',
    values: { what: 'subject', detail: 'detail' },
    message: '{what} came, but cannot be read: its bytes are no valid profile ({detail}).',
    advice: NOT_KEPT_ADVICE,
  },
  'format-too-large': {
    code: 'format',
    short: 'format',
    values: { what: 'subject', detail: 'detail' },
    message: '{what} came, but cannot be read: it is too large ({detail}).',
    advice: NOT_KEPT_ADVICE,
  },
  'format-unsupported': {
    code: 'format',
    short: 'format',
    values: { what: 'subject', detail: 'detail' },
    message: '{what} came, but cannot be read: its format is not supported ({detail}).',
    advice: NOT_KEPT_ADVICE,
  },
  'no-memory-numbers': {
    code: 'target-answer',
    values: { first: 'said' },
    message: 'No page with memory numbers was found. {first}',
    advice: 'Give the URL of the metrics page in the target’s settings, or leave memory out of the plan.',
  },
  'no-memory-page': {
    code: 'target-answer',
    short: 'no-memory-numbers',
    values: { what: 'subject', detail: 'detail' },
    message: '{what} holds no memory numbers ({detail}).',
  },
  'dump-too-many': {
    code: 'target-answer',
    values: { goroutines: 'count', most: 'count', size: 'bytes' },
    message:
      'The goroutine dump was not taken: with {goroutines} goroutines it would stop the service for too long.',
    advice:
      'A plan takes dumps of up to {most} goroutines. Take one by hand: expect about {size}, and that the service stands still while it writes them.',
  },
  'dump-unknown': {
    code: 'target-answer',
    message: 'The goroutine dump was not taken: how many goroutines there are is not known.',
    advice: 'Have the plan take the goroutine profile as well, or take the dump by hand.',
  },
  'missing-variable': {
    code: 'bad-request',
    values: { header: 'text', variable: 'text' },
    message: 'The header {header} needs the environment variable {variable}, which is not set.',
    advice: "Set {variable} before Plumbline is started, or change the header in the target's settings.",
  },
  'bad-header': {
    code: 'bad-request',
    values: { header: 'text' },
    message: 'The value of the header {header} holds characters that a header cannot carry.',
    advice: 'A line break at the end of a variable that was read from a file is the usual cause.',
  },
  'header-not-allowed': {
    code: 'bad-request',
    short: 'bad-header',
    message: 'The request could not be made: one of the headers of the target is not allowed.',
    advice: 'Connection, Content-Length, Transfer-Encoding and the like are not for a target to set.',
  },
  cancelled: { code: 'cancelled', message: 'Cancelled.' },
  'target-changed': {
    code: 'cancelled',
    short: 'cancelled',
    message: 'The capture was cancelled: its target was changed meanwhile.',
  },
  'capture-defect': {
    code: 'internal',
    short: 'internal',
    values: { what: 'subject' },
    message: '{what} came, but looking into it failed inside Plumbline; it was not kept.',
  },
});
