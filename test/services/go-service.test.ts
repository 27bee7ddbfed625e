import { afterEach, describe, expect, it } from 'vitest';
import { goAvailable, startService, type GoService } from '../support/go-service';

describe.skipIf(!goAvailable())('the services (needs Go)', () => {
  const running: GoService[] = [];
  const start = async (...args: Parameters<typeof startService>): Promise<GoService> => {
    const service = await startService(...args);
    running.push(service);
    return service;
  };
  const page = async (url: string): Promise<string> => (await fetch(url)).text();
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.stop()));
  });

  it('collectsvr blocks two goroutines per tick in chan receive, in the two Watch functions', async () => {
    const service = await start('collectsvr', ['-preleak', '500', '-tick', '1h']);
    const counts = await page(`${service.url}/debug/pprof/goroutine?debug=1`);
    expect(counts).toMatch(
      /^500 @ .*\n#\t\S+\texample\.org\/sdk\/trpc-config-rainbow\.\(\*KV\)\.Watch\.func1\+\S+\t\S+kv_config\.go:\d+$/m,
    );
    expect(counts).toMatch(
      /^500 @ .*\n#\t\S+\t\S+\/internal\/pkg\/config\.\(\*appConfigLoaderRainbowImpl\)\.Watch\.func1\+\S+\t\S+rainbow\.go:\d+$/m,
    );
    const dump = await page(`${service.url}/debug/pprof/goroutine?debug=2`);
    expect(dump.match(/^goroutine \d+ \[chan receive/gm)?.length).toBeGreaterThanOrEqual(1000);
  });

  it('serves pprof under another prefix, and there only', async () => {
    const service = await start('steady', ['-prefix', '/internal/debug/pprof']);
    expect((await fetch(`${service.url}/debug/pprof/`)).status).toBe(404);
    expect(await page(`${service.url}/internal/debug/pprof/`)).toContain('goroutine?debug=1');
    expect((await fetch(`${service.url}/internal/debug/pprof/heap`)).status).toBe(200);
    expect(await page(`${service.url}/metrics`)).toMatch(/^go_goroutines \d+$/m);
  });

  it('ends when it is stopped', async () => {
    const service = await start('heapmap');
    await service.stop();
    await expect(fetch(`${service.url}/metrics`)).rejects.toThrow();
  });
});
