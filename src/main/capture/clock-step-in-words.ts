import { sentence, type Sentence } from '../../contract/errors';
import { said } from '../../contract/failures/say';
import type { ClockStep } from './session-time';

/** For the user of a session that was captured while somebody set the clock. */
export function clockStepInWords({ stepMs, measured }: ClockStep): Sentence {
  if (!measured) return sentence(said('clock-behind'));
  const step = Math.abs(stepMs);
  return sentence(stepMs < 0 ? said('clock-back', { step }) : said('clock-forward', { step }));
}
