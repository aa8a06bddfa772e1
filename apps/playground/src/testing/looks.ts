import { fileURLToPath } from 'node:url';

/** How a view is looked at. */
export const looks = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** Folder for pictures of the views. */
export const screenshots: string = fileURLToPath(new URL('../../screenshots', import.meta.url));
