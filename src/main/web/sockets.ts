import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { MAX_MESSAGE_LENGTH, WS_KEY_PREFIX, WS_PATH, WS_PROTOCOL } from '../../contract/wire';
import type { Backend } from '../backend';
import { openConnection } from '../connection';
import { matchesKey } from '../routes';
import { isLoopbackHost, isLoopbackOrigin } from './loopback';

const PING_EVERY_MS = 30_000;
/** A client that lets this much pile up unread is dropped; it comes back and fetches anew. */
const MAX_UNSENT_BYTES = 256 * 1024 * 1024;

/** Takes WebSocket upgrades on `server` from those who know the key. */
export function serveSockets(server: Server, backend: Backend, key: string): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    // The limit is in characters, three bytes at most; what is above ends the connection before it is in memory.
    maxPayload: MAX_MESSAGE_LENGTH * 3,
    handleProtocols: () => WS_PROTOCOL,
  });
  server.on('upgrade', (request, stream, head) => {
    const refusal = whyRefused(request, key);
    if (refusal !== null) {
      refuse(stream, refusal);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => attach(socket, backend));
  });
  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function whyRefused(request: IncomingMessage, key: string): string | null {
  if (!isLoopbackHost(request.headers.host)) return '403 Forbidden';
  if (!isLoopbackOrigin(request.headers.origin)) return '403 Forbidden';
  if (request.url !== WS_PATH) return '404 Not Found';
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const given = offered.find((name) => name.startsWith(WS_KEY_PREFIX))?.slice(WS_KEY_PREFIX.length) ?? '';
  return offered.includes(WS_PROTOCOL) && matchesKey(given, key) ? null : '401 Unauthorized';
}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function attach(socket: WebSocket, backend: Backend): void {
  const connection = openConnection(backend, (text) => {
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(text);
  });
  let answered = true;
  const ping = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, PING_EVERY_MS);
  socket.on('pong', () => {
    answered = true;
  });
  socket.on('message', (data, isBinary) => {
    // ws hands a text message over as one Buffer unless asked for fragments.
    connection.receive(isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8'));
  });
  // A broken frame or one too large: ws has said why to the client and closes; 'close' follows.
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(ping);
    connection.close();
  });
}
