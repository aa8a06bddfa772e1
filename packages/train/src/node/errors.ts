import { UnsaturateError } from '@unsaturate/core';

/** A file of a run cannot be read or written; `code` is the system's, for example ENOSPC. */
export class RunFileError extends UnsaturateError {
  readonly path: string;
  readonly code: string;

  constructor(where: string, action: string, path: string, cause: unknown, advice: string) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super('RunFileError', `${where}: cannot ${action} ${path} (${message}). ${advice}`, { cause });
    this.path = path;
    this.code = code ?? 'unknown';
  }
}
