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

/** What a user can do about a failed write, as the beginning of a sentence. */
export function writeRemedy(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'Free some space' : 'Make it writable again';
}
