/** A number with what it counts: `1 stack`, `2 stacks`. */
export const amount = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
