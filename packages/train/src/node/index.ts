export { RunFileError } from './errors.ts';
export { fileCheckpoints, type FileCheckpoints } from './file-checkpoints.ts';
export { type EventLog, jsonLines } from './json-lines.ts';
