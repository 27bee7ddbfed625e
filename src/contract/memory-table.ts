// The columns of a memory account as they cross the bridge: one value per snapshot of one life.
import { z } from 'zod';
import { MEMORY_PARTS, MEMORY_SUMS, type MemoryAccount, type MemoryColumn } from '../core/memory/account';
import { packColumns, unpackColumns } from './columns';
import { failed } from './errors';

const COLUMNS: readonly ('timeMs' | MemoryColumn)[] = ['timeMs', ...MEMORY_PARTS, ...MEMORY_SUMS];

const headerSchema = z.object({
  version: z.literal(1),
  length: z.number().int().min(0),
  liveFrom: z.enum(['gc', 'profile']).nullable(),
  gomemlimitBytes: z.number().nullable(),
  gogcPercent: z.number().nullable(),
  containerLimitBytes: z.number().nullable(),
});

export function packAccount(account: MemoryAccount): Uint8Array {
  const { liveFrom, gomemlimitBytes, gogcPercent, containerLimitBytes } = account;
  const limits = { gomemlimitBytes, gogcPercent, containerLimitBytes };
  const header = { version: 1, length: account.timeMs.length, liveFrom, ...limits };
  return packColumns(
    header,
    COLUMNS.map((name) => account[name]),
  );
}

/** Reads what `packAccount` wrote; throws `internal` for what another version, or nobody, wrote. */
export function unpackAccount(bytes: Uint8Array): MemoryAccount {
  const read = unpackColumns(bytes, headerSchema, ({ length }) =>
    COLUMNS.map(() => ({ kind: 'float64', length })),
  );
  if (read === null) throw failed('picture-unreadable');
  const { version: _, length: __, ...rest } = read.header;
  const columns = Object.fromEntries(COLUMNS.map((name, i) => [name, read.columns[i]])) as Record<
    'timeMs' | MemoryColumn,
    Float64Array
  >;
  return { ...columns, ...rest };
}
