import type { ComponentChildren } from 'preact';
import { useUniqueId } from './use-unique-id.ts';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  /** What the slider spans. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What may be typed beside it; default what the slider spans. */
  readonly limits?: readonly [min: number, max: number];
  readonly onChange: (value: number) => void;
  /** A sentence that says what it does. */
  readonly children: ComponentChildren;
}

/** A number that is dragged, or typed. */
export function Slider(props: SliderProps) {
  const { label, value, min, max, step, limits = [min, max], onChange, children } = props;
  const id = useUniqueId();
  const type = (input: HTMLInputElement): void => {
    const typed = input.valueAsNumber;
    if (typed >= limits[0] && typed <= limits[1]) onChange(typed);
    else input.value = String(value);
  };
  return (
    <div class="control slider">
      <label for={id}>{label}</label>
      <input
        type="number"
        aria-label={`${label}, typed`}
        min={limits[0]}
        max={limits[1]}
        step="any"
        value={value}
        onChange={({ currentTarget }) => type(currentTarget)}
      />
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-describedby={`${id}-help`}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
      <p id={`${id}-help`}>{children}</p>
    </div>
  );
}
