/**
 * Properties without those that say nothing: `undefined`, and `null`, which JavaScript programs have for it.
 * @internal
 */
export function onlySaid<T extends object>(properties: T): T {
  const said = Object.entries(properties).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said) as T;
}

/**
 * Properties with those of `over` on top of them. What is `undefined` there says nothing, as if it had been left out: a
 * spread would let it overwrite what is said below.
 * @internal
 */
export function overlay<T extends object>(below: T, over: Partial<T> = {}): T {
  return { ...below, ...onlySaid(over) };
}
