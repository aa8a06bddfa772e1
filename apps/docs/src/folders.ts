import { join } from 'node:path';
import { root } from '../../../tools/packaging/run-program.ts';

/** The app. */
export const docs: string = join(root, 'apps/docs');

/** Pages that are written by hand. */
const pages: string = join(docs, 'pages');

/** Pages that {@link generate} writes; on the site they stand beside the others. */
export const generated: string = join(pages, 'generated');

/** Parts of pages, which are no pages. */
export const parts: string = join(generated, 'parts');

/** Files that are served as they are; all of them are generated. */
export const publicFiles: string = join(pages, 'public');

/** The built site. */
export const site: string = join(docs, 'dist');

/** The path below which GitHub serves it. */
export const usualBase = '/unsaturate/';
