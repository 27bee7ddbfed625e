/** A duration in nanoseconds as Go prints one: `1m30.5s`, `250ms`, `0s`. */
export function goDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  if (nanos < 0n) return `-${goDuration(-nanos)}`;
  const decimal = (value: bigint, digits: number): string => {
    const unit = 10n ** BigInt(digits);
    const rest = String(value % unit)
      .padStart(digits, '0')
      .replace(/0+$/, '');
    return `${value / unit}${rest === '' ? '' : `.${rest}`}`;
  };
  if (nanos < 1_000n) return `${nanos}ns`;
  if (nanos < 1_000_000n) return `${decimal(nanos, 3)}µs`;
  if (nanos < 1_000_000_000n) return `${decimal(nanos, 6)}ms`;
  const minutes = nanos / 60_000_000_000n;
  const seconds = decimal(nanos % 60_000_000_000n, 9);
  if (minutes === 0n) return `${seconds}s`;
  return minutes < 60n ? `${minutes}m${seconds}s` : `${minutes / 60n}h${minutes % 60n}m${seconds}s`;
}
