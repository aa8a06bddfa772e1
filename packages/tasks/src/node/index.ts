export { type CorpusOptions, type EncodedCorpus, loadCorpus } from './load-corpus.ts';
export { type Corpus, CorpusFolderError, readCorpus } from './read-corpus.ts';
export { type ParallelText, ParallelTextError, readParallelText } from './read-parallel-text.ts';
export { readText, TextFileError, type TextFileProblem } from './read-text.ts';
export { Flickr8kFolderError, readFlickr8k } from './read-flickr8k.ts';
export { type IdxArray, IdxFileError, type IdxFileProblem, readIdx } from './read-idx.ts';
export { type ImageSets, MnistFolderError, readMnist } from './read-mnist.ts';
