// A service that leaks for half an hour of real time, seen once, at its end: what one dump says of when, and how fast.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plumblineJson } from '../support/cli';
import { goAvailable, startService, type GoService } from '../support/go-service';

const MINUTES = 30;
const LEAKS_PER_HOUR = 120;
/** The runtime collects every two minutes at the latest, and a wait is counted from the first collection that saw it. */
const STAMPED_WITHIN_MINUTES = 2;

interface Grouped {
  readonly groups: readonly {
    readonly site: { readonly function: string } | null;
    readonly count: number;
    readonly births: {
      readonly aged: number;
      readonly counts: readonly number[];
      readonly stretchMinutes: number;
      readonly perHour: number | null;
      readonly interval: readonly [number, number] | null;
    } | null;
  }[];
}

if (!goAvailable()) console.log('A leak of half an hour is not run: there is no Go.');

describe.skipIf(!goAvailable())('one dump of a service that has leaked for half an hour', () => {
  let folder = '';
  let service: GoService | null = null;
  let dump = '';
  beforeAll(
    async () => {
      folder = await mkdtemp(join(tmpdir(), 'plumbline-half-an-hour-'));
      service = await startService('collectsvr', ['-tick', `${3600 / LEAKS_PER_HOUR}s`]);
      dump = join(folder, 'goroutines.txt');
      await wait(MINUTES * 60_000);
      const answer = await fetch(`${service.url}/debug/pprof/goroutine?debug=2`);
      await writeFile(dump, Buffer.from(await answer.arrayBuffer()));
    },
    (MINUTES + 5) * 60_000,
  );
  afterAll(async () => {
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('says since when and how fast', async () => {
    const { groups } = await plumblineJson<Grouped>(['goroutines', dump, '--by', 'stack']);
    const leaked = groups.filter(
      ({ count, site }) => count > 20 && /^example\.org\/.*[wW]atch/.test(site?.function ?? ''),
    );
    expect(leaked).toHaveLength(2);
    for (const { count, births } of leaked) {
      expect(Math.abs(count - (LEAKS_PER_HOUR * MINUTES) / 60)).toBeLessThanOrEqual(1);
      const since = births!.counts.length * births!.stretchMinutes;
      expect(Math.abs(since - MINUTES)).toBeLessThanOrEqual(STAMPED_WITHIN_MINUTES);
      const [low, high] = births!.interval!;
      expect([low <= LEAKS_PER_HOUR, high >= LEAKS_PER_HOUR]).toEqual([true, true]);
      expect(births!.perHour! / LEAKS_PER_HOUR).toBeGreaterThan(0.85);
      expect(births!.perHour! / LEAKS_PER_HOUR).toBeLessThan(1.15);
    }
  });
});
