import type { ProfileEntry } from '@unsaturate/wasm';
import { renderColumns } from '../columns.ts';
import type { StepProfile } from './step-profile.ts';

const phases = ['before', 'step', 'after', 'forInput', 'all'] as const;

const phaseNames: Readonly<Record<ProfileEntry['phase'], string>> = {
  before: 'before the time steps',
  step: 'time steps',
  after: 'after the time steps',
  forInput: 'gradient in the inputs',
  all: 'memory and preparation',
};

const header = ['', 'count', 'ms', 'share', 'rate', 'of limit'];

/**
 * A profile in plain text, per training step: each direction of each plan, its phases, their instructions; then what was
 * spent outside of plans. Rates are those of products in GFLOP/s, of all else in GB/s, each beside its limit.
 */
export function renderProfile({
  workload,
  backend,
  runtime,
  steps,
  msPerStep,
  profile,
}: StepProfile): string {
  const { threads, limits, entries } = profile;
  const total = profile.ms / steps;
  const inPlans = sum(entries) / steps;
  const line = (what: string, ms: number, count = '', rate: readonly string[] = []): string[] => [
    what,
    count,
    ms.toFixed(3),
    percent(ms / total),
    ...rate,
  ];
  const rateOf = ({ kind, flops, bytes, ms }: ProfileEntry): string[] => {
    if (kind === 'rest') return [];
    const [rate, unit, limit] =
      kind === 'product'
        ? [flops / ms / 1e6, 'GFLOP/s', limits.gflops]
        : [bytes / ms / 1e6, 'GB/s', limits.gigabytesPerSecond];
    return [`${rate.toFixed(1)} ${unit}`, percent(rate / limit)];
  };

  const directions = grouped(entries, ({ plan, direction }) => `${plan}, ${direction}`).flatMap(
    ([name, inDirection]) => [
      line(name, sum(inDirection) / steps),
      ...phases.flatMap((phase) => {
        const inPhase = inDirection.filter((each) => each.phase === phase);
        if (inPhase.length === 0) return [];
        const own = inPhase
          .filter(({ kind }) => kind !== 'rest')
          .map((each) =>
            line(`    ${each.kind} ${each.what}`, each.ms / steps, count(each, steps), rateOf(each)),
          );
        return [line(`  ${phaseNames[phase]}`, sum(inPhase) / steps), ...own];
      }),
    ],
  );
  const kinds = grouped(entries, ({ kind }) => kind).map(([kind, each]) => {
    const all = each.reduce((a, b) => ({
      ...a,
      ms: a.ms + b.ms,
      flops: a.flops + b.flops,
      bytes: a.bytes + b.bytes,
    }));
    return line(`all of kind ${kind}`, all.ms / steps, '', rateOf(all));
  });
  return [
    `${workload} on ${backend}, ${runtime}, threads: ${threads}; a training step, mean of ${steps}`,
    `limits: ${limits.gflops.toFixed(1)} GFLOP/s of multiply-adds, ${limits.gigabytesPerSecond.toFixed(1)} GB/s copying`,
    '',
    renderColumns(
      [
        header,
        ...directions,
        ...kinds,
        line('in plans', inPlans),
        line('outside of plans: tfjs ops, copies in and out', total - inPlans),
        line('total', total),
        line('total without a clock inside', msPerStep),
      ],
      1,
    ),
  ].join('\n');
}

function count(entry: ProfileEntry, steps: number): string {
  return (entry.count / steps).toFixed(0);
}

function sum(entries: readonly ProfileEntry[]): number {
  return entries.reduce((total, { ms }) => total + ms, 0);
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

/** Those with the same key together, in the order in which the keys appear first. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}
