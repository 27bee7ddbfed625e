import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { AT, capture as stored, openSessionForEach, snapshot } from '../../../test/support/open-session';
import { traceBytes } from '../../../test/support/go-trace';
import { jobsHere } from '../../../test/support/jobs-here';
import type { Capture } from '../../contract/domain';
import { NO_FILTERS } from '../../core/pprof/filter/filters';
import { Bulk } from '../bulk';
import { JOBS, type JobArgs, type JobName, type JobResult } from './jobs';
import { tableOfCapture } from './job-profile';
import { compareCaptures } from './job-compare';
import type { Break } from '../../core/trace/trace-break';
import { createLifeFinder } from './lives';
import type { JobRunner } from './pool';
import { createQueries } from './queries';
import { TraceProfiles } from './trace-profiles';

/** The jobs on this thread, each held up until `let` is called. */
function heldJobs() {
  const runs: { readonly job: JobName; readonly args: unknown; readonly signal: AbortSignal | undefined }[] =
    [];
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const jobs: JobRunner = {
    async run<J extends JobName>(job: J, args: JobArgs<J>, signal?: AbortSignal) {
      runs.push({ job, args, signal });
      await gate;
      return (await (JOBS[job] as (args: JobArgs<J>) => unknown)(args)) as JobResult<J>;
    },
    close: () => Promise.resolve(),
  };
  return { jobs, runs, go };
}

describe('profiles of a session’s traces', () => {
  const at = openSessionForEach();
  const none = (): void => undefined;
  const never = new AbortController().signal;

  async function addBytes(bytes: Uint8Array, afterMs = 0): Promise<Capture> {
    const { captures } = await at.session.addSnapshot(snapshot(AT + afterMs, [stored('trace', bytes)]));
    return captures[0]!;
  }
  const addTrace = (file: string, afterMs = 0): Promise<Capture> =>
    addBytes(traceBytes(`${file}.trace.gz`), afterMs);

  it('are made once for all that ask, kept beside the session, and not made again in the next process', async () => {
    const trace = await addTrace('go1.26/sync');
    const { jobs, runs, go } = heldJobs();
    const profiles = new TraceProfiles(jobs, true);
    const asked = [1, 2].map(() => profiles.files(at.session, [trace], never, none));
    await vi.waitFor(() => expect(runs).toHaveLength(1));
    go();
    const [first, second] = await Promise.all(asked);
    expect(first).toEqual(second);
    expect(await profiles.files(at.session, [trace], never, none)).toEqual(first);
    expect(runs).toHaveLength(1);

    const table = await tableOfCapture({ files: first!, filters: NO_FILTERS });
    expect(table.sampleType).toEqual({ type: 'sync_delay', unit: 'nanoseconds' });
    expect(table.total).toBeGreaterThan(0);

    const kept = await readdir(join(at.session.folder, '.index'));
    expect(kept).toEqual([expect.stringMatching(/^trace-profile-\d+-[0-9a-f]{64}$/)]);
    // Gone, so that whoever reads it again is found out.
    await writeFile(await at.session.capturePath(trace.id), '');
    const later = heldJobs();
    later.go();
    expect(await new TraceProfiles(later.jobs, true).files(at.session, [trace], never, none)).toEqual(first);
    await rm(join(at.session.folder, '.index'), { recursive: true });
    await expect(
      new TraceProfiles(later.jobs, true).files(at.session, [trace], never, none),
    ).rejects.toThrow();
  });

  it('are not written by whoever only reads', async () => {
    const trace = await addTrace('go1.26/sync');
    const { jobs, go } = heldJobs();
    go();
    const [file] = await new TraceProfiles(jobs, false).files(at.session, [trace], never, none);
    expect(file).toMatchObject({ path: await at.session.capturePath(trace.id) });
    expect(await readdir(at.session.folder)).not.toContain('.index');
  });

  it('are read on for the next question, and given up when none comes', async () => {
    const trace = await addTrace('go1.26/sync');
    const { jobs, runs } = heldJobs();
    const profiles = new TraceProfiles(jobs, false);
    const ask = async (giveUp: AbortController): Promise<unknown> =>
      profiles.files(at.session, [trace], giveUp.signal, none).catch((error: unknown) => error);
    const [one, other] = [new AbortController(), new AbortController()];
    const first = ask(one);
    await vi.waitFor(() => expect(runs).toHaveLength(1));
    one.abort();
    expect(await first).toMatchObject({ code: 'cancelled' });
    const second = ask(other);
    // Longer than it is read on for nobody.
    await setTimeout(1500);
    expect([runs.length, runs[0]?.signal?.aborted]).toEqual([1, false]);
    other.abort();
    expect(await second).toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(runs[0]?.signal?.aborted).toBe(true), 5000);
  });

  it('say that they are of a broken trace, in a sum and of either side too', async () => {
    const broken = await addBytes(traceBytes('go1.26/generations.trace.gz').subarray(0, 80_000));
    const whole = await addTrace('go1.26/sync', 60_000);
    const { jobs, go } = heldJobs();
    go();
    const files = await new TraceProfiles(jobs, false).files(at.session, [broken, whole], never, none);
    const [half, sync] = files;
    const whyOf = async (some: typeof files): Promise<Break | null> =>
      (await tableOfCapture({ files: some, filters: NO_FILTERS })).broken;
    expect([await whyOf([half!]), await whyOf(files), await whyOf([sync!])]).toEqual([
      'truncated',
      'truncated',
      null,
    ]);

    const lives = createLifeFinder({ jobs: jobsHere, keepIndex: false, onChange: none });
    const queries = createQueries({
      jobs: jobsHere,
      lives,
      bulk: new Bulk(),
      keepIndex: false,
      now: () => 0,
    });
    const [first, second] = at.session.snapshots().map(({ id }) => id) as [string, string];
    const compare = async (a: string, b: string) =>
      queries.compare(
        at.session,
        { sessionId: at.session.id, a, b, kind: 'trace', filters: NO_FILTERS },
        never,
        none,
      );
    const compared = await compare(first, second);
    expect(compared.warnings).toContain('a-is-broken');
    expect(compared.isGrowth).toBe(false);
    const { warnings } = await compare(second, first);
    expect(warnings).toContain('b-is-broken');
    expect(warnings).not.toContain('a-is-broken');
  });

  it('can be compared, and other captures are files as ever', async () => {
    const traces = [await addTrace('go1.26/http'), await addTrace('go1.26/sync', 60_000)];
    const { jobs, go } = heldJobs();
    go();
    const [fileA, fileB] = await new TraceProfiles(jobs, false).files(at.session, traces, never, none);
    const compared = await compareCaptures({
      fileA: fileA!,
      fileB: fileB!,
      kind: 'trace',
      sampleType: 'net_contentions',
      filters: NO_FILTERS,
    });
    expect([compared.totalA > 0, compared.totalB]).toEqual([true, 0]);
    expect(compared.sampleTypes).toHaveLength(11);
    expect(compared.broken).toEqual([]);
  });
});
