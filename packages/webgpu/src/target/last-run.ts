let endLast = (): void => undefined;

/** Leaves something to be ended by the next run: functions that give gradients are called at once or not at all. */
export function endWithNext(end: () => void): void {
  endLast = end;
}

/** Ends what the run before left. */
export function endPrevious(): void {
  const end = endLast;
  endLast = () => undefined;
  end();
}
