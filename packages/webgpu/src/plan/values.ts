import type { Loop, Value } from '@unsaturate/scan';

/** A value whose arguments and load have other numbers. */
export function renumbered(value: Value, valueOf: readonly number[], firstLoad: number): Value {
  if (value.op === 'fill') return value;
  if (value.op === 'load') return { op: 'load', load: value.load + firstLoad };
  const args: readonly number[] = value.args.map((arg) => valueOf[arg]!);
  return { ...value, args } as Value;
}

/** The loop without the loads that no value needs, so that it does not look as if it read them. */
export function withoutUnusedLoads(loop: Loop): Loop {
  const used = new Set(loop.values.flatMap((value) => (value.op === 'load' ? [value.load] : [])));
  const numbers = loop.loads.map((_, i) => [...used].filter((each) => each < i).length);
  return {
    ...loop,
    loads: loop.loads.filter((_, i) => used.has(i)),
    values: loop.values.map((value) =>
      value.op === 'load' ? { op: 'load', load: numbers[value.load]! } : value,
    ),
  };
}
