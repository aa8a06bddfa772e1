/**
 * Lets the event loop run once: signals, timers, the page. Reading a tensor does not, on backends that compute at once.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
