import { availableParallelism } from 'node:os';
import { InvalidArgumentError, UnsaturateError } from '@unsaturate/core';
import { defineCommand, runMain } from 'citty';
import {
  chooseBackend,
  chooseImplementations,
  chooseThreads,
  chooseWorkload,
  chooseWorkloads,
  names,
  oneOf,
} from './arguments.ts';
import { backends, inChromium, inNode } from './implementations/implementations.ts';
import type { DetailedMeasurement, Measurement } from './measurement.ts';
import { profileWorkload } from './profile/profile-workload.ts';
import { renderProfile } from './profile/render-profile.ts';
import { describeMachine, writeResults } from './results.ts';
import { repetitions, runWorkloads } from './run.ts';
import { renderTable } from './table.ts';
import { smokeWorkloads, workloads } from './workloads/workloads.ts';

const command = defineCommand({
  meta: {
    name: 'bench',
    description: `Have Unsaturate and its peers do the same work; medians of ${repetitions} repetitions.`,
  },
  args: {
    workload: {
      type: 'string',
      description: `Of ${names(workloads)}: one, or several to be done in turns. Default all, one after the other`,
    },
    backend: {
      type: 'string',
      description: `Only this TensorFlow.js backend: ${oneOf(backends)}. Default all but webgpu`,
    },
    only: {
      type: 'string',
      description: 'Only these implementations, such as unsaturate,pytorch. Default all',
    },
    threads: { type: 'string', description: 'Numbers of threads to try, such as 1,2. Default 1 and all' },
    json: { type: 'boolean', default: false, description: 'JSON lines on standard output, not a table' },
    node: { type: 'string', default: process.execPath, description: 'Another Node to run the workers' },
    browser: { type: 'boolean', default: false, description: 'Run in headless Chromium, not in Node' },
    profile: {
      type: 'string',
      description: 'Show where the time of this workload goes here. Default on one thread and wasm',
    },
  },
  async run({ args }) {
    try {
      const backend = chooseBackend(args.backend, args.browser);
      if (args.profile === undefined) await compare({ ...args, backend });
      else await showProfile({ ...args, profile: args.profile, backend });
    } catch (error) {
      if (!UnsaturateError.isInstance(error)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  },
});

interface Arguments {
  readonly workload?: string | undefined;
  readonly backend: string | undefined;
  readonly only?: string | undefined;
  readonly threads?: string | undefined;
  readonly json: boolean;
  readonly node: string;
  readonly browser: boolean;
}

async function compare({ workload, backend, only, threads, json, node, browser }: Arguments): Promise<void> {
  const chosen = chooseWorkloads(workload);
  const options = {
    implementations: chooseImplementations(only, browser ? inChromium : inNode(node)),
    backend,
    threads: chooseThreads(threads) ?? [...new Set([1, availableParallelism()])],
    report,
  };
  const machine = describeMachine();
  const measurements: DetailedMeasurement[] = [];
  for (const each of chosen) {
    const measured = await runWorkloads(each, options);
    if (json) for (const one of measured) console.log(JSON.stringify(published(one)));
    measurements.push(...measured);
  }
  if (!json) console.log(renderTable(measurements));
  if (!chosen.flat().some((each) => smokeWorkloads.includes(each)))
    report(`Written: ${await writeResults(machine, measurements)}`);
}

async function showProfile(options: Arguments & { readonly profile: string }): Promise<void> {
  const { profile, workload: another, backend = 'wasm', threads, json, node, browser } = options;
  if (browser || another !== undefined) {
    const rule = 'come without --browser and --workload';
    throw new InvalidArgumentError({ where: 'bench', argument: '--profile', value: profile, rule });
  }
  const workload = chooseWorkload(profile, '--profile');
  if (backend === 'webgpu') {
    const rule = 'be cpu or wasm with --profile';
    throw new InvalidArgumentError({ where: 'bench', argument: '--backend', value: backend, rule });
  }
  for (const count of chooseThreads(threads) ?? [1]) {
    report(`${profile}: profiling (${backend}, threads: ${count})`);
    const task = { implementation: 'unsaturate', backend, threads: count, workload } as const;
    const found = await profileWorkload(task, node);
    console.log(json ? JSON.stringify(found) : `${renderProfile(found)}\n`);
  }
}

function published({
  repetitions: _repetitions,
  firstLoss: _firstLoss,
  adapter: _adapter,
  ...rest
}: DetailedMeasurement): Measurement {
  return rest;
}

function report(message: string): void {
  console.error(message);
}

await runMain(command);
