import { describe, expect, it } from 'vitest';
import { Bulk } from './bulk';

const bytes = (length: number): Uint8Array => new Uint8Array(length);

describe('Bulk', () => {
  it('hands each answer over once', () => {
    const bulk = new Bulk();
    const [a, b] = [bulk.put(bytes(1)), bulk.put(bytes(2))];
    expect(bulk.take(b).byteLength).toBe(2);
    expect(bulk.take(a).byteLength).toBe(1);
    expect(() => bulk.take(a)).toThrow('not there any more');
    expect(() => bulk.take('../../etc/passwd')).toThrow('not there any more');
  });

  it('lets the oldest go where there is no room, never the one that has just come', () => {
    const bulk = new Bulk(10);
    const first = bulk.put(bytes(6));
    const second = bulk.put(bytes(4));
    const third = bulk.put(bytes(3));
    expect(() => bulk.take(first)).toThrow();
    expect(bulk.take(second).byteLength).toBe(4);
    expect(bulk.take(third).byteLength).toBe(3);
    const large = bulk.put(bytes(50));
    expect(bulk.take(large).byteLength).toBe(50);
    const small = bulk.put(bytes(10));
    expect(bulk.take(small).byteLength).toBe(10);
  });
});
