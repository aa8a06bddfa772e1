/** How many are remembered: as many layers of one shape as a model may well have. */
const most = 8;

/** Remembers what was made last, by a key that says all it was made from. */
export function recent<Value>(): (key: string, make: () => Value) => Value {
  const made = new Map<string, Value>();
  return (key, make) => {
    const known = made.get(key);
    const value = known ?? make();
    // The first of a map is what was not used for longest.
    made.delete(key);
    made.set(key, value);
    if (made.size > most) made.delete(made.keys().next().value!);
    return value;
  };
}
