// Apart from wire.ts, so that the preload carries no schemas into its sandbox.

/** Messages of the wire, both ways. */
export const IPC_MESSAGE = 'plumbline:message';
/** The key for the bytes routes; answered to the app's own page only. */
export const IPC_KEY = 'plumbline:key';
