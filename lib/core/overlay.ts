/**
 * Properties with those of `over` on top of them. What is `undefined` there says nothing, as if it had been left out: a
 * spread would let it overwrite what is said below.
 * @internal
 */
export function overlay<T extends object>(below: T, over: Partial<T> | undefined): T {
  const said = Object.entries(over ?? {}).filter(([, value]) => value !== undefined);
  return { ...below, ...Object.fromEntries(said) };
}
