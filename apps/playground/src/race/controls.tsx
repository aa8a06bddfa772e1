import type { ComponentChildren } from 'preact';
import { Choice } from '../controls/choice.tsx';
import {
  type ArmName,
  armsOf,
  isShortAtFirst,
  type RaceState,
  type SizeName,
  type TaskName,
  withArmsOfTask,
} from './state.ts';
import { armWords, sizeWords, taskTitles, taskWords } from './words.ts';

interface ControlsProps {
  readonly race: RaceState;
  /** A race that was started keeps its settings until it is reset. */
  readonly locked: boolean;
  readonly onChange: (race: RaceState) => void;
}

/** What races, on which task. */
export function Controls({ race, locked, onChange }: ControlsProps) {
  const { task, first, second, size, seed } = race;
  const change = (changes: Partial<RaceState>): void => onChange(withArmsOfTask({ ...race, ...changes }));
  const arms = Object.fromEntries(armsOf(task).map((arm) => [arm, armWords[arm][0]])) as Record<
    ArmName,
    string
  >;
  const sizes = { quick: 'Small and quick', paper: 'As large as in the paper' };
  return (
    <fieldset class="controls" disabled={locked}>
      <legend>The race</legend>
      {locked && <p class="muted">Reset the race to change anything.</p>}
      <Choice<TaskName> label="Task" choices={taskTitles} value={task} onChange={(task) => change({ task })}>
        {taskWords[task]}
      </Choice>
      <Choice label="First" choices={arms} value={first} onChange={(first) => change({ first })}>
        {armWords[first][1]}
      </Choice>
      <Choice label="Second" choices={arms} value={second} onChange={(second) => change({ second })}>
        {armWords[second][1]}
      </Choice>
      <Choice<SizeName> label="Size" choices={sizes} value={size} onChange={(size) => change({ size })}>
        {sizeWords(task, size)}
      </Choice>
      <Seed value={seed} onChange={(seed) => change({ seed })}>
        {isShortAtFirst(first) === isShortAtFirst(second)
          ? 'Both get the same examples in the same order.'
          : 'Both get examples of the same kind; short ones come first for one of them only.'}{' '}
        Another number gives both other ones, and other random beginnings.
      </Seed>
    </fieldset>
  );
}

interface SeedProps {
  readonly value: number;
  readonly onChange: (seed: number) => void;
  readonly children: ComponentChildren;
}

function Seed({ value, onChange, children }: SeedProps) {
  const take = (input: HTMLInputElement): void => {
    if (input.value !== '' && input.validity.valid) onChange(input.valueAsNumber);
    else input.value = String(value);
  };
  return (
    <div class="control slider">
      <label for="race-seed">Start number</label>
      <input
        id="race-seed"
        type="number"
        min={1}
        max={1e6}
        step={1}
        value={value}
        aria-describedby="race-seed-help"
        onChange={({ currentTarget }) => take(currentTarget)}
      />
      <p id="race-seed-help">{children}</p>
    </div>
  );
}
