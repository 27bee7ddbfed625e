import type { OnProgress } from './progress';

/**
 * What a host moves: calls, events and bytes, nothing else. Implementations only carry; validation, typing and
 * error decoding are the client's and the server's.
 *
 * An expected failure rejects with PlumblineError. `signal` aborts this one call, and no other: ids are per call.
 */
export interface Transport {
  call(method: string, args: unknown, signal?: AbortSignal, onProgress?: OnProgress): Promise<unknown>;
  /** Events since the subscription, in order. Returns what ends it. */
  subscribe(listener: (event: string, payload: unknown) => void): () => void;
  /** Bytes of a capture, decoded from their transfer encoding but as they are on disk (a .pb.gz stays gzipped). */
  download(sessionId: string, captureId: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** An answer too large for a message, by the name that a method gave; can be fetched once. */
  bulk(id: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Hands a file's bytes over; answers the name under which import finds them. They are kept until used or 1 h. */
  upload(bytes: Uint8Array, signal?: AbortSignal): Promise<string>;
  /** Whether the other side is there; 'closed' comes back by itself once it answers again. */
  onState(listener: (state: 'open' | 'closed') => void): () => void;
}
