/**
 * As a literal in Go, ParseInt of base 0: `010` and `0o10` are octal, `0x10`, `0b10`, and `_` may stand between digits and
 * behind a prefix. Null where it is none, or no int64.
 */
export function parseGoInteger(value: string): bigint | null {
  const [, sign, text = ''] = /^([+-]?)(.*)$/.exec(value) ?? [];
  if (
    !/^(?:[1-9](?:_?\d)*|0(?:_?[0-7])*|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0[xX](?:_?[\da-fA-F])+)$/.test(text)
  )
    return null;
  const digits = text.replaceAll('_', '');
  const magnitude = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  const number = sign === '-' ? -magnitude : magnitude;
  return BigInt.asIntN(64, number) === number ? number : null;
}
