import { join } from 'node:path';
import { Application, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { root } from '../../../../tools/packaging/run-program.ts';
import { onGitHub, packageEntries } from '../repository.ts';
import { apiFolder } from './api-page.ts';

/** Writes a page of Markdown for each entry of each package, made from its docstrings. */
export async function writeApi(): Promise<void> {
  const entries = packageEntries();
  const options: TypeDocOptions & Partial<PluginOptions> = {
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entries.map(({ source }) => source),
    tsconfig: join(import.meta.dirname, '../../tsconfig.api.json'),
    // `npm run check` has the compiler that finds errors.
    skipErrorChecking: true,
    excludeExternals: true,
    excludeInternal: true,
    groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases', '*'],
    disableGit: true,
    basePath: root,
    sourceLinkTemplate: `${onGitHub}/{path}#L{line}`,
    readme: 'none',
    logLevel: 'Warn',
    treatWarningsAsErrors: true,
    validation: { invalidLink: true, notExported: false, notDocumented: false },
    out: apiFolder,
    router: 'module',
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    tableColumnSettings: { hideSources: true, hideInherited: true, hideModifiers: true },
  };
  const app = await Application.bootstrapWithPlugins(options);
  const project = await app.convert();
  if (project === undefined) throw new Error('The docstrings could not be read; see above.');
  for (const module of project.children ?? []) {
    const source = module.sources?.[0]?.fullFileName;
    module.name = entries.find((entry) => entry.source === source)!.path;
  }
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('The docstrings have faults; see above.');
  }
}
