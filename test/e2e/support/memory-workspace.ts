// A workspace of services whose memory is known: one that leaks outside Go towards its container's limit, one whose heap fills
// GOMEMLIMIT, and one of which no memory numbers were taken.
import { inspectCapture } from '../../../src/core/inspect/inspect-capture';
import { openWorkspace, type Workspace } from '../../../src/main/workspace/workspace';
import { gunzipSync } from 'node:zlib';
import { memoryLife, type MemoryLifeOptions } from '../../support/memory-life';
import { openRecording } from '../../support/replay-server';

const FROM = Date.parse('2025-05-12T08:00:00Z');
const MIB = 1 << 20;

export async function makeMemoryWorkspace(path: string): Promise<void> {
  const workspace = await openWorkspace(path);
  try {
    await addService(workspace, 'native-svr', {
      seed: 1,
      snapshots: 432,
      outsideLeak: 20,
      containerLimit: 3900,
    });
    await addService(workspace, 'tight-svr', {
      seed: 1,
      snapshots: 60,
      liveLeak: 5,
      gogc: 1000,
      gomemlimit: 420,
    });
    await addService(workspace, 'unknown-svr', null);
  } finally {
    await workspace.close();
  }
}

async function addService(
  workspace: Workspace,
  name: string,
  options: MemoryLifeOptions | null,
): Promise<void> {
  const session = await workspace.createSession({
    name,
    targets: [{ url: 'http://127.0.0.1:9/debug/pprof' }],
    plan: { enabled: false },
  });
  const bytes = openRecording('collectsvr').file('00-goroutine.pb.gz');
  const facts = inspectCapture(gunzipSync(bytes));
  if (!facts.ok) throw new Error(facts.error.message);
  const captures = [{ bytes, facts: facts.value, importedFrom: null }];
  const rows = options === null ? [{ timeMs: 0, memory: null, liveHeapBytes: null }] : memoryLife(options);
  await session.addSnapshots(
    rows.map(({ timeMs, memory, liveHeapBytes }, i) => ({
      targetId: session.session.targets[0]?.id ?? null,
      timeMs: Math.round(FROM + timeMs),
      timeSource: 'fetch-clock' as const,
      captures: i === 0 ? captures : [],
      memory: memory && {
        ...memory,
        source: 'metrics' as const,
        goroutines: 60,
        processStartMs: FROM - 60_000,
        ...(liveHeapBytes === null ? {} : { heapLiveBytes: liveHeapBytes }),
        totalAllocBytes: MIB * (i + 1),
      },
      failures: [],
    })),
  );
}
