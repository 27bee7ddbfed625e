import type { WhyNoSource } from '../../../contract/sources';

/** What the view of a source says. */
export interface SourceWords {
  readonly line: () => string;
  readonly source: () => string;
  /** `isChange`: of B less A. */
  readonly column: (figure: 'flat' | 'cum' | 'a' | 'b', isChange: boolean) => string;
  readonly ofOther: (name: string) => string;
  readonly folded: (side: 'above' | 'below', n: number, count: string) => string;
  readonly whole: () => string;
  readonly wholeHint: () => string;
  readonly file: () => string;
  readonly back: () => string;
  readonly backHint: () => string;
  readonly open: () => string;
  readonly openHint: () => string;
  readonly copyPlace: () => string;
  readonly copyPlaceHint: () => string;
  readonly calls: (line: number) => string;
  readonly noCalls: () => string;
  readonly callsHint: () => string;
  readonly isOther: () => string;
  /** The file has `n` lines, and the profile names later ones. */
  readonly isShort: (n: number, count: string) => string;
  readonly cut: (lines: string) => string;
  readonly choose: () => { readonly title: string; readonly text: string };
  readonly gone: () => { readonly title: string; readonly text: string };
  readonly noFile: () => { readonly title: string; readonly text: string };
  readonly missing: (file: string) => string;
  readonly built: (file: string) => string;
  readonly looked: () => string;
  readonly lookedNowhere: () => string;
  /** The name could lead out of where it is looked for. */
  readonly refused: () => string;
  readonly why: (why: WhyNoSource) => string;
  readonly where: () => string;
  readonly whereHint: () => string;
  readonly browse: () => string;
  readonly look: () => string;
  readonly all: () => string;
}
