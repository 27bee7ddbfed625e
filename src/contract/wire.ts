// The messages that cross a process boundary, the same for every such host: one JSON text each, over Electron IPC
// or a WebSocket. Ids are per call and chosen by the caller. Bulk bytes never go this way: see BYTES_PATH.
import { z } from 'zod';
import { ERROR_CODES } from './error-codes';
import { failed, type WireError } from './errors';
import { progressSchema } from './progress';
import { sayIssue } from './say-issue';
import { sentenceSchema } from './sentence';

/** Longest message a server takes, in UTF-16 units. Arguments are small: ids, filters, a list of file names. */
export const MAX_MESSAGE_LENGTH = 8 * 1024 * 1024;
/** Calls that one connection may have running at once. */
export const MAX_RUNNING_CALLS = 256;
export const MAX_UPLOAD_BYTES = 1024 * 1024 * 1024;

export const wireErrorSchema = sentenceSchema.extend({
  code: z.enum(ERROR_CODES),
}) satisfies z.ZodType<WireError>;

const callId = z.number().int().nonnegative();

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: callId, method: z.string().max(128), args: z.unknown() }),
  z.strictObject({ type: z.literal('abort'), id: callId }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id: callId, result: z.unknown() }),
  /** Of a call under way; none comes after its result or error. */
  z.object({ type: z.literal('progress'), id: callId, progress: progressSchema }),
  /** `id` null: the server could not tell which call the message was. */
  z.object({ type: z.literal('error'), id: callId.nullable(), error: wireErrorSchema }),
  z.object({ type: z.literal('event'), event: z.string(), payload: z.unknown() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

/** A message's fields, or why it is none. The text comes from the other side and may be anything. */
export function decodeMessage<T>(
  schema: z.ZodType<T>,
  text: unknown,
  maxLength = Infinity,
): { ok: true; message: T } | { ok: false; id: number | null; error: WireError } {
  const bad = (id: number | null, why: string): { ok: false; id: number | null; error: WireError } => ({
    ok: false,
    id,
    error: failed('no-message', { detail: why }).toWire(),
  });
  if (typeof text !== 'string') return bad(null, 'it is no text');
  if (text.length > maxLength) return bad(null, `it is longer than ${maxLength} characters`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return bad(null, 'it is no JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, message: parsed.data };
  const id = z.object({ id: callId }).safeParse(json);
  return bad(id.success ? id.data.id : null, sayIssue(parsed.error.issues[0], 'it'));
}

/** GET `/bytes/<session>/<capture>`, each encoded as one path segment; the key as a bearer token. */
export const BYTES_PATH = '/bytes';
/** GET `/bulk/<id>`: an answer that a method named, once; the key as a bearer token. */
export const BULK_PATH = '/bulk';
/** POST `/upload` with the bytes as body; the key as a bearer token. Answers `uploadAnswerSchema`. */
export const UPLOAD_PATH = '/upload';
/** GET `/key`: 204 if the bearer token is this server's, else 401. */
export const KEY_PATH = '/key';
export const uploadAnswerSchema = z.object({ upload: z.string() });

/** The WebSocket subprotocol that the server answers with, and the prefix of the one that carries the key. */
export const WS_PROTOCOL = 'plumbline.v1';
export const WS_KEY_PREFIX = 'plumbline.key.';
export const WS_PATH = '/socket';

/**
 * What the preload exposes as `window.plumbline`: a pipe for texts, from which the page makes its Transport. It is not
 * a Transport itself since neither an AbortSignal nor an error's code survives the way through contextBridge.
 */
export interface DesktopBridge {
  /** Sends one ClientMessage as JSON. */
  send(message: string): void;
  /** ServerMessages as JSON, in order. Returns what ends it. */
  receive(listener: (message: string) => void): () => void;
  /** The key that the bytes routes ask for; null if this page is not the one that may have it. */
  key(): Promise<string | null>;
}
