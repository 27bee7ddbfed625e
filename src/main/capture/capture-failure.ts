// Every way in which a capture fails, each as a sentence that says what happened and one that says what to do.
// No text here ever holds a header's value, a password or a query: they end up in journals and are sent around.
import { PlumblineError, type ErrorCode } from '../../contract/errors';
import type { FormatError } from '../../core/base/result';

export type FailureCode =
  | 'refused'
  | 'dns'
  | 'unreachable'
  | 'reset'
  | 'connect-timeout'
  | 'answer-timeout'
  | 'idle-timeout'
  | 'total-timeout'
  | 'tls-expired'
  | 'tls-untrusted'
  | 'tls-host'
  | 'tls'
  | 'not-http'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'unknown-profile'
  | 'write-timeout'
  | 'in-use'
  | 'status'
  | 'redirect'
  | 'html'
  | 'empty'
  | 'short-body'
  | 'broken-gzip'
  | 'truncated-gzip'
  | 'too-large'
  | 'too-large-decoded'
  | 'content-encoding'
  | 'format'
  | 'other-kind'
  | 'no-memory-numbers'
  | 'dump-too-many'
  | 'dump-unknown'
  | 'missing-variable'
  | 'bad-header'
  | 'bad-url'
  | 'disk-full'
  | 'cancelled'
  | 'internal';

/** What a capture fails with. `message` and `advice` are whole sentences. */
export interface Problem {
  readonly code: FailureCode;
  readonly message: string;
  readonly advice?: string;
}

const WIRE_CODES: Record<FailureCode, ErrorCode> = {
  refused: 'target-unreachable',
  dns: 'target-unreachable',
  unreachable: 'target-unreachable',
  reset: 'target-unreachable',
  'connect-timeout': 'target-unreachable',
  'answer-timeout': 'target-unreachable',
  'idle-timeout': 'target-unreachable',
  'total-timeout': 'target-unreachable',
  'tls-expired': 'target-refused',
  'tls-untrusted': 'target-refused',
  'tls-host': 'target-refused',
  tls: 'target-refused',
  unauthorized: 'target-refused',
  forbidden: 'target-refused',
  'not-http': 'target-answer',
  'not-found': 'target-answer',
  'unknown-profile': 'target-answer',
  'write-timeout': 'target-answer',
  'in-use': 'target-answer',
  status: 'target-answer',
  redirect: 'target-answer',
  html: 'target-answer',
  empty: 'target-answer',
  'short-body': 'target-answer',
  'broken-gzip': 'target-answer',
  'truncated-gzip': 'target-answer',
  'too-large': 'target-answer',
  'too-large-decoded': 'target-answer',
  'content-encoding': 'target-answer',
  'other-kind': 'target-answer',
  'no-memory-numbers': 'target-answer',
  'dump-too-many': 'target-answer',
  'dump-unknown': 'target-answer',
  format: 'format',
  'missing-variable': 'bad-request',
  'bad-header': 'bad-request',
  'bad-url': 'bad-request',
  'disk-full': 'disk-full',
  cancelled: 'cancelled',
  internal: 'internal',
};

/** All of them, for the test that holds the guide against them. */
export const FAILURE_CODES: readonly string[] = Object.keys(WIRE_CODES);

export const toPlumblineError = (problem: Problem): PlumblineError =>
  new PlumblineError(WIRE_CODES[problem.code], problem.message, problem.advice);

/** Failures that the next request to the same target would meet as well: asking on only costs time, or harms. */
export const isTargetGone = (code: FailureCode): boolean => {
  const wire = WIRE_CODES[code];
  return (
    wire === 'target-unreachable' ||
    wire === 'target-refused' ||
    wire === 'bad-request' ||
    wire === 'cancelled' ||
    code === 'redirect' ||
    code === 'not-http'
  );
};

/** Failures of the connection, whichever page is asked for; a metrics page that is slow or locked is none. */
export const isConnectionGone = (code: FailureCode): boolean =>
  isTargetGone(code) &&
  ![
    'unauthorized',
    'forbidden',
    'redirect',
    'reset',
    'answer-timeout',
    'idle-timeout',
    'total-timeout',
  ].includes(code);

const problem = (code: FailureCode, message: string, advice: string): Problem => ({ code, message, advice });

const TLS_UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);

/** What went wrong on the way to an answer. `host` is host:port, `code` an error code of Node, OpenSSL or undici. */
export function describeNetworkError(code: string, host: string): Problem {
  switch (code) {
    case 'ECONNREFUSED':
      return problem(
        'refused',
        `Nothing listens on ${host}: the connection was refused.`,
        'Is the service running, and is this the port on which it serves net/http/pprof? A tunnel or port-forward may have ended.',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_FAIL':
    case 'EAI_NONAME':
      return problem(
        'dns',
        `The name ${host.replace(/:\d+$/, '')} could not be resolved${code === 'EAI_AGAIN' ? ' (the name server did not answer)' : ''}.`,
        'Check the spelling. A name that is known only inside a cluster or a VPN needs a tunnel, e.g. kubectl port-forward.',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
      return problem(
        'unreachable',
        `There is no route to ${host}.`,
        'Is this machine on the right network or VPN?',
      );
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return problem(
        'connect-timeout',
        `${host} did not take the connection in time.`,
        'A firewall that drops packets looks like this, and so does a host that is down.',
      );
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'UND_ERR_SOCKET':
      return problem(
        'reset',
        `${host} closed the connection before it had answered.`,
        'The service may have restarted or crashed just then; if this repeats, a proxy on the way may be ending requests, or the port may expect TLS (https://).',
      );
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return { code: 'cancelled', message: 'The capture was cancelled: its target was changed meanwhile.' };
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return problem(
        'tls-expired',
        `The TLS certificate of ${host} ${code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}.`,
        'Have it renewed, check the clock of this machine, or accept certificates that do not verify for this target.',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return problem(
        'tls-host',
        `The TLS certificate of ${host} was issued for another host name.`,
        'Use the name in the certificate, or accept certificates that do not verify for this target (usual behind a tunnel).',
      );
    default:
  }
  if (TLS_UNTRUSTED.has(code)) {
    return problem(
      'tls-untrusted',
      `The TLS certificate of ${host} is ${code.includes('SELF_SIGNED') ? 'self-signed' : 'signed by an authority that this machine does not know'}.`,
      'Name the authority in NODE_EXTRA_CA_CERTS, or accept certificates that do not verify for this target.',
    );
  }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') {
    return problem(
      'tls',
      `The TLS handshake with ${host} failed (${code}).`,
      'Does this port speak TLS at all? If not, the URL starts with http://.',
    );
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return problem(
      'not-http',
      `What ${host} answers is not HTTP (${code}).`,
      'Is this the right port? A gRPC or database port answers like this, and so does a TLS port that is asked without https://.',
    );
  }
  return problem(
    'unreachable',
    `The request to ${host} failed (${code}).`,
    'Try the URL with curl from this machine.',
  );
}

const seconds = (ms: number): string => `${ms >= 10_000 ? Math.round(ms / 1000) : ms / 1000} s`;
export const mebibytes = (bytes: number): string =>
  bytes < 1 << 20
    ? `${bytes.toLocaleString('en')} bytes`
    : `${Math.round((bytes / (1 << 20)) * 10) / 10} MiB`;

export const answerTimeout = (what: string, ms: number): Problem =>
  problem(
    'answer-timeout',
    `${what} did not begin to answer within ${seconds(ms)}.`,
    'The connection stands, so the service may be hanging, paused or out of CPU: that itself is a finding. Otherwise the URL may lead to something that never answers.',
  );

export const idleTimeout = (what: string, ms: number, received: number): Problem =>
  problem(
    'idle-timeout',
    `${what} stopped sending after ${mebibytes(received)}: nothing came for ${seconds(ms)}.`,
    'The service or the connection is stuck; what had come was not kept.',
  );

export const totalTimeout = (what: string, ms: number, received: number): Problem =>
  problem(
    'total-timeout',
    `${what} was not complete after ${seconds(ms)} (${mebibytes(received)} had come); it was given up.`,
    'The connection may be too slow for this kind of capture: leave the dump out of the plan, or capture from nearer to the service.',
  );

export const tooLarge = (what: string, limit: number): Problem =>
  problem(
    'too-large',
    `${what} is larger than the limit of ${mebibytes(limit)}; it was not kept.`,
    'A profile is seldom larger than a few MiB: does the URL lead to net/http/pprof?',
  );

export const tooLargeDecoded = (what: string, limit: number): Problem =>
  problem(
    'too-large-decoded',
    `${what} unpacks to more than the limit of ${mebibytes(limit)}; it was not kept.`,
    'No Go service sends such a profile: does the URL lead to net/http/pprof?',
  );

export const shortBody = (what: string, received: number, announced: number | null): Problem =>
  problem(
    'short-body',
    announced === null
      ? `${what} ended early: the connection closed after ${mebibytes(received)}.`
      : `${what} ended early: ${mebibytes(received)} of ${mebibytes(announced)} came.`,
    'The service restarted just then, or a proxy on the way cuts long answers. The part was not kept.',
  );

export const emptyBody = (what: string): Problem =>
  problem(
    'empty',
    `${what} came back empty.`,
    'A proxy on the way may have dropped the body, or the service ended while it wrote.',
  );

export const truncatedGzip = (what: string, received: number): Problem =>
  problem(
    'truncated-gzip',
    `${what} is cut off: its gzip data ends in the middle (${mebibytes(received)} came).`,
    'The service ended while it wrote, or its WriteTimeout cut the answer. The part was not kept.',
  );

export const brokenGzip = (what: string): Problem =>
  problem(
    'broken-gzip',
    `${what} begins like gzip but does not unpack.`,
    'Something on the way changed the bytes, e.g. a proxy that takes binary answers for text.',
  );

export const contentEncoding = (what: string, name: string): Problem =>
  problem(
    'content-encoding',
    `${what} came in the content encoding "${name.slice(0, 40)}", which was not asked for.`,
    'A proxy on the way re-encodes answers: have it leave /debug/pprof alone.',
  );

export const htmlInstead = (what: string): Problem =>
  problem(
    'html',
    `${what} is an HTML page, not a profile.`,
    'A sign-in page or a web application answers at this URL. Check the path, and whether a header with a token is needed.',
  );

/** Usual places of net/http/pprof besides /debug/pprof, best known first. */
export const USUAL_PREFIXES = [
  '/debug/pprof',
  '/internal/debug/pprof',
  '/admin/debug/pprof',
  '/api/debug/pprof',
  '/_debug/pprof',
  '/pprof',
  '/debug',
] as const;

export const describeRedirect = (what: string, location: string): Problem =>
  problem(
    'redirect',
    `${what} is redirected to ${location}, another origin; that was not followed, so that no header goes there.`,
    'If that is where pprof is, give that URL. If it is a sign-in page, a header with a token is needed.',
  );

/** What an answer other than 2xx says. `text` is the start of its body; `goPprof`: the header X-Go-Pprof was there. */
export function describeStatus(status: number, what: string, text: string, goPprof: boolean): Problem {
  const body = text.trim().toLowerCase();
  if (goPprof || status === 400 || status === 500) {
    if (body.includes('writetimeout')) {
      return problem(
        'write-timeout',
        `${what} was refused: it would take longer than the WriteTimeout of the service's HTTP server.`,
        'Ask for fewer seconds, or serve pprof from an http.Server of its own without WriteTimeout.',
      );
    }
    if (body.includes('already in use') || body.includes('already enabled')) {
      return problem(
        'in-use',
        `${what} was refused: another such profile or trace is being taken in that process.`,
        'Go allows one CPU profile and one trace at a time: wait for the other to end. A continuous profiler may be running.',
      );
    }
    if (status === 404) {
      return problem(
        'unknown-profile',
        `The service answered, but it has no ${what}.`,
        'This kind does not exist in its Go version, or the service does not register it: leave it out of the plan.',
      );
    }
  }
  switch (status) {
    case 401:
      return problem(
        'unauthorized',
        `${what} needs a login: the service answered 401.`,
        'Add an Authorization header to the target, e.g. with the value "Bearer ${TOKEN}", where TOKEN is an environment variable.',
      );
    case 403:
      return problem(
        'forbidden',
        `${what} is forbidden: the service answered 403.`,
        'The credentials given do not allow it, or pprof is only served to certain addresses.',
      );
    case 404:
      return problem(
        'not-found',
        `${what} is not there: the service answered 404.`,
        `pprof may be mounted under a prefix: try ${USUAL_PREFIXES.slice(1, 4).join(', ')}. Or it is not mounted on this port: import _ "net/http/pprof" and serve http.DefaultServeMux.`,
      );
    case 429:
    case 502:
    case 503:
    case 504:
      return problem(
        'status',
        `${what} was not answered by the service: a server on the way said ${status}.`,
        'The service may be down or overloaded just now; the next capture tries again.',
      );
    default:
      return problem(
        'status',
        `${what} was answered with status ${status}.`,
        'Open the URL in a browser or with curl to see what answers there.',
      );
  }
}

const FORMAT_WORDS: Record<FormatError['code'], string> = {
  empty: 'it is empty',
  truncated: 'its end is missing',
  malformed: 'its bytes are no valid profile',
  'too-large': 'it is too large',
  unsupported: 'its format is not supported',
  html: 'it is an HTML page',
};

/** `detail` is core's own neutral text; it never quotes the bytes at length. */
export const describeFormat = (what: string, error: FormatError): Problem =>
  error.code === 'html'
    ? htmlInstead(what)
    : problem(
        'format',
        `${what} came, but cannot be read: ${FORMAT_WORDS[error.code]} (${error.message}).`,
        'It was not kept. If `go tool pprof` reads the same URL, this is a defect of Plumbline.',
      );

export const otherKind = (what: string, kind: string): Problem =>
  problem(
    'other-kind',
    `${what} was asked for, but a capture of kind ${kind} came.`,
    'A proxy or a cache on the way answers with something else; it was not kept.',
  );
