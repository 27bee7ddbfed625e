// Where the memory of a process went, in one line each.
import type { MemoryGrowth } from '../contract/memory';
import { MEMORY_PARTS, type MemoryPart } from '../core/memory/account';
import { formatBytes, formatRate, formatTime } from './print';

const NAMES: Readonly<Record<MemoryPart, string>> = {
  runtime: 'Go runtime',
  stacks: 'stacks',
  live: 'live heap',
  headroom: 'GC headroom',
  idle: 'idle',
  outside: 'outside Go',
};
/** A smaller share of the growth of RSS is not worth a word. */
const TOLD_SHARE = 0.05;

/** Of the newest life of each target. */
export function describeMemory(memory: readonly MemoryGrowth[]): string[] {
  const newest = new Map(memory.map((one) => [one.target, one]));
  return [...newest.values()].flatMap((one) => {
    const name = one.target === null ? 'memory' : `memory of ${one.target}`;
    const line = [levelOf(one), sharesOf(one), provenOf(one)].filter((part) => part !== '').join('; ');
    return [...(line === '' ? [] : [`${name}: ${line}`]), ...limitOf(one)];
  });
}

const levelOf = ({ rss }: MemoryGrowth): string =>
  rss === null
    ? 'RSS is not known, nor what is outside Go'
    : `RSS ${formatBytes(rss.last)}, ${formatRate(rss.perHour, 'bytes')} per hour`;

function sharesOf({ parts }: MemoryGrowth): string {
  const told = MEMORY_PARTS.flatMap((part) => {
    const share = parts[part]?.share ?? 0;
    return Math.abs(share) < TOLD_SHARE ? [] : [{ part, share }];
  }).sort((a, b) => b.share - a.share);
  return told.length === 0
    ? ''
    : `of its growth ${told.map(({ part, share }) => `${NAMES[part]} ${Math.round(share * 100)}%`).join(', ')}`;
}

function provenOf({ parts }: MemoryGrowth): string {
  const proven = MEMORY_PARTS.filter((part) => parts[part]?.proven === true);
  return proven.length === 0 ? '' : `proven to grow: ${proven.map((part) => NAMES[part]).join(', ')}`;
}

function limitOf({ limit, forecast, nearGomemlimit }: MemoryGrowth): string[] {
  const lines: string[] = [];
  if (limit !== null && forecast !== null) {
    const what =
      forecast.of === 'container' ? 'RSS reaches the container’s' : 'what no GC gives back fills GOMEMLIMIT,';
    const hours = (forecast.plusMinusMs / 3_600_000).toFixed(1);
    lines.push(
      `if this goes on, ${what} ${formatBytes(limit.bytes)} about ${formatTime(forecast.atMs)} (± ${hours} h)`,
    );
  }
  if (nearGomemlimit)
    lines.push('Go holds all that GOMEMLIMIT allows: that memory stays level is no proof that nothing leaks');
  return lines;
}
