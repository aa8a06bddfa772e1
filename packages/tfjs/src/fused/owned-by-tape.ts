import * as tf from '@tensorflow/tfjs-core';

/** What is freed at a certain time. */
interface Disposable {
  dispose(): void;
}

/** The part of tfjs's engine that frees what a gradient saved; not in its types. */
interface Tape {
  readonly state: { readonly activeTape: { readonly saved: Disposable[] }[] };
}

/**
 * Gives what the newest node of tfjs's tape needs to that node: freed with what tfjs itself saves for the gradient, or,
 * where an error made tfjs forget the tape, when the node is collected as garbage.
 */
export function ownedByTape(owned: Disposable): void {
  const node = (tf.engine() as unknown as Tape).state.activeTape.at(-1)!;
  const handle: Disposable = {
    dispose() {
      forgotten.unregister(handle);
      owned.dispose();
    },
  };
  node.saved.push(handle);
  forgotten.register(handle, owned, handle);
}

const forgotten = new FinalizationRegistry<Disposable>((owned) => {
  owned.dispose();
});
