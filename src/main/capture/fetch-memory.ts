// The numbers of a target's memory: from the metrics page it was given or one beside pprof, else from expvar, else
// from the tail of heap?debug=1. Which of them answers is found once and remembered.
import type { MemoryNumbers } from '../../contract/domain';
import { err, ok, type Result } from '../../core/base/result';
import { parseMemStats } from '../../core/memory/parse-memstats';
import { parseMetrics } from '../../core/memory/parse-metrics';
import { parseVars } from '../../core/memory/parse-vars';
import { describeStatus, isConnectionGone, problem, type Problem } from './capture-failure';
import { checkBody } from './check-body';
import type { RequestLimits, TargetClient } from './target-client';
import { childUrl, shownUrl, siblingUrl } from './target-url';

export interface MemoryReader {
  /** Asks the remembered page, or looks for one. Never rejects. */
  read(signal?: AbortSignal): Promise<Result<MemoryNumbers, Problem>>;
}

type Source = MemoryNumbers['source'];
interface Page {
  readonly url: URL;
  /** null: the text decides between Prometheus and expvar. */
  readonly source: Source | null;
}

const PAGE_LIMITS: Partial<RequestLimits> = { maxBytes: 32 << 20, answerMs: 30_000, totalMs: 60_000 };

/** `base` is the URL of pprof; `limits` shortens the time-outs. */
export function createMemoryReader(
  client: TargetClient,
  base: URL,
  metricsUrl: string | null,
  limits: Partial<RequestLimits> = {},
): MemoryReader {
  const pages = memoryPages(base, metricsUrl);
  let found: Page | null = null;
  return {
    async read(signal) {
      let first: Problem | null = null;
      const order = found === null ? pages : [found, ...pages.filter((page) => page !== found)];
      for (const page of order) {
        const numbers = await readPage(client, page, { ...PAGE_LIMITS, ...limits }, signal);
        if (numbers.ok) {
          found = page;
          return numbers;
        }
        first ??= numbers.error;
        // A metrics server of its own may be down while pprof answers; the same server being gone ends the search.
        if (isConnectionGone(numbers.error.code) && page.url.host === base.host) return numbers;
      }
      const { key = '', values = {} } = first ?? {};
      return err(problem('no-memory-numbers', { first: { key, values } }));
    },
  };
}

/** The given page alone, or: beside pprof under its own prefix, at the root, then what pprof itself prints. */
function memoryPages(base: URL, metricsUrl: string | null): readonly Page[] {
  const memstats: Page = { url: childUrl(base, 'heap', { debug: '1' }), source: 'memstats' };
  if (metricsUrl !== null) return [{ url: new URL(metricsUrl), source: null }, memstats];
  const prefix = base.pathname.replace(/(\/debug)?\/pprof$/, '');
  const roots = prefix === base.pathname || prefix === '' ? [''] : [prefix, ''];
  return [
    ...roots.map((root): Page => ({ url: siblingUrl(base, `${root}/metrics`), source: 'metrics' })),
    ...roots.map((root): Page => ({ url: siblingUrl(base, `${root}/debug/vars`), source: 'vars' })),
    memstats,
  ];
}

async function readPage(
  client: TargetClient,
  page: Page,
  limits: Partial<RequestLimits>,
  signal: AbortSignal | undefined,
): Promise<Result<MemoryNumbers, Problem>> {
  const what = shownUrl(page.url);
  const answer = await client.get(page.url, what, limits, signal);
  if (!answer.ok) return answer;
  const { status, body, contentEncoding, goPprof } = answer.value;
  if (status < 200 || status > 299) return err(describeStatus(status, what, '', goPprof));
  const checked = await checkBody(body, contentEncoding, what, limits.maxBytes);
  if (!checked.ok) return checked;
  const source = page.source ?? (isJson(checked.value.bytes) ? 'vars' : 'metrics');
  const parse = { metrics: parseMetrics, vars: parseVars, memstats: parseMemStats }[source];
  const parsed = parse(checked.value.bytes);
  if (!parsed.ok) {
    return err(problem('no-memory-page', { what, detail: parsed.error.message }));
  }
  return ok(parsed.value);
}

const isJson = (bytes: Uint8Array): boolean => /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
