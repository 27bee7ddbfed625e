import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { IPC_KEY, IPC_MESSAGE } from '../../contract/ipc-channels';
import type { Backend } from '../backend';
import { openConnection, type Connection } from '../connection';
import { ORIGIN } from './origin';

export interface IpcHost {
  /** Lets `contents` speak; each page it loads is a new connection. */
  admit(contents: WebContents): void;
  close(): void;
}

/** Answers the app's own page in a window that was admitted, and nobody else. */
export function createIpcHost(backend: Backend, key: string): IpcHost {
  const connections = new Map<WebContents, Connection>();

  const isOurPage = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const frame = event.senderFrame;
    if (frame === null || !connections.has(event.sender)) return false;
    return frame === event.sender.mainFrame && isAppUrl(frame.url);
  };
  const onMessage = (event: IpcMainEvent, text: unknown): void => {
    if (isOurPage(event)) connections.get(event.sender)?.receive(text);
    else console.error(`Refused a message from ${event.senderFrame?.url ?? 'a frame that is gone'}`);
  };
  ipcMain.on(IPC_MESSAGE, onMessage);
  ipcMain.handle(IPC_KEY, (event) => (isOurPage(event) ? key : null));

  return {
    admit(contents) {
      const connect = (): void => {
        connections.get(contents)?.close();
        connections.set(
          contents,
          openConnection(backend, (text) => {
            if (!contents.isDestroyed()) contents.send(IPC_MESSAGE, text);
          }),
        );
      };
      connect();
      // A reload leaves the calls of the page before without anyone to answer to.
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) connect();
      });
      contents.on('destroyed', () => {
        connections.get(contents)?.close();
        connections.delete(contents);
      });
    },
    close() {
      ipcMain.off(IPC_MESSAGE, onMessage);
      ipcMain.removeHandler(IPC_KEY);
      for (const connection of connections.values()) connection.close();
      connections.clear();
    },
  };
}

const isAppUrl = (url: string): boolean => url.startsWith(`${ORIGIN}/`);
