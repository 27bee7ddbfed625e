// Runs the scenarios in a page, over the transport that the real entries use there.
import '../../../src/renderer/app/zod-without-eval';
import type { DesktopBridge } from '../../../src/contract/wire';
import { takePageKey } from '../../../src/renderer/app/page-key';
import { createDesktopTransport } from '../../../src/renderer/app/transport-desktop';
import { createWebTransport } from '../../../src/renderer/app/transport-web';
import { scenarios, type Rig, type ScenarioName } from './scenarios';

declare global {
  interface Window {
    runScenario: (name: ScenarioName) => Promise<unknown>;
    /** What the security policy refused. */
    violations: string[];
  }
}

window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`),
);

function desktopRig(bridge: DesktopBridge): Rig {
  const received: string[] = [];
  bridge.receive((text) => received.push(text));
  return {
    transport: createDesktopTransport(bridge, window.location.origin),
    sendRaw: (text) => bridge.send(text),
    received,
  };
}

function webRig(): Rig {
  const received: string[] = [];
  const sockets: WebSocket[] = [];
  class RecordedSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
      this.addEventListener('message', (event: MessageEvent<string>) => received.push(event.data));
    }
  }
  const key = takePageKey(window.location, window.history, window.sessionStorage) ?? '';
  const transport = createWebTransport({ origin: window.location.origin, key, WebSocket: RecordedSocket });
  return { transport, sendRaw: (text) => sockets.at(-1)?.send(text), received };
}

const bridge = (window as { plumbline?: DesktopBridge }).plumbline;
const rig = bridge === undefined ? webRig() : desktopRig(bridge);
window.runScenario = (name) => scenarios[name](rig);
