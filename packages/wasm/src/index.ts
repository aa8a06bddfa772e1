import { registerTarget } from '@unsaturate/scan';
import { engine } from './target/engine.ts';
import { createWasmTarget } from './target/wasm-target.ts';

export { OutOfMemoryError } from './memory/heap.ts';
export { ready, type ReadyOptions } from './threads/ready.ts';
export { ThreadError } from './threads/colleague.ts';

registerTarget(createWasmTarget(engine));
