// The names that the workspace gives: of session folders, targets, snapshots and capture files. All of them are safe on
// every file system, and none is taken from outside as it came.
import { randomInt } from 'node:crypto';
import type { CaptureFacts } from '../../contract/domain';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** `Collect svr` → `collect-svr-k3f9`. A name without a Latin letter or digit becomes `session-k3f9`. */
export function sessionId(name: string): string {
  const random = Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${slug(name, 40) || 'session'}-${random}`;
}

/** A session folder that was copied or renamed by hand keeps working; hidden ones are not sessions. */
export const isSessionFolder = (name: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}._ ()-]{0,99}$/u.test(name);

const MAX_TARGET_ID = 32;
/** Leaves room for a number behind it. */
const MAX_TARGET_NAME = 28;

/** `http://pod1.prod.svc:6060/…` → `pod1`; through the Kubernetes API server, the pod's or service's name. */
export function targetId(url: string, taken: ReadonlySet<string>): string {
  const { hostname, port, pathname } = new URL(url);
  const proxied = /\/(?:pods|services)\/(?:https?:)?([^/:]+)/.exec(pathname)?.[1];
  const isAddress = /^[\d.]+$|:/.test(hostname);
  const name = proxied ?? (isAddress ? hostname : (hostname.split('.')[0] ?? ''));
  const named = ending(slug(name, 256), MAX_TARGET_NAME) || 'target';
  if (!taken.has(named)) return named;
  const withPort = `${named}-${port}`;
  if (port !== '' && proxied === undefined && withPort.length <= MAX_TARGET_ID && !taken.has(withPort))
    return withPort;
  for (let n = 2; ; n++) {
    const numbered = `${named}-${n}`;
    if (!taken.has(numbered)) return numbered;
  }
}

/** Pods of one deployment differ at their end: of a long name that is what stays, from a dash on. */
function ending(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.slice(-length - 1);
  const dash = end.indexOf('-');
  return end.slice(dash >= 0 && dash < length / 2 ? dash + 1 : 1);
}

function slug(text: string, length: number): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, length)
    .replace(/-$/, '');
}

/** Sorts as its time does. */
export function snapshotId(timeMs: number, targetId: string | null, taken: (id: string) => boolean): string {
  const id = `${new Date(timeMs).toISOString().replaceAll(':', '')}-${targetId ?? 'import'}`;
  return firstFree(taken, (n) => (n === 1 ? id : `${id}.${n}`));
}

/** `2025-05-12/113606.482Z-pod1-heap.pb.gz`. `taken` is asked in lower case: not every file system tells cases apart. */
export function captureFile(
  timeMs: number,
  targetId: string | null,
  facts: CaptureFacts,
  bytes: Uint8Array,
  taken: (file: string) => boolean,
): string {
  const iso = new Date(timeMs).toISOString();
  const time = iso.slice(11).replaceAll(':', '');
  const stem = `${iso.slice(0, 10)}/${time}-${targetId ?? 'import'}-${facts.kind}`;
  const extension = extensionOf(facts, bytes);
  return firstFree(
    (file) => taken(file.toLowerCase()),
    (n) => `${stem}${n === 1 ? '' : `.${n}`}.${extension}`,
  );
}

/** Doubling first, then between: a folder of 10,000 files of one moment is imported without trying 10,000² names. */
function firstFree(taken: (name: string) => boolean, nth: (n: number) => string): string {
  let high = 1;
  while (taken(nth(high))) high *= 2;
  let low = Math.floor(high / 2) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (taken(nth(middle))) low = middle + 1;
    else high = middle;
  }
  return nth(high);
}

function extensionOf(facts: CaptureFacts, bytes: Uint8Array): string {
  const format = facts.kind === 'trace' ? 'trace' : facts.encoding === 'proto' ? 'pb' : 'txt';
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? `${format}.gz` : format;
}

/** The folders of capture files: one for each day in UTC. */
export const DAY_FOLDER = /^\d{4}-\d{2}-\d{2}$/;

/** The names of `captureFile` alone: whatever else lies in a session's folder is the user's. */
export const isCaptureFile = (name: string): boolean =>
  /^\d{6}\.\d{3}Z-[a-z0-9-]+-[A-Za-z0-9._-]+\.(pb|txt|trace)(\.gz)?$/.test(name);
