import type { ComponentChildren } from 'preact';
import { useUniqueId } from './use-unique-id.ts';

interface CheckProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  /** A sentence that says what it does. */
  readonly children: ComponentChildren;
}

/** Something to switch on or off. */
export function Check({ label, value, onChange, children }: CheckProps) {
  const id = useUniqueId();
  return (
    <div class="control">
      <label>
        <input
          type="checkbox"
          checked={value}
          aria-describedby={id}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />{' '}
        {label}
      </label>
      <p id={id}>{children}</p>
    </div>
  );
}
