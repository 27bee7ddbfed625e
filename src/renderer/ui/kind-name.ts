import { KNOWN_KINDS, type KnownKind } from '../../core/base/capture-kind';

/** A kind that has a name in the user's language; a custom profile is shown by its own. */
export const isKnownKind = (kind: string): kind is KnownKind => KNOWN_KINDS.some((known) => known === kind);
