import type { Call } from '../threads/crew.ts';
import type { Work } from './jobs.ts';

/** A call whose numbers change from one iteration to the next. */
interface Moving {
  readonly call: number[];
  readonly first: Call;
  readonly stride: readonly number[];
}

/**
 * The same work, made once: each number of a call, an address or a size, changes by the same amount from one iteration
 * to the next. What is given back is written over by the next iteration.
 */
export function affineWork(work: (iteration: number) => Work): (iteration: number) => Work {
  const [first, second] = [work(0), work(1)];
  const lists = first.map((calls) => calls.map((call) => [...call]));
  const moving = lists.flatMap((calls, job) =>
    calls.flatMap((call, i): Moving[] => {
      const stride = second[job]![i]!.map((value, w) => value - call[w]!);
      return stride.some((each) => each !== 0) ? [{ call, first: first[job]![i]!, stride }] : [];
    }),
  );
  return (iteration) => {
    for (const { call, first, stride } of moving) {
      for (let w = 1; w < call.length; w++) call[w] = first[w]! + iteration * stride[w]!;
    }
    return lists;
  };
}
