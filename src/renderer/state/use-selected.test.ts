import { shallowRef } from 'vue';
import { describe, expect, it } from 'vitest';
import { rowOf, useSelected, useSelectedRow } from './use-selected';

const row = (key: string, name: string) => ({ key, function: name });
const functions = [row('f', 'f'), row('g', 'g')];
const lines = [row('f:9', 'f'), row('f:7', 'f'), row('g:1', 'g')];
const files = [row('a.go', ''), row('b.go', '')];
const boxOf = (...names: string[]) => ({ side: 'whole' as const, names });

function view() {
  const store = useSelected();
  const rows = shallowRef(functions);
  return { ...store, rows, key: useSelectedRow(store.selected, () => rows.value) };
}

describe('what is selected', () => {
  it('is one function, whether it was picked as a row, as a box or by name', () => {
    const { key, place, selectedFunction } = view();
    key.value = 'g';
    expect(selectedFunction.value).toBe('g');
    place.value = boxOf('g', 'f');
    expect([selectedFunction.value, key.value]).toEqual(['f', 'f']);
    selectedFunction.value = 'g';
    expect([place.value, key.value]).toEqual([null, 'g']);
    // It stays where there is no row of it.
    selectedFunction.value = 'h';
    expect([selectedFunction.value, key.value]).toEqual(['h', null]);
  });

  it('is none in all of them where it is deselected in one', () => {
    const { key, place, selectedFunction } = view();
    key.value = 'f';
    place.value = null;
    expect([selectedFunction.value, key.value]).toEqual(['', null]);
    place.value = boxOf('f');
    key.value = null;
    expect([selectedFunction.value, place.value]).toEqual(['', null]);
    place.value = boxOf('f');
    selectedFunction.value = '';
    expect([place.value, key.value]).toEqual([null, null]);
  });

  it('keeps the row and the box that were picked while the function stays', () => {
    const { key, place, selectedFunction, rows } = view();
    rows.value = lines;
    key.value = 'f:7';
    place.value = boxOf('g', 'f');
    expect(key.value).toBe('f:7');
    selectedFunction.value = 'f';
    expect(place.value).toEqual(boxOf('g', 'f'));
    // Rows that stand for something else for a while.
    rows.value = functions;
    expect(key.value).toBe('f');
    rows.value = lines;
    expect(key.value).toBe('f:7');
    key.value = 'f:9';
    expect(place.value).toEqual(boxOf('g', 'f'));
    key.value = 'g:1';
    expect(place.value).toBeNull();
  });

  it('may be a row that is no function', () => {
    const { key, selectedFunction, place, rows } = view();
    rows.value = files;
    key.value = 'b.go';
    expect([key.value, selectedFunction.value]).toEqual(['b.go', '']);
    place.value = null;
    expect(key.value).toBeNull();
    expect(rowOf(files, { function: '', row: null, place: null })).toBeNull();
  });
});
