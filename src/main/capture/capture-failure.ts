// Which failure it is that kept a capture from coming. What each one says is in contract/failures/target.ts.
import { PlumblineError, sentence, type ErrorCode, type Sentence } from '../../contract/errors';
import type { ValueArgs } from '../../contract/failures/catalogue';
import type { FailureEntry } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import { TARGET_FAILURES } from '../../contract/failures/target';
import type { FormatError } from '../../core/base/result';

type Entries = typeof TARGET_FAILURES;
type TargetKey = keyof Entries;
/** As journals and the guide name failures. */
export type FailureCode = {
  [K in TargetKey]: Entries[K] extends { readonly short: infer Short } ? Short : K;
}[TargetKey];

/** What a capture fails with. */
export interface Problem extends Sentence {
  readonly code: FailureCode;
}

const ENTRIES: Readonly<Record<TargetKey, FailureEntry>> = TARGET_FAILURES;
const shortOf = (key: TargetKey): FailureCode => (ENTRIES[key].short ?? key) as FailureCode;

export const problem = <K extends TargetKey>(key: K, ...values: ValueArgs<K>): Problem => ({
  code: shortOf(key),
  ...sentence(said(key, ...values)),
});

const WIRE_CODES = Object.fromEntries(
  (Object.keys(ENTRIES) as TargetKey[]).map((key) => [shortOf(key), ENTRIES[key].code]),
) as Readonly<Record<FailureCode, ErrorCode>>;

/** What a journal may name as the code of a failure, for the test that holds the guide against it. */
export const FAILURE_CODES: readonly string[] = [...Object.keys(WIRE_CODES), 'disk-full'];

export const toPlumblineError = ({ code, ...what }: Problem): PlumblineError =>
  new PlumblineError({ code: WIRE_CODES[code], ...what });

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

const TLS_UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);

/** What went wrong on the way to an answer. `code` is an error code of Node, OpenSSL or undici. */
export function describeNetworkError(code: string, { host, protocol }: URL): Problem {
  switch (code) {
    case 'ECONNREFUSED':
      return problem('refused', { host });
    case 'EAI_AGAIN':
      return problem('dns-silent', { host: withoutPort(host) });
    case 'ENOTFOUND':
    case 'EAI_NODATA':
    case 'EAI_FAIL':
    case 'EAI_NONAME':
      return problem('dns', { host: withoutPort(host) });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
      return problem('unreachable', { host });
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return problem('connect-timeout', { host });
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'UND_ERR_SOCKET':
      return problem(protocol === 'https:' ? 'reset-tls' : 'reset', { host });
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return problem('target-changed');
    case 'CERT_HAS_EXPIRED':
      return problem('tls-expired', { host });
    case 'CERT_NOT_YET_VALID':
      return problem('tls-not-yet', { host });
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return problem('tls-host', { host });
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return problem('tls-self-signed', { host });
    default:
  }
  if (TLS_UNTRUSTED.has(code)) return problem('tls-untrusted', { host });
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') {
    return problem('tls', { host, code });
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return problem('not-http', { host, code });
  }
  return problem('request-failed', { host, code });
}

const withoutPort = (host: string): string => host.replace(/:\d+$/, '');

export const shortBody = (what: string, received: number, announced: number | null): Problem =>
  announced === null
    ? problem('closed-early', { what, received })
    : problem('short-body', { what, received, announced });

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

/** What an answer other than 2xx says. `text` is the start of its body; `goPprof`: the header X-Go-Pprof was there. */
export function describeStatus(status: number, what: string, text: string, goPprof: boolean): Problem {
  const body = text.trim().toLowerCase();
  if (goPprof || status === 400 || status === 500) {
    if (body.includes('writetimeout')) return problem('write-timeout', { what });
    if (body.includes('already in use') || body.includes('already enabled')) {
      return problem('in-use', { what });
    }
    if (status === 404) return problem('unknown-profile', { what });
  }
  switch (status) {
    case 401:
      return problem('unauthorized', { what });
    case 403:
      return problem('forbidden', { what });
    case 404:
      return problem('not-found', { what });
    case 429:
    case 502:
    case 503:
    case 504:
      return problem('status-between', { what, status: String(status) });
    default:
      return problem('status', { what, status: String(status) });
  }
}

/** `message` is core's own neutral text; it never quotes the bytes at length. */
export const describeFormat = (what: string, { code, message }: FormatError): Problem =>
  code === 'html' ? problem('html', { what }) : problem(`format-${code}`, { what, detail: message });
