import type { ClockStep } from './session-time';

/** For the user of a session that was captured while somebody set the clock. */
export function clockStepInWords({ stepMs, measured }: ClockStep): { message: string; advice: string } {
  if (!measured) {
    return {
      message: 'The clock of this machine stands behind the last snapshot.',
      advice: 'New snapshots are put after it; how much time passed between them is not known.',
    };
  }
  return {
    message: `The clock of this machine was set ${stepMs < 0 ? 'back' : 'forward'} by ${inWords(Math.abs(stepMs))}.`,
    advice: 'Snapshots go on in the time of before, so that they keep their order and distances.',
  };
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  return parts
    .filter(([value]) => value > 0)
    .slice(0, 2)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}
