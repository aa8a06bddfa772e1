import { useEffect, useState } from 'preact/hooks';
import { keepState, parseAddress, stateOf } from './address.ts';
import { type Fields, type ReadState, readState, writeState } from './fields.ts';

/** State of a view that stands in the address, and follows it when a visitor changes it there or goes back. */
export function useAddressState<State extends object>(
  view: string,
  fields: Fields<State>,
  defaults: State,
): [ReadState<State>, (state: State) => void] {
  const [read, setRead] = useState(() => readState(fields, defaults, stateOf(view)));
  useEffect(() => {
    const follow = (): void => {
      const address = parseAddress(location.hash);
      // Without a state, the way leads back to the view as it was left.
      if (address.view === view && address.state.size > 0)
        setRead(readState(fields, defaults, address.state));
      else keepState(view, writeState(defaults, read.state));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [read]);
  const change = (state: State): void => {
    keepState(view, writeState(defaults, state));
    setRead({ state, problems: [] });
  };
  return [read, change];
}
