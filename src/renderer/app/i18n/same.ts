/** The shape of another language's catalogue: the same keys, any text. A key too few or too many does not compile. */
export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
