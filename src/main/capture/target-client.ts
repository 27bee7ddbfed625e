// One target's HTTP: a keep-alive connection, one request at a time, and an end to every request whatever the
// other side does. The time-outs are our own timers: undici's tick by the second and know no total.
import type { LookupFunction } from 'node:net';
import { Agent, request, type Dispatcher } from 'undici';
import { err, ok, type Result } from '../../core/base/result';
import { describeNetworkError, problem, shortBody, type Problem } from './capture-failure';
import { expandHeaders, repeatsSecret, type Environment, type HeaderTemplate } from './request-headers';
import { basicCredentials, shownUrl } from './target-url';

/** Milliseconds and bytes after which a request is given up. */
export interface RequestLimits {
  readonly maxBytes: number;
  /** What came until `maxBytes`, or until the connection closed, is an answer too; see `cut`. */
  readonly keepsPart: boolean;
  /** From the start of the request to the answer's headers. */
  readonly answerMs: number;
  /** Without a single byte, once the answer has begun. */
  readonly idleMs: number;
  readonly totalMs: number;
}

const DEFAULT_CONNECT_MS = 10_000;
const DEFAULT_LIMITS: RequestLimits = {
  maxBytes: 256 << 20,
  keepsPart: false,
  answerMs: 60_000,
  idleMs: 30_000,
  totalMs: 300_000,
};

export interface ClientTarget {
  readonly url: string;
  readonly headers: readonly HeaderTemplate[];
  readonly insecureTls: boolean;
}

export interface ClientOptions {
  readonly environment?: Environment;
  readonly connectMs?: number;
  /** PEM; in place of the authorities that Node knows. */
  readonly ca?: string | Buffer;
  /** In place of the system's resolver; the shape of dns.lookup. */
  readonly lookup?: NonNullable<ConnectOptions['lookup']>;
}
type ConnectOptions = Extract<NonNullable<Agent.Options['connect']>, object> & {
  lookup?: LookupFunction;
};

/** A complete answer. `body` is as sent, but for its transfer encoding; of an answer other than 2xx only the start. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly goPprof: boolean;
  readonly body: Uint8Array;
  /** What ended a body of which a part is kept. */
  readonly cut: 'limit' | 'closed' | null;
  /** From the start of the request to the answer's headers. */
  readonly latencyMs: number;
}

/** Hears how much of a body has come. */
export type OnBytes = (received: number) => void;

export interface TargetClient {
  /** `what` names the thing asked for, for failures: a kind of capture or a page's URL. Never rejects: failure is a value. */
  get(
    url: URL,
    what: string,
    limits?: Partial<RequestLimits>,
    signal?: AbortSignal,
    onBytes?: OnBytes,
  ): Promise<Result<Answer, Problem>>;
  /** Whether a text that the target has sent holds a secret of its headers, and must not be quoted. */
  repeatsSecret(text: string): boolean;
  close(): Promise<void>;
}

const MAX_REDIRECTS = 5;
/** Of where a redirect leads; a longer address says no more to anybody. */
const MAX_SHOWN_URL = 300;
/** A connection that was closed while idle fails as soon as it is used. */
const STALE_MS = 2_000;
/** Of an error page, enough to recognise it. */
const ERROR_BODY_BYTES = 16 << 10;

const CANCELLED = problem('cancelled');

/** The connection is made at the first request. Headers go to hosts of the target's own name only, on any port. */
export function openTargetClient(target: ClientTarget, options: ClientOptions = {}): TargetClient {
  const home = new URL(target.url);
  const connect: ConnectOptions = {
    timeout: options.connectMs ?? DEFAULT_CONNECT_MS,
    rejectUnauthorized: !target.insecureTls,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
  };
  const agent = new Agent({ connections: 1, pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect });
  let answered = false;
  let tail: Promise<unknown> = Promise.resolve();

  const repeats = (text: string): boolean =>
    repeatsSecret(text, target.headers, options.environment ?? process.env);

  const shownTarget = (url: URL): string => {
    const shown = shownUrl(url);
    return shown.length > MAX_SHOWN_URL || repeats(shown) ? `${url.protocol}//${url.host}/…` : shown;
  };

  const headersFor = (url: URL): Result<Record<string, string>, Problem> => {
    const plain = { 'accept-encoding': 'identity', 'user-agent': 'Plumbline' };
    if (url.hostname !== home.hostname) return ok(plain);
    const own = expandHeaders(target.headers, options.environment ?? process.env);
    if (!own.ok) return own;
    const basic = basicCredentials(target.url);
    return ok({ ...(basic === null ? {} : { authorization: basic }), ...own.value, ...plain });
  };

  const getFollowing: TargetClient['get'] = async (start, what, partial = {}, signal, onBytes) => {
    const limits = { ...DEFAULT_LIMITS, ...partial };
    let url = start;
    for (let redirects = 0; ; redirects++) {
      const headers = headersFor(url);
      if (!headers.ok) return headers;
      const startedAt = performance.now();
      const run = (): ReturnType<typeof runExchange> =>
        runExchange(agent, url, headers.value, what, limits, signal, onBytes);
      let exchange = await run();
      const atOnce = performance.now() - startedAt < STALE_MS;
      if (!exchange.ok && exchange.error.code === 'reset' && answered && atOnce) {
        // The service may close an idle connection just as we reuse it: that is no failure of the service.
        exchange = await run();
      }
      answered = exchange.ok;
      if (!exchange.ok) return exchange;
      const { location, answer } = exchange.value;
      if (location === null) return ok(answer);
      const next = URL.canParse(location, url.href) ? new URL(location, url) : null;
      if (next === null) return err(problem('redirect-nowhere', { what }));
      if (redirects >= MAX_REDIRECTS) return err(problem('redirect-loop', { what, to: shownTarget(next) }));
      if (next.origin !== url.origin) return err(problem('redirect', { what, to: shownTarget(next) }));
      url = next;
    }
  };

  return {
    get: (...args) => {
      const turn = tail.then(() => getFollowing(...args));
      tail = turn;
      return turn;
    },
    repeatsSecret: repeats,
    close: () => agent.destroy(),
  };
}

interface Exchange {
  readonly answer: Answer;
  /** Where a redirect leads. */
  readonly location: string | null;
}

/** One request and its answer, with every timer. */
async function runExchange(
  agent: Agent,
  url: URL,
  headers: Record<string, string>,
  what: string,
  limits: RequestLimits,
  signal: AbortSignal | undefined,
  onBytes: OnBytes | undefined,
): Promise<Result<Exchange, Problem>> {
  if (signal?.aborted === true) return err(CANCELLED);
  const stop = new AbortController();
  let stopped: Problem | null = null;
  let received = 0;
  let announced: number | null = null;
  let begun = false;
  const end = (why: Problem): void => {
    stopped ??= why;
    stop.abort();
  };
  const cancel = (): void => end(CANCELLED);
  signal?.addEventListener('abort', cancel, { once: true });
  const timers = [
    setTimeout(
      () => end(problem('total-timeout', { what, limit: limits.totalMs, received })),
      limits.totalMs,
    ),
    setTimeout(() => end(problem('answer-timeout', { what, limit: limits.answerMs })), limits.answerMs),
  ];
  try {
    const startedAt = performance.now();
    const response = await request(url, { dispatcher: agent, method: 'GET', headers, signal: stop.signal });
    const latencyMs = performance.now() - startedAt;
    begun = true;
    clearTimeout(timers[1]);
    const idle = setTimeout(
      () => end(problem('idle-timeout', { what, limit: limits.idleMs, received })),
      limits.idleMs,
    );
    timers.push(idle);

    const good = response.statusCode >= 200 && response.statusCode < 300;
    announced = contentLength(response);
    if (good && !limits.keepsPart && announced !== null && announced > limits.maxBytes) {
      response.body.on('error', () => undefined).destroy();
      return err(problem('too-large', { what, limit: limits.maxBytes }));
    }
    const chunks: Uint8Array[] = [];
    let cut: Answer['cut'] = null;
    try {
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        chunks.push(chunk);
        received += chunk.length;
        idle.refresh();
        onBytes?.(received);
        if (good && received > limits.maxBytes) {
          if (!limits.keepsPart) return err(problem('too-large', { what, limit: limits.maxBytes }));
          cut = 'limit';
          break;
        }
        if (!good && received >= ERROR_BODY_BYTES) break;
      }
    } catch (error) {
      if (stopped !== null || !good || !limits.keepsPart || received === 0 || !isClosed(errorCode(error)))
        throw error;
      cut = 'closed';
    }
    if (good && cut === null && announced !== null && received < announced)
      return err(shortBody(what, received, announced));
    const location = headerOf(response, 'location');
    return ok({
      answer: {
        url,
        status: response.statusCode,
        contentType: headerOf(response, 'content-type'),
        contentEncoding: headerOf(response, 'content-encoding').trim().toLowerCase(),
        goPprof: headerOf(response, 'x-go-pprof') !== '',
        body: concat(chunks, received).subarray(0, limits.maxBytes),
        cut,
        latencyMs,
      },
      location: response.statusCode >= 300 && response.statusCode < 400 && location !== '' ? location : null,
    });
  } catch (error) {
    if (stopped !== null) return err(stopped);
    const code = errorCode(error);
    if (begun && isClosed(code)) return err(shortBody(what, received, announced));
    if (code === 'UND_ERR_INVALID_ARG') return err(problem('header-not-allowed'));
    return err(describeNetworkError(code, url));
  } finally {
    timers.forEach(clearTimeout);
    signal?.removeEventListener('abort', cancel);
  }
}

const isClosed = (code: string): boolean =>
  [
    'UND_ERR_SOCKET',
    'ECONNRESET',
    'EPIPE',
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    'UND_ERR_ABORTED',
  ].includes(code) || code === 'HPE_INVALID_EOF_STATE';

function headerOf(response: Dispatcher.ResponseData, name: string): string {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function contentLength(response: Dispatcher.ResponseData): number | null {
  const text = headerOf(response, 'content-length');
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Into a buffer of its own: a slice of Node's shared pool would cross to a worker with its neighbours. */
function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Of an error, of the first of several (one per address tried), or of its cause. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && !(code === 'UND_ERR_SOCKET' && error.cause instanceof Error)) return code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (inner !== undefined) return errorCode(inner);
  if (typeof code === 'string') return code;
  return error.name === 'HTTPParserError' ? 'HPE_INVALID' : error.name;
}
