/** The row of a key; `add` makes one where it has none yet. */
export const intern = <K>(rows: Map<K, number>, key: K, add: () => number): number => {
  const known = rows.get(key);
  if (known !== undefined) return known;
  const row = add();
  rows.set(key, row);
  return row;
};
