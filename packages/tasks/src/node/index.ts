export type { Corpus, EncodedCorpus } from '../text/corpus.ts';
export { TextFileError, type TextFileProblem } from '../text/text-file-error.ts';
export { type CorpusOptions, loadCorpus } from './load-corpus.ts';
export { CorpusFolderError, readCorpus } from './read-corpus.ts';
export { type ParallelText, ParallelTextError, readParallelText } from './read-parallel-text.ts';
export { readText } from './read-text.ts';
export { Flickr8kFolderError, readFlickr8k } from './read-flickr8k.ts';
export { type IdxArray, IdxFileError, type IdxFileProblem, readIdx } from './read-idx.ts';
export { type ImageSets, MnistFolderError, readMnist } from './read-mnist.ts';
