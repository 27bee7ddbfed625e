// The built web host as a process of its own, spoken to as the browser does.
import { spawn } from 'node:child_process';
import { WebSocket } from 'ws';
import { createClient, type Client } from '../../src/contract/client';
import { createWebTransport } from '../../src/renderer/app/transport-web';

export interface RunningBackend {
  readonly pid: number;
  readonly url: string;
  /** `performance.now()` when it was started. */
  readonly startedMs: number;
  connect(): Client;
  stop(): Promise<void>;
}

/** `home` holds its settings. */
export async function startBackend(cli: string, workspace: string, home: string): Promise<RunningBackend> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [cli, 'serve', '--workspace', workspace, '--port', '0'], {
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: `${home}/.config` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((done, fail) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/#key=\S+/.exec(said)?.[0];
      if (found !== undefined) done(found);
    });
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`plumbline serve ended with ${code}: ${said}`)));
  });
  const { origin, hash } = new URL(url);
  const open: { close(): void }[] = [];
  return {
    pid: child.pid ?? 0,
    url,
    startedMs,
    connect() {
      const transport = createWebTransport({
        origin,
        key: hash.replace('#key=', ''),
        WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      });
      open.push(transport);
      return createClient(transport);
    },
    async stop() {
      for (const transport of open) transport.close();
      child.kill('SIGTERM');
      await ended;
    },
  };
}
