import type { ComponentChildren } from 'preact';
import { useUniqueId } from './use-unique-id.ts';

interface ChoiceProps<Name extends string> {
  readonly label: string;
  /** What each choice is called, by its name. */
  readonly choices: Readonly<Record<Name, string>>;
  readonly value: Name;
  readonly onChange: (value: Name) => void;
  readonly disabled?: boolean;
  /** A sentence that says what it does. */
  readonly children: ComponentChildren;
}

/** Chooses one of some names. */
export function Choice<Name extends string>(props: ChoiceProps<Name>) {
  const { label, choices, value, onChange, disabled = false, children } = props;
  const id = useUniqueId();
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-describedby={`${id}-help`}
        onChange={({ currentTarget }) => onChange(currentTarget.value as Name)}
      >
        {Object.entries<string>(choices).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
      <p id={`${id}-help`}>{children}</p>
    </div>
  );
}
