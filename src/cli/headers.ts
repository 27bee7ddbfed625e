import { HEADER_NAME } from '../contract/limits';
import { CommandError } from './command-error';

/** `Name: value`, as curl's -H takes it. */
export function parseHeader(line: string): { name: string; value: string } {
  const colon = line.indexOf(':');
  if (colon < 1) {
    // It is not repeated: whoever forgets the colon has a token on the line all the same.
    throw new CommandError('bad-request', 'A header has no name.', 'Write it as "Name: value".');
  }
  const name = line.slice(0, colon).trim();
  if (!HEADER_NAME.test(name))
    throw new CommandError('bad-request', 'The name of a header has letters, digits and dashes only.');
  return { name, value: line.slice(colon + 1).trim() };
}
