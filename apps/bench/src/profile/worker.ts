import { profile } from '@unsaturate/wasm';
import { time, warmUp } from '../implementations/measure.ts';
import type { Task } from '../implementations/task.ts';
import { load } from '../implementations/unsaturate/load.ts';
import { runtime } from '../implementations/worker.ts';
import type { StepProfile } from './step-profile.ts';

/** A process that does the task in its first argument and answers with one line of JSON, a {@link StepProfile}. */
const task = JSON.parse(process.argv[2]!) as Task;
const build = await load(task);
const step = build(task);
const { stepsPerRepetition } = await warmUp(step, task);
const steps = Math.max(10, 2 * stepsPerRepetition);
const msPerStep = await time(step, steps);
const found = await profile(async () => time(step, steps));
const { workload, backend } = task;
const answer: StepProfile = { workload: workload.name, backend, runtime, steps, msPerStep, profile: found };
process.stdout.write(`${JSON.stringify(answer)}\n`);
