import type { EventName, EventPayload } from '../contract/events';
import type { Handlers } from './serve';

/** What a host offers the services beyond what every machine has. Absent means: this host cannot do it. */
export interface HostAbilities {
  /** A file dialog; the absolute paths chosen, none if the user cancelled. */
  readonly pickFiles?: () => Promise<readonly string[]>;
  /** A dialog that begins at a folder; the absolute path of the one that is chosen, null if the user cancelled. */
  readonly pickFolder?: (at: string) => Promise<string | null>;
  /** Shows a file in the system's file manager. */
  readonly revealFile?: (path: string) => void;
  /** Asks the user, in a dialog that no page can answer, whether this program may be run from now on. */
  readonly confirmCommand?: (command: string) => Promise<boolean>;
  /** The only sites that it hands to the system's browser; absent: it follows every link. */
  readonly linkHosts?: readonly string[];
}

export type EventListener = <E extends EventName>(event: E, payload: EventPayload<E>) => void;

/** The services as a host sees them: it moves their calls, events and bytes, and knows nothing else of them. */
export interface Backend {
  readonly handlers: Handlers;
  subscribe(listener: EventListener): () => void;
  /** Absolute path of a capture's file; rejects with `not-found` for anything outside the session. */
  captureFile(sessionId: string, captureId: string): Promise<string>;
  /** An answer that a handler has put aside as bytes, once; throws `not-found`. */
  takeBulk(id: string): Uint8Array;
  /** Keeps bytes for a later import, at most 1 h; answers their name. Rejects above the size limit. */
  storeUpload(bytes: AsyncIterable<Uint8Array>): Promise<string>;
  /** Ends schedules and writes in progress, gives the workspace back. */
  close(): Promise<void>;
}
