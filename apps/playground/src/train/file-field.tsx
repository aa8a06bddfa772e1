import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

interface FileFieldProps {
  readonly label: string;
  /** What the file dialog offers first, for example `.txt`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  /** A sentence that says what it does. */
  readonly children: ComponentChildren;
}

/** A file to choose, or to drop anywhere on the field. */
export function FileField({ label, accept, onFile, children }: FileFieldProps) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <div
      class={`control file ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <label for={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-describedby={`${id}-help`}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          currentTarget.value = ''; // the same file may be chosen again
        }}
      />
      <p id={`${id}-help`}>{children}</p>
    </div>
  );
}
