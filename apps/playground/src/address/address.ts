/** Where the page is: a view, and the state of that view. */
export interface Address {
  readonly view: string;
  readonly state: URLSearchParams;
}

/** Reads `#view?name=value&...`, the part of the address that no server sees. */
export function parseAddress(hash: string): Address {
  const [view = '', state = ''] = hash.replace(/^#/, '').split('?', 2);
  return { view, state: new URLSearchParams(state) };
}

/** The inverse of {@link parseAddress}. */
function formatAddress({ view, state }: Address): string {
  const text = state.toString();
  return text === '' ? `#${view}` : `#${view}?${text}`;
}

/** State of a view as the address has it; empty where the address is of another view. */
export function stateOf(view: string): URLSearchParams {
  const address = parseAddress(location.hash);
  return address.view === view ? address.state : new URLSearchParams();
}

/** Writes the state of a view into the address, without a step in the history. */
export function keepState(view: string, state: URLSearchParams): void {
  if (parseAddress(location.hash).view !== view) return;
  history.replaceState(null, '', formatAddress({ view, state }));
}
