/** Round numbers with equal steps of 1, 2 or 5 times a power of ten, from the last below `min` to the first above `max`. */
export function ticksAround(min: number, max: number): number[] {
  const least = (max - min || 1) / 8;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= least)!;
  const first = Math.floor(min / step);
  const last = Math.max(Math.ceil(max / step), first + 1);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(digits)));
}
