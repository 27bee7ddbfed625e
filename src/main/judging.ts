// A session's verdict as it is asked for, and while it is captured: by itself, some time after each snapshot, so that the
// journal says when it changed though nobody looked. What was said is kept by whoever may write, and only where it changed.
import type { Findings } from '../contract/growth';
import { PlumblineError, type Sentence } from '../contract/errors';
import type { OnProgress } from '../contract/progress';
import type { LastVerdicts } from './analysis/last-verdicts';
import type { Queries } from './analysis/queries';
import type { Clock } from './capture/clock';
import type { SessionStore } from './workspace/session-store';
import type { SaidVerdict } from './workspace/verdict-log';

/** A window that is open asks by itself within that; several targets are captured in it. */
const AFTER_MS = 5_000;
/** Of one processor at most a twentieth. */
const REST_PER_WORK = 20;

export interface JudgingOptions {
  readonly clock: Clock;
  readonly queries: Pick<Queries, 'findings'>;
  readonly lastVerdicts: LastVerdicts;
  /** Whether the journal may be written. */
  readonly keeps: boolean;
  readonly sessionOf: (id: string) => Promise<SessionStore>;
  /** The word that the list of sessions shows is another one. */
  readonly onWord: () => Promise<void>;
  /** The journal says more. */
  readonly onKept: (sessionId: string) => void;
  /** What was said could not be kept. */
  readonly onProblem: (sessionId: string, sentence: Sentence) => void;
}

export class Judging {
  /** By session: of which snapshots it was judged last. */
  readonly #judged = new Map<string, readonly unknown[]>();
  readonly #waiting = new Map<string, () => void>();
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly options: JudgingOptions) {}

  async findings(store: SessionStore, signal: AbortSignal, report: OnProgress): Promise<Findings> {
    const snapshots = store.snapshots();
    const findings = await this.options.queries.findings(store, signal, report);
    this.#judged.set(store.id, snapshots);
    if (await this.options.lastVerdicts.keep(store.folder, findings.verdict.verdict))
      await this.options.onWord();
    const newest = snapshots.at(-1)?.id;
    if (this.options.keeps && newest !== undefined) await this.#keep(store, saidOf(findings, newest));
    return findings;
  }

  /** A snapshot has come: it is judged in a while, unless somebody asks for it before. */
  wants(sessionId: string, afterMs = AFTER_MS): void {
    if (!this.options.keeps || this.#closing.signal.aborted || this.#waiting.has(sessionId)) return;
    const { clock } = this.options;
    this.#waiting.set(
      sessionId,
      clock.setTimer(clock.now() + afterMs, () => {
        // One after the other, whatever is captured.
        this.#running = this.#running.then(() => this.#judge(sessionId));
      }),
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
    await this.#running;
  }

  async #judge(sessionId: string): Promise<void> {
    const { clock, sessionOf } = this.options;
    const began = clock.elapsed();
    let isDue = false;
    try {
      const store = await sessionOf(sessionId);
      if (this.#closing.signal.aborted) return;
      if (this.#judged.get(sessionId) !== store.snapshots())
        await this.findings(store, this.#closing.signal, () => undefined);
      isDue = this.#judged.get(sessionId) !== store.snapshots();
    } catch (error) {
      // Nobody asked: whoever does is told what is wrong.
      if (!(error instanceof PlumblineError)) console.error(error);
    } finally {
      this.#waiting.delete(sessionId);
    }
    if (isDue) this.wants(sessionId, Math.max(AFTER_MS, (clock.elapsed() - began) * REST_PER_WORK));
  }

  async #keep(store: SessionStore, said: SaidVerdict): Promise<void> {
    try {
      const last = store.verdicts.entries().at(-1);
      // An answer that took long must not take back what was said of a newer one.
      if (last !== undefined && isLater(store, last.snapshotId, said.snapshotId)) return;
      if (await store.verdicts.record(said)) this.options.onKept(store.id);
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      this.options.onProblem(store.id, error.sentence);
    }
  }
}

function isLater(store: SessionStore, id: string, than: string): boolean {
  const ids = store.snapshots().map((snapshot) => snapshot.id);
  return ids.indexOf(id) > ids.indexOf(than);
}

const KIND_OF: Readonly<Record<string, string>> = { 'goroutine-leak': 'goroutine', 'heap-leak': 'heap' };

function saidOf({ verdict: report, growth }: Findings, snapshotId: string): SaidVerdict {
  const { verdict, sentence, target } = report;
  const kind = KIND_OF[verdict];
  const suspects = growth.suspects.filter(
    (one) => (kind === undefined || one.kind === kind) && (target === null || one.target === target),
  );
  const isGrowth = kind !== undefined || verdict === 'growing';
  const places = isGrowth ? suspects.map(({ site }) => site.function) : [];
  return { snapshotId, verdict, places: [...new Set(places)], sentence };
}
