export { type Backend, backendArg, backendOption, useBackend } from './backend.ts';
export { UsageError } from './check-arguments.ts';
export { command } from './command.ts';
export { describeLoss, lossBehind } from './device-loss.ts';
export { finiteOption, integerOption, nonNegativeOption, positiveOption } from './numbers.ts';
export { listenForStop, type StopSignal } from './stop-signal.ts';
export { count, duration, shellWord } from './words.ts';
