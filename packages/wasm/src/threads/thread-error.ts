import { UnsaturateError } from '@unsaturate/core';

/** A worker thread did not do what it was told. */
export class ThreadError extends UnsaturateError {
  constructor(what: string) {
    super(
      'ThreadError',
      `@unsaturate/wasm: a worker thread ${what}, so this result is lost. What follows runs on one thread; ` +
        'call ready() to start threads again.',
    );
  }
}
