// One capture over HTTP: which URL a kind has, what limits it gets, and whether what came can be one.
import { err, ok, type Result } from '../../core/base/result';
import { DEFAULT_TRACE_BYTES, DEFAULT_TRACE_SECONDS } from '../../contract/limits';
import type { Encoding } from '../../core/base/capture-kind';
import { describeStatus, problem, type Problem } from './capture-failure';
import { checkBody } from './check-body';
import type { OnBytes, RequestLimits, TargetClient } from './target-client';
import { childUrl } from './target-url';

export interface CaptureRequest {
  /** A kind of file, known or custom; `memory` is none. */
  readonly kind: string;
  /** heap only: a GC first. */
  readonly gc?: boolean;
  /** profile and trace only; everything else is absolute. */
  readonly seconds?: number;
  /** trace only: it is ended here, and kept. */
  readonly maxBytes?: number;
  /** debug=1 in place of the binary form. */
  readonly text?: boolean;
}

export interface FetchedCapture {
  readonly kind: string;
  readonly encoding: Encoding;
  /** As the target sent them: a .pb.gz stays gzipped. */
  readonly bytes: Uint8Array;
  /** The start of the bytes, unpacked. */
  readonly head: Uint8Array;
  readonly latencyMs: number;
  /** Why the end of it did not come; null: it did. */
  readonly cut: Problem | null;
}

export interface FetchLimits extends Partial<RequestLimits> {
  readonly maxDecodedBytes?: number;
}

/** Go cuts a dump at 64 MiB. */
const MAX_DUMP_BYTES = 80 << 20;
const DEFAULT_PROFILE_SECONDS = 30;

/** The name under net/http/pprof and the query. */
function captureUrl(base: URL, request: CaptureRequest): URL {
  const query: Record<string, string> = {};
  if (request.kind === 'goroutine-dump') return childUrl(base, 'goroutine', { debug: '2' });
  if (request.kind === 'heap' && request.gc === true) query['gc'] = '1';
  const seconds = secondsOf(request);
  if (seconds !== null) query['seconds'] = String(seconds);
  else if (request.text === true) query['debug'] = '1';
  return childUrl(base, request.kind, query);
}

function secondsOf(request: CaptureRequest): number | null {
  if (request.kind === 'profile') return Math.max(1, Math.round(request.seconds ?? DEFAULT_PROFILE_SECONDS));
  if (request.kind === 'trace') return request.seconds ?? DEFAULT_TRACE_SECONDS;
  return null;
}

/** Fetches and checks; the bytes are not decoded here. Never rejects. */
export async function fetchCapture(
  client: TargetClient,
  base: URL,
  request: CaptureRequest,
  limits: FetchLimits = {},
  signal?: AbortSignal,
  onBytes?: OnBytes,
): Promise<Result<FetchedCapture, Problem>> {
  const { maxDecodedBytes, ...own } = limits;
  const what = request.kind;
  const isText = request.kind === 'goroutine-dump' || request.text === true;
  // Go writes a trace in parts that can be read without those that follow.
  const maxBytes = request.maxBytes ?? DEFAULT_TRACE_BYTES;
  // pprof's own client waits 1.5 × seconds; the answer may begin only after they have passed.
  const extraMs = (secondsOf(request) ?? 0) * 1500;
  const answer = await client.get(
    captureUrl(base, request),
    what,
    {
      ...(request.kind === 'goroutine-dump' ? { maxBytes: MAX_DUMP_BYTES } : {}),
      ...(request.kind === 'trace' ? { maxBytes, keepsPart: true } : {}),
      ...(extraMs > 0
        ? { answerMs: 60_000 + extraMs, idleMs: 30_000 + extraMs, totalMs: 300_000 + extraMs }
        : {}),
      ...own,
    },
    signal,
    onBytes,
  );
  if (!answer.ok) return answer;
  const { status, body, cut, contentType, contentEncoding, goPprof, latencyMs } = answer.value;
  if (status < 200 || status > 299) {
    return err(describeStatus(status, what, new TextDecoder().decode(body.subarray(0, 1024)), goPprof));
  }
  const checked = await checkBody(body, contentEncoding, what, maxDecodedBytes);
  if (!checked.ok) return checked;
  if (/^text\/html\b/i.test(contentType)) return err(problem('html', { what }));
  return ok({
    kind: request.kind,
    encoding: isText ? 'text' : 'proto',
    bytes: checked.value.bytes,
    head: checked.value.head,
    latencyMs,
    cut:
      cut === 'limit'
        ? problem('trace-at-limit', { what, limit: own.maxBytes ?? maxBytes })
        : cut === 'closed'
          ? problem('trace-closed', { what, received: body.length })
          : null,
  });
}
