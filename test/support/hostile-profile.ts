// Profiles as an attacker or a broken disk makes them: real ones, with bytes changed, cut, doubled and inflated.
import fc from 'fast-check';

/** What becomes of the bytes of a profile. Places are shares of its length, so that one change fits all. */
type Change =
  | { readonly kind: 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'remove' | 'double'; readonly at: number; readonly length: number }
  /** A number or a length that is far too large: up to 2^64. */
  | { readonly kind: 'huge'; readonly at: number; readonly digits: number }
  | { readonly kind: 'words'; readonly at: number; readonly text: string };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('set'),
      at: place,
      // Mostly such as leave a number as long as it was.
      byte: fc.oneof(fc.nat(127), fc.nat(127), fc.nat(255)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut'), at: place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('remove', 'double'),
      at: place,
      length: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('huge'), at: place, digits: fc.integer({ min: 3, max: 11 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('words'),
      at: place,
      text: fc.constantFrom(
        '\n',
        ' @ 0x1',
        '99999999999999999999',
        '0: 0 [0: 0] @',
        '-1',
        '\xff\xfe',
        '#',
        '---',
      ),
    }),
  },
);

function changed(bytes: Uint8Array, how: Change): Uint8Array {
  const at = Math.floor(how.at * bytes.length);
  const before = bytes.subarray(0, at);
  const replaced = (length: number, by: Uint8Array): Uint8Array =>
    Buffer.concat([before, by, bytes.subarray(at + length)]);
  switch (how.kind) {
    case 'set':
      return replaced(1, Uint8Array.of(how.byte));
    case 'cut':
      return before;
    case 'remove':
      return replaced(how.length, new Uint8Array(0));
    case 'double':
      return replaced(0, bytes.subarray(at, at + how.length));
    case 'huge':
      return replaced(1, new Uint8Array(how.digits).fill(0xff, 0, how.digits - 1).fill(0x01, how.digits - 1));
    case 'words':
      return replaced(how.text.length, Buffer.from(how.text, 'latin1'));
  }
}

/** One of the profiles, its number first, after some changes. */
export const hostileProfile = (profiles: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.nat(profiles.length - 1), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([which, changes]) => changes.reduce(changed, profiles[which] ?? new Uint8Array(0)));
