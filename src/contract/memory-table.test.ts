import { describe, expect, it } from 'vitest';
import { memoryLife } from '../../test/support/memory-life';
import { accountMemory } from '../core/memory/account';
import { packAccount, unpackAccount } from './memory-table';

describe('a memory account in bytes', () => {
  it('comes back as it was, what is unknown included', () => {
    const rows = memoryLife({ seed: 1, snapshots: 5, gomemlimit: 900, containerLimit: 1000 });
    for (const account of [accountMemory(rows), accountMemory([]), accountMemory(rows.slice(1, 2))])
      expect(unpackAccount(packAccount(account))).toEqual(account);
  });

  it('is refused where it is none', () => {
    const bytes = packAccount(accountMemory(memoryLife({ seed: 1, snapshots: 3 })));
    for (const broken of [new Uint8Array(), bytes.subarray(1), bytes.subarray(0, bytes.length - 8)])
      expect(() => unpackAccount(broken)).toThrow(expect.objectContaining({ code: 'internal' }) as Error);
  });
});
