/** Rows for keys, each of as many whole numbers of 32 bits: the same key has the same row, from 0 on. Takes no memory for a look. */
export interface KeyRows {
  /** The row of a key, a new one where it is not known; -1 where there is no room for one. */
  readonly rowOf: (key: Int32Array) => number;
  /** One of the numbers of the key that a row has. */
  readonly partOf: (row: number, part: number) => number;
  readonly size: () => number;
}

/** Makes the rows of keys of so many parts: a table of open addressing, at most half full. */
export function makeKeyRows(parts: number, max: number): KeyRows {
  let slots = new Int32Array(FIRST_SLOTS).fill(FREE);
  let keys = new Int32Array((FIRST_SLOTS / 2) * parts);
  let size = 0;
  const partOf = (row: number, part: number): number => keys[row * parts + part] ?? 0;
  const isOf = (row: number, key: Int32Array): boolean => {
    for (let part = 0; part < parts; part += 1) if (partOf(row, part) !== key[part]) return false;
    return true;
  };
  /** Where a key is, or would be. */
  const slotOf = (key: Int32Array): number => {
    let slot = hashOf(key) & (slots.length - 1);
    for (let row = slots[slot] ?? FREE; row !== FREE && !isOf(row, key); row = slots[slot] ?? FREE)
      slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  const grow = (): void => {
    const old = keys;
    slots = new Int32Array(slots.length * 2).fill(FREE);
    keys = new Int32Array(old.length * 2);
    keys.set(old);
    for (let row = 0; row < size; row += 1) slots[slotOf(keys.subarray(row * parts, (row + 1) * parts))] = row;
  };
  const add = (key: Int32Array): number => {
    if (size >= max) return -1;
    if (size * 2 >= slots.length) grow();
    slots[slotOf(key)] = size;
    keys.set(key, size * parts);
    size += 1;
    return size - 1;
  };
  const rowOf = (key: Int32Array): number => {
    const row = slots[slotOf(key)] ?? FREE;
    return row === FREE ? add(key) : row;
  };
  return { rowOf, partOf, size: () => size };
}

const FREE = -1;

const FIRST_SLOTS = 2048;

/** FNV-1a over whole numbers, and its high bits over its low ones, which are looked at: http://www.isthe.com/chongo/tech/comp/fnv/ */
const hashOf = (key: Int32Array): number => {
  let hash = 0x81_1c_9d_c5;
  for (const part of key) hash = Math.imul(hash ^ part, 0x01_00_01_93);
  return hash ^ (hash >>> 15);
};
