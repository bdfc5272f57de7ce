/** Does something with each value of a generator, and resolves to what it returns in the end, which `for await` drops. */
export async function forEachOf<Value, Result>(
  values: AsyncGenerator<Value, Result>,
  each: (value: Value) => void,
): Promise<Result> {
  let next = await values.next();
  for (; next.done !== true; next = await values.next()) each(next.value);
  return next.value;
}
