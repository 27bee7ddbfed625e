import { contextBridge, ipcRenderer } from 'electron';
import { IPC_KEY, IPC_MESSAGE } from '../contract/ipc-channels';
import type { DesktopBridge } from '../contract/wire';

const bridge: DesktopBridge = {
  send: (message) => ipcRenderer.send(IPC_MESSAGE, message),
  receive(listener) {
    // The event object stays here: it carries the sender's ipcRenderer.
    const onMessage = (_event: unknown, message: string): void => listener(message);
    ipcRenderer.on(IPC_MESSAGE, onMessage);
    return () => ipcRenderer.off(IPC_MESSAGE, onMessage);
  },
  key: async () => {
    const key: unknown = await ipcRenderer.invoke(IPC_KEY);
    return typeof key === 'string' ? key : null;
  },
};

contextBridge.exposeInMainWorld('plumbline', bridge);
