import type { ArmProgress } from './arm-progress.ts';
import { HeatMap } from './heat-map.tsx';

interface MemoryProps {
  readonly arms: readonly ArmProgress[];
  readonly titles: readonly string[];
}

/** Where each arm writes and reads its memory. */
export function Memory({ arms, titles }: MemoryProps) {
  return (
    <section aria-labelledby="memory">
      <h3 id="memory">What the memory is used for</h3>
      <p>
        One new example, from left to right. Items are shown and ought to be written to places of their own;
        then comes the question, an item that was there before; then the answer, for which the place after it
        has to be read. A machine that has learned the task shows sharp spots, one that has not a blur.
      </p>
      <div class="memories">
        {arms.map(({ memory }, i) => (
          <div key={i}>
            <h4>
              {titles[i]}
              {memory && <span class="muted"> {timeOf(memory.update)}</span>}
            </h4>
            {memory ? (
              <>
                <HeatMap title="Written" weights={memory.writing} parts={partsOf(memory)} />
                <HeatMap title="Read" weights={memory.reading} parts={partsOf(memory)} />
              </>
            ) : (
              <p class="muted">Nothing to see yet.</p>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}

function partsOf({ queryStep, answerStep }: NonNullable<ArmProgress['memory']>) {
  return [
    [0, 'items'],
    [queryStep, 'question'],
    [answerStep, 'answer'],
  ] as const;
}

function timeOf(update: number): string {
  return update === 0 ? 'before training' : `after ${update.toLocaleString('en')} updates`;
}
