import { InvalidArgumentError } from '@unsaturate/core';
import { backends, type Implementation, pageBackends } from './implementations/implementations.ts';
import type { Workload } from './workloads/workload.ts';
import { smokeWorkloads, workloads } from './workloads/workloads.ts';

/** The workload of that name. Throws an InvalidArgumentError if there is none. */
export function chooseWorkload(name: string, argument: string): Workload {
  const all = [...workloads, ...smokeWorkloads];
  const found = all.find((workload) => workload.name === name);
  if (found) return found;
  throw new InvalidArgumentError({ where: 'bench', argument, value: name, rule: `be one of ${names(all)}` });
}

/**
 * The workloads named in text such as `lstm-200,gru-200`, which run together; or all but the smoke ones, one after the
 * other. Throws an InvalidArgumentError if one is unknown.
 */
export function chooseWorkloads(text: string | undefined): readonly (readonly Workload[])[] {
  if (text === undefined) return workloads.map((each) => [each]);
  return [[...new Set(text.split(','))].map((name) => chooseWorkload(name, '--workload'))];
}

/** A backend; undefined is any. Throws an InvalidArgumentError if there is none of that name where it is to run. */
export function chooseBackend(name: string | undefined, browser: boolean): string | undefined {
  const known: readonly string[] = browser ? pageBackends : backends;
  if (name === undefined || known.includes(name)) return name;
  const rule = `be ${oneOf(known)}${browser ? ' in a browser' : ''}`;
  throw new InvalidArgumentError({ where: 'bench', argument: '--backend', value: name, rule });
}

/** Numbers of threads from text such as `1,2`. Throws an InvalidArgumentError if one is not a whole number from 1. */
export function chooseThreads(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const counts = text.split(',').map(Number);
  if (counts.every((count) => Number.isInteger(count) && count >= 1)) return [...new Set(counts)];
  const rule = 'be whole numbers from 1 with commas between them';
  throw new InvalidArgumentError({ where: 'bench', argument: '--threads', value: text, rule });
}

/** The implementations named in text such as `unsaturate,pytorch`. Throws an InvalidArgumentError if one is unknown. */
export function chooseImplementations(
  text: string | undefined,
  known: readonly Implementation[],
): readonly Implementation[] {
  if (text === undefined) return known;
  const wanted = text.split(',');
  const unknown = wanted.find((name) => !known.some((each) => each.name === name));
  if (unknown === undefined) return known.filter(({ name }) => wanted.includes(name));
  const rule = `be names out of ${known.map(({ name }) => name).join(', ')}, with commas between them`;
  throw new InvalidArgumentError({ where: 'bench', argument: '--only', value: unknown, rule });
}

/** Words of which one is wanted, for a reader. */
export function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The names of workloads, for a reader. */
export function names(list: readonly Workload[]): string {
  return list.map(({ name }) => name).join(', ');
}
