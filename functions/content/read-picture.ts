import type { Notice, Picture } from './document.ts';

/** A file to be stored under its site path (`/media/…`); never changes once written. */
export interface MediaFile {
  path: string;
  type: string;
  bytes: Uint8Array;
}

export interface ReadPicture {
  outcome: 'read';
  /** Without alt, credit and caption: those stand in the manuscript that shows it. */
  picture: Picture;
  files: MediaFile[];
}

export interface RefusedPicture {
  outcome: 'refused';
  notices: Notice[];
}

/** Reads one picture; refuses what is no picture, is broken or too large, in plain words. */
export type PictureReader = (bytes: Uint8Array, name: string) => Promise<ReadPicture | RefusedPicture>;
