import { registerTarget } from '@unsaturate/scan';
import { createWasmTarget } from './target/wasm-target.ts';

export { OutOfMemoryError } from './memory/arena.ts';

registerTarget(createWasmTarget());
