/** Ports that one entry names; of one port, both are the same. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Puts ports into ranges where they lie dense, such as those that passive FTP or RPC take; all others stand alone. */
export function portRanges(ports: readonly number[]): readonly PortRange[] {
  const sorted = [...new Set(ports)].sort((a, b) => a - b);
  const ranges: PortRange[] = [];
  for (let index = 0; index < sorted.length; ) {
    const length = denseFrom(sorted, index);
    const [from, to] = [sorted[index], sorted[index + length - 1]];
    if (from !== undefined && to !== undefined) ranges.push({ from, to });
    index += length;
  }
  return ranges;
}

/** Fewer ports are named one by one. */
const MIN_PORTS = 8;

/** At least so many of the ports of a range were seen. */
const MIN_DENSITY = 0.5;

/** How many ports from an index on make a dense range; 1 where none do. */
const denseFrom = (sorted: readonly number[], index: number): number => {
  let length = 1;
  for (let count = MIN_PORTS; index + count <= sorted.length; count += 1) {
    const [from = 0, to = 0] = [sorted[index], sorted[index + count - 1]];
    if (count / (to - from + 1) >= MIN_DENSITY) length = count;
  }
  return length;
};
