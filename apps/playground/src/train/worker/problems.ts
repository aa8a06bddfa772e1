import { UnsaturateError } from '@unsaturate/core';
import { TextTooShortError } from '@unsaturate/tasks';
import { NonFiniteLossError } from '@unsaturate/train';

/** Something that cannot be done in the page, in words for its visitor. */
export class PageProblem extends UnsaturateError {
  constructor(message: string, options?: ErrorOptions) {
    super('PageProblem', message, options);
  }
}

/** What to tell the visitor about a failure. */
export function messageOf(failure: unknown): string {
  if (failure instanceof TextTooShortError) {
    return (
      `The text is too short: of its three parts (90 % to learn from, 5 % to check, 5 % to test), one has ` +
      `${failure.tokens} tokens and needs ${failure.needed}. Take a longer text.`
    );
  }
  if (failure instanceof NonFiniteLossError) {
    return (
      `The ${failure.quantity} became ${failure.value} at update ${failure.update}, so the run cannot go on from ` +
      `there. What was kept before is still here. Start a new run with another schedule or other activations.`
    );
  }
  if (failure instanceof PageProblem) return failure.message;
  const message = failure instanceof Error ? failure.message : String(failure);
  // The name of a function means nothing to a visitor, that of a file does.
  return /^[^ :]+\.\w+: /.test(message) ? message : sentence(message.replace(/^\w+: /, ''));
}

/** Why the browser does not keep something. */
export function storageReason(failure: unknown): string {
  if (failure instanceof DOMException && failure.name === 'QuotaExceededError') {
    return 'its storage for this page is full';
  }
  return failure instanceof Error ? failure.message.replace(/\.$/, '') : String(failure);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
