/** How many things are kept; the one used longest ago makes room. */
const capacity = 64;

/** Makes a cache: gives what was made for a key before, or makes it now. */
export function boundedCache<Value>(): (key: string, make: () => Value) => Value {
  const values = new Map<string, Value>();
  return (key, make) => {
    const value = values.get(key) ?? make();
    values.delete(key);
    values.set(key, value);
    if (values.size > capacity) values.delete(values.keys().next().value!);
    return value;
  };
}
