import type { z } from 'zod';

export type Issue = z.core.$ZodIssue;

/** What is wrong with a value, as a sentence after its name: `plan.everyMs must be at least 1000`. */
export function sayIssue(issue: Issue | undefined, whole: string): string {
  if (issue === undefined) return `${whole} are not as declared`;
  const name = issue.path.length === 0 ? whole : issue.path.map(String).join('.');
  switch (issue.code) {
    case 'invalid_type':
      return `${name} must be ${article(WORDS[issue.expected] ?? issue.expected)}`;
    case 'too_small':
      return `${name} must ${issue.origin === 'number' ? 'be' : 'hold'} at least ${issue.minimum}`;
    case 'too_big':
      return `${name} must ${issue.origin === 'number' ? 'be' : 'hold'} at most ${issue.maximum}`;
    case 'invalid_value':
      return `${name} must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union': {
      // Of objects told apart by one field it is that field which fits none; zod names what fits, but not in its types.
      const options: unknown = 'options' in issue ? issue.options : null;
      return Array.isArray(options)
        ? `${name} must be one of ${options.map(String).join(', ')}`
        : `${name} is not as declared`;
    }
    case 'unrecognized_keys':
      return `${name} must not hold ${issue.keys.join(', ')}`;
    case 'custom':
      return `${name}: ${issue.message}`;
    default:
      return `${name} is not as declared`;
  }
}

const WORDS: Readonly<Record<string, string>> = { int: 'integer' };

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);
