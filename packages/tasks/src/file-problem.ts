/** Why a file cannot be read at all. */
export type FileProblem = 'missing' | 'directory' | 'unreadable' | 'damaged';

/** What to say of each problem, after the path. */
export const fileExplanations: Readonly<Record<FileProblem, string>> = {
  missing: 'does not exist. Check the spelling; a relative path starts at the working directory.',
  directory: 'is a folder. Give the path of a file in it.',
  unreadable: 'cannot be opened. Check its permissions.',
  damaged: 'begins like a gzip file but cannot be unpacked. Download or pack it again.',
};
