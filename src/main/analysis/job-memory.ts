import type { MemoryGrowth } from '../../contract/memory';
import { packAccount } from '../../contract/memory-table';
import type { MemoryAccount } from '../../core/memory/account';
import { accountGrowth } from '../../core/memory/account-growth';
import type { GrowthInput } from './growth-data';

/** Of each life that any of its snapshots knows of. */
export const growMemory = ({ lives, timeScale }: GrowthInput): MemoryGrowth[] =>
  lives.flatMap(({ life: { target, life }, account }) => {
    const growth = accountGrowth({ target, life }, account, { timeScale });
    return growth === null ? [] : [growth];
  });

export interface AccountInput {
  readonly target: string | null;
  readonly life: string;
  readonly account: MemoryAccount;
  readonly timeScale: number;
}

/** `bytes`: as `packAccount` writes them. */
export const accountOfLife = ({
  target,
  life,
  account,
  timeScale,
}: AccountInput): { bytes: Uint8Array; growth: MemoryGrowth | null } => ({
  bytes: packAccount(account),
  growth: accountGrowth({ target, life }, account, { timeScale }),
});
