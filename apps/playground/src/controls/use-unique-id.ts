import { useState } from 'preact/hooks';

let count = 0;

/** An id that no other element of the page has. (Those of `useId` are unique within a view only.) */
export function useUniqueId(): string {
  const [id] = useState(() => `id-${count++}`);
  return id;
}
