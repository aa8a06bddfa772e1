/** Something that can be waited for, when it is shut, until it is open again. */
export interface Gate {
  /** Shuts it. */
  readonly hold: () => void;
  /** Opens it. */
  readonly go: () => void;
  /** Resolves when it is open. */
  readonly passed: () => Promise<void>;
}

/** An open gate. */
export function createGate(): Gate {
  let open = Promise.resolve();
  let release: (() => void) | undefined;
  return {
    hold() {
      if (release) return;
      open = new Promise((resolve) => {
        release = resolve;
      });
    },
    go() {
      release?.();
      release = undefined;
    },
    passed: () => open,
  };
}
