// A session has tens of thousands of captures. Handed to a job as objects they take longer than what is worked out of them, on
// both sides; as a few long strings and columns hardly any time.
import type { GrowthCapture, GrowthInput, GrowthLife } from './growth-data';

/** Texts end with it: no file name and no digest holds it. */
const END = '\0';

type Text = 'captureId' | 'path' | 'sha256' | 'kind' | 'encoding';

export interface PackedCaptures extends Readonly<Record<Text, string>> {
  /** Empty: null. */
  readonly snapshotId: string;
  readonly ofAnother: string;
  readonly isDelta: Uint8Array;
  readonly timeMs: Float64Array;
  /** NaN: null. */
  readonly numGc: Float64Array;
}

type PackedLife = Omit<GrowthLife, 'captures'> & { readonly captures: PackedCaptures };
export type PackedGrowthInput = Omit<GrowthInput, 'lives'> & { readonly lives: readonly PackedLife[] };

export const packGrowth = (input: GrowthInput): PackedGrowthInput => ({
  ...input,
  lives: input.lives.map((life) => ({ ...life, captures: packCaptures(life.captures) })),
});

export const unpackGrowth = (input: PackedGrowthInput): GrowthInput => ({
  ...input,
  lives: input.lives.map((life) => ({ ...life, captures: unpackCaptures(life.captures) })),
});

function packCaptures(captures: readonly GrowthCapture[]): PackedCaptures {
  const text = (of: (capture: GrowthCapture) => string | null): string =>
    captures.map((capture) => (of(capture) ?? '') + END).join('');
  return {
    captureId: text((c) => c.captureId),
    snapshotId: text((c) => c.snapshotId),
    path: text((c) => c.path),
    sha256: text((c) => c.sha256),
    kind: text((c) => c.kind),
    encoding: text((c) => c.encoding),
    ofAnother: text((c) => c.ofAnother),
    isDelta: Uint8Array.from(captures, (c) => Number(c.isDelta)),
    timeMs: Float64Array.from(captures, (c) => c.timeMs),
    numGc: Float64Array.from(captures, (c) => c.numGc ?? NaN),
  };
}

function unpackCaptures(packed: PackedCaptures): GrowthCapture[] {
  const texts = (of: string): string[] => of.split(END);
  const [captureId, snapshotId, path] = [packed.captureId, packed.snapshotId, packed.path].map(texts);
  const [sha256, kind, encoding] = [packed.sha256, packed.kind, packed.encoding].map(texts);
  const ofAnother = texts(packed.ofAnother);
  return Array.from(packed.timeMs, (timeMs, i) => {
    const numGc = packed.numGc[i] ?? NaN;
    return {
      captureId: captureId?.[i] ?? '',
      snapshotId: snapshotId?.[i] || null,
      path: path?.[i] ?? '',
      sha256: sha256?.[i] ?? '',
      kind: kind?.[i] ?? '',
      encoding: encoding?.[i] === 'text' ? 'text' : 'proto',
      isDelta: packed.isDelta[i] === 1,
      ofAnother: reasonOf(ofAnother[i]),
      timeMs,
      numGc: Number.isNaN(numGc) ? null : numGc,
    };
  });
}

const reasonOf = (text: string | undefined): GrowthCapture['ofAnother'] =>
  text === 'moved' || text === 'unclear-life' ? text : null;
