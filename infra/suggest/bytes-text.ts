/** A number of bytes as AWS counts them for its bills, in powers of 1024: `1.5 GB`. */
export function bytesText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const value = bytes / 1024 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : Number(value.toFixed(1))} ${units[power]}`;
}

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
