/** What the user asked for cannot be done; the message says why and what can. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
