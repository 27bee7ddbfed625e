// The first look at a target: where pprof is, what it offers, where its memory numbers are, which Go and since when.
import type { Probe } from '../../contract/domain';
import { captureKindSchema } from '../../contract/domain';
import { failed } from '../../contract/errors';
import {
  describeStatus,
  isTargetGone,
  problem,
  toPlumblineError,
  USUAL_PREFIXES,
  type Problem,
} from './capture-failure';
import { err, ok, type Result } from '../../core/base/result';
import { looksLikeHtml } from './check-body';
import { createMemoryReader } from './fetch-memory';
import {
  openTargetClient,
  type ClientOptions,
  type ClientTarget,
  type RequestLimits,
  type TargetClient,
} from './target-client';
import { childUrl, pprofBase, shownUrl, siblingUrl } from './target-url';

export interface ProbeTarget extends ClientTarget {
  readonly metricsUrl: string | null;
}

export interface ProbeOptions extends ClientOptions {
  readonly limits?: Partial<RequestLimits>;
}

const INDEX_LIMITS: Partial<RequestLimits> = {
  maxBytes: 4 << 20,
  answerMs: 15_000,
  idleMs: 10_000,
  totalMs: 30_000,
};
const NOT_PROFILES = new Set(['cmdline', 'symbol']);

/** Throws PlumblineError: a failure of its own per way in which it can fail. */
export async function probeTarget(
  target: ProbeTarget,
  options: ProbeOptions = {},
  signal?: AbortSignal,
): Promise<Probe> {
  refuseCredentials(target.url);
  if (target.metricsUrl !== null) refuseCredentials(target.metricsUrl);
  const client = openTargetClient(target, options);
  const limits = { ...INDEX_LIMITS, ...options.limits };
  try {
    const place = await findPprof(client, pprofBase(target.url), limits, signal);
    if (!place.ok) throw toPlumblineError(place.error);
    const { base, kinds, latencyMs } = place.value;
    const memory = await createMemoryReader(client, base, target.metricsUrl, options.limits).read(signal);
    if (!memory.ok && memory.error.code === 'cancelled') throw toPlumblineError(memory.error);
    const numbers = memory.ok ? memory.value : null;
    return {
      url: base.href,
      kinds: [...kinds],
      metrics: numbers?.source ?? 'none',
      goVersion: numbers?.goVersion ?? (await goVersionFromPaths(client, base, limits, signal)),
      processStartMs: numbers?.processStartMs ?? null,
      latencyMs: Math.round(latencyMs * 10) / 10,
      goroutines: numbers?.goroutines ?? kinds.find(({ name }) => name === 'goroutine')?.count ?? null,
    };
  } finally {
    await client.close();
  }
}

/** A session is sent around as it is, so its targets hold no password. */
function refuseCredentials(url: string): void {
  const { username, password, host } = new URL(url);
  if (username === '' && password === '') return;
  throw failed('secret-url', { host });
}

interface Place {
  readonly base: URL;
  readonly kinds: Probe['kinds'];
  readonly latencyMs: number;
}

async function findPprof(
  client: TargetClient,
  given: URL,
  limits: Partial<RequestLimits>,
  signal: AbortSignal | undefined,
): Promise<Result<Place, Problem>> {
  const first = await readIndex(client, given, limits, signal);
  if (first.ok || isTargetGone(first.error.code)) return first;
  const absent = ['not-found', 'html', 'unknown-profile'].includes(first.error.code);
  if (!absent) return first;
  const withoutIndex = await readCounts(client, given, limits, signal);
  if (withoutIndex.ok) return withoutIndex;

  const own = given.pathname.replace(/\/+$/, '');
  const paths = new Set(
    USUAL_PREFIXES.flatMap((usual) => (own.endsWith('/pprof') ? [usual] : [own + usual, usual])),
  );
  paths.delete(own);
  for (const path of paths) {
    const other = await readIndex(client, siblingUrl(given, path), limits, signal);
    if (other.ok) return other;
    if (isTargetGone(other.error.code) && other.error.code !== 'redirect') return other;
  }
  const tried = [...paths];
  const named = tried.slice(0, 3).join(', ') + (tried.length > 3 ? ', …' : '');
  const where = { url: shownUrl(given), tried: named };
  return err(problem(first.error.code === 'html' ? 'pprof-html' : 'pprof-not-found', where));
}

async function readIndex(
  client: TargetClient,
  base: URL,
  limits: Partial<RequestLimits>,
  signal: AbortSignal | undefined,
): Promise<Result<Place, Problem>> {
  const what = `${shownUrl(base)}/`;
  const answer = await client.get(childUrl(base, ''), what, limits, signal);
  if (!answer.ok) return answer;
  const { status, body, goPprof, latencyMs, url } = answer.value;
  const text = new TextDecoder().decode(body);
  if (status < 200 || status > 299) return err(describeStatus(status, what, text.slice(0, 1024), goPprof));
  const kinds = parseIndex(text);
  if (kinds.length > 0) {
    // A redirect within the origin may have led to the real place.
    return ok({ base: pprofBase(url.href), kinds, latencyMs });
  }
  if (looksLikeHtml(body)) return err(problem('html', { what }));
  return err(describeStatus(404, what, '', false));
}

/** Some routers mount the profiles without the index page. */
async function readCounts(
  client: TargetClient,
  base: URL,
  limits: Partial<RequestLimits>,
  signal: AbortSignal | undefined,
): Promise<Result<Place, Problem>> {
  const what = `${shownUrl(base)}/goroutine`;
  const answer = await client.get(childUrl(base, 'goroutine', { debug: '1' }), what, limits, signal);
  if (!answer.ok) return answer;
  const { status, body, goPprof, latencyMs } = answer.value;
  const total = /^goroutine profile: total (\d{1,12})\n/.exec(new TextDecoder().decode(body.subarray(0, 64)));
  if (status < 200 || status > 299 || total === null) return err(describeStatus(status, what, '', goPprof));
  const kinds = [
    { name: 'goroutine', count: Number(total[1]) },
    { name: 'heap', count: 0 },
  ];
  return ok({ base, kinds, latencyMs });
}

/** Rows of the index page, as Go has written them since 1.0 (`align=right`, no end tags) and since 1.11. */
export function parseIndex(html: string): Probe['kinds'] {
  const row =
    /<td[^>]*>\s*(\d{1,12})\s*(?:<\/td>)?\s*<td[^>]*>\s*<a href=["']?([^"'?>\s]{1,64})\?debug=\d["']?/g;
  const kinds = new Map<string, number>();
  for (const [, count, name] of html.matchAll(row)) {
    if (name === undefined || NOT_PROFILES.has(name) || !captureKindSchema.safeParse(name).success) continue;
    kinds.set(name, Number(count));
  }
  return [...kinds].map(([name, count]) => ({ name, count }));
}

/** The paths of the standard library's files name the toolchain, unless the build trimmed them. */
async function goVersionFromPaths(
  client: TargetClient,
  base: URL,
  limits: Partial<RequestLimits>,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const answer = await client.get(childUrl(base, 'goroutine', { debug: '1' }), 'goroutine', limits, signal);
  if (!answer.ok || answer.value.status !== 200) return null;
  const text = new TextDecoder().decode(answer.value.body.subarray(0, 1 << 20));
  const version =
    /\/toolchain@v[\d.]+-(go1\.\d+(?:\.\d+|rc\d+)?)\.[^/]+\/src\//.exec(text) ??
    /\/(go-?1\.\d+(?:\.\d+)?)[^/\s]*\/(?:go\/|libexec\/)?src\/(?:runtime|net|sync|internal)\//.exec(text);
  return version?.[1]?.replace('go-', 'go') ?? null;
}
