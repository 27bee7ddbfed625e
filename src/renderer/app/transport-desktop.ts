import { failed } from '../../contract/errors';
import type { Transport } from '../../contract/transport';
import type { DesktopBridge } from '../../contract/wire';
import { createBytesClient } from './bytes-client';
import { createWireClient } from './wire-client';

declare global {
  interface Window {
    /** Exposed by the desktop's preload, and there only. */
    readonly plumbline: DesktopBridge;
  }
}

/** A transport over what the preload exposes. Its other side is this app's own process, so it is always open. */
export function createDesktopTransport(bridge: DesktopBridge, origin: string): Transport {
  const wire = createWireClient((text) => bridge.send(text));
  bridge.receive((text) => wire.receive(text));
  let key: Promise<string> | undefined;
  const getKey = async (): Promise<string> => {
    const given = await bridge.key();
    if (given === null) throw failed('bytes-refused');
    return given;
  };
  return {
    call: (method, args, signal, onProgress) => wire.call(method, args, signal, onProgress),
    subscribe: (listener) => wire.subscribe(listener),
    ...createBytesClient(origin, () => (key ??= getKey())),
    onState(listener) {
      listener('open');
      return () => undefined;
    },
  };
}
