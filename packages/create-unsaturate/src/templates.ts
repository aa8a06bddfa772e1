/** A project that can be started from. */
export interface Template {
  readonly name: string;
  readonly description: string;
  /** The script that shows it at work, after the dependencies are installed. */
  readonly script: 'start' | 'dev' | 'test';
}

/** All templates; the folders of their names are beside the program. */
export const templates: readonly Template[] = [
  {
    name: 'language-model-node',
    description: 'trains a language model in Node, saves it, resumes, writes text',
    script: 'start',
  },
  {
    name: 'language-model-web',
    description: 'trains a language model in a page, on WebGPU or WebAssembly',
    script: 'dev',
  },
  {
    name: 'custom-cell',
    description: 'a package with a recurrent cell of your own, its layer and its tests',
    script: 'test',
  },
];
