import { InvalidArgumentError, UnsaturateError } from '@unsaturate/core';
import { defineCommand, runMain } from 'citty';
import { backends, implementations } from './implementations/implementations.ts';
import type { DetailedMeasurement, Measurement } from './measurement.ts';
import { describeMachine, writeResults } from './results.ts';
import { repetitions, runWorkload } from './run.ts';
import { renderTable } from './table.ts';
import type { Workload } from './workloads/workload.ts';
import { smokeWorkloads, workloads } from './workloads/workloads.ts';

const command = defineCommand({
  meta: {
    name: 'bench',
    description: `Have Unsaturate and its peers do the same work; medians of ${repetitions} repetitions.`,
  },
  args: {
    workload: { type: 'string', description: `One of ${names(workloads)}. Default all` },
    backend: { type: 'string', description: `Only this TensorFlow.js backend: ${backends.join(' or ')}` },
    json: { type: 'boolean', default: false, description: 'JSON lines on standard output, not a table' },
    node: { type: 'string', default: process.execPath, description: 'Another Node to run the workers' },
  },
  async run({ args }) {
    try {
      const chosen = chooseWorkloads(args.workload);
      checkBackend(args.backend);
      const machine = describeMachine();
      const measurements: DetailedMeasurement[] = [];
      for (const workload of chosen) {
        const options = { implementations, backend: args.backend, node: args.node, report };
        const measured = await runWorkload(workload, options);
        if (args.json) for (const each of measured) console.log(JSON.stringify(published(each)));
        measurements.push(...measured);
      }
      if (!args.json) console.log(renderTable(measurements));
      if (!chosen.some((workload) => smokeWorkloads.includes(workload)))
        report(`Written: ${await writeResults(machine, args.node, measurements)}`);
    } catch (error) {
      if (!UnsaturateError.isInstance(error)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  },
});

function chooseWorkloads(name: string | undefined): readonly Workload[] {
  if (name === undefined) return workloads;
  const all = [...workloads, ...smokeWorkloads];
  const found = all.find((workload) => workload.name === name);
  if (found) return [found];
  const rule = `be one of ${names(all)}`;
  throw new InvalidArgumentError({ where: 'bench', argument: '--workload', value: name, rule });
}

function checkBackend(name: string | undefined): void {
  if (name === undefined || (backends as readonly string[]).includes(name)) return;
  const rule = `be ${backends.join(' or ')}`;
  throw new InvalidArgumentError({ where: 'bench', argument: '--backend', value: name, rule });
}

function published({
  repetitions: _repetitions,
  firstLoss: _firstLoss,
  ...rest
}: DetailedMeasurement): Measurement {
  return rest;
}

function names(list: readonly Workload[]): string {
  return list.map(({ name }) => name).join(', ');
}

function report(message: string): void {
  console.error(message);
}

await runMain(command);
