/** A number with what it counts: `1 stack`, `2 stacks`. */
export function countOf(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
