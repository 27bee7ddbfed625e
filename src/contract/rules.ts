import { FAILURES } from './failures/catalogue';

/** What a whole value must keep to beyond its fields' types, each a failure without values. */
const RULES = ['annotation-empty', 'range-backwards', 'tag-comma'] as const;
type Rule = (typeof RULES)[number];

/** For zod's `refine`: the rule crosses as a parameter of the issue. */
export const rule = (key: Rule): { message: string; params: { rule: Rule } } => ({
  message: FAILURES[key].message,
  params: { rule: key },
});

export const ruleOf = (params: Readonly<Record<string, unknown>> | undefined): Rule | null =>
  RULES.find((known) => known === params?.['rule']) ?? null;
