export { type CorpusOptions, type EncodedCorpus, loadCorpus } from './load-corpus.ts';
export { type Corpus, CorpusFolderError, readCorpus } from './read-corpus.ts';
export { type ParallelText, ParallelTextError, readParallelText } from './read-parallel-text.ts';
export { readText, TextFileError, type TextFileProblem } from './read-text.ts';
export { Flickr8kFolderError, readFlickr8k } from './read-flickr8k.ts';
