import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Task } from '../implementations/task.ts';
import { nodeCommand } from '../node-command.ts';
import type { StepProfile } from './step-profile.ts';

/** Finds out, in a process of its own, where the time of this project's training step goes. */
export async function profileWorkload(task: Task, node: string): Promise<StepProfile> {
  const [program, ...args] = await nodeCommand(node, new URL('./worker.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(program, [...args, JSON.stringify(task)], {
    maxBuffer: 2 ** 26,
  });
  // Libraries greet on standard output.
  const line = stdout.split('\n').find((each) => each.startsWith('{'))!;
  return JSON.parse(line) as StepProfile;
}
