import type { Manuscript, PictureShelf, ReadManuscript, RefusedManuscript } from './read-manuscript.ts';

/** Reads manuscripts where a hostile one cannot hold up or take down the function: `createManuscriptReader()`. */
export interface ManuscriptReader {
  /** Never rejects over what an editor wrote; one that takes over 20 s or too much memory is refused. */
  read(manuscript: Manuscript, shelf: PictureShelf): Promise<ReadManuscript | RefusedManuscript>;
  close(): Promise<void>;
}
