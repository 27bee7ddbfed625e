import type { Linter } from 'eslint';

export const oneDiskSeam: Linter.Config & { readonly rules: Linter.RulesRecord };
