/** Fills an element with a view; the function it gives lets go of what the view holds, such as workers. */
type Mount = (root: HTMLElement) => () => void;

/** A view of the page. */
export interface View {
  /** As it stands in the address, after `#`. */
  readonly name: string;
  readonly title: string;
  /** Loads its code; called when the view is first shown. */
  load(): Promise<Mount>;
}

/** All views, the first of which is shown where the address names none. */
export const views: readonly [View, ...View[]] = [
  {
    name: 'activation',
    title: 'The activation',
    load: async () => (await import('../activation/view.tsx')).mountActivation,
  },
  {
    name: 'race',
    title: 'Race',
    load: async () => (await import('../race/view.tsx')).mountRace,
  },
  {
    name: 'train',
    title: 'Train in the page',
    load: async () => (await import('../train/view.ts')).mountTrain,
  },
];
