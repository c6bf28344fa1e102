import type { Body, Fields, Notice, Picture } from './document.ts';

/** A file as handed in: `name` may be a relative path (`2024/rent.md`). */
export interface Manuscript {
  name: string;
  bytes: Uint8Array;
}

/** Pictures by the name they were handed in under. */
export type PicturesByName = ReadonlyMap<string, Picture>;

/** Where a manuscript's pictures are looked for: first in its own upload, then in the revision before it. */
export interface PictureShelf {
  pictures: PicturesByName;
  earlier?: PicturesByName;
}

export interface ReadManuscript {
  outcome: 'read';
  fields: Fields;
  /** As set in the front matter; `front` and `press` for those kinds. Otherwise it is made from the title. */
  slug?: string;
  /** Old slugs that should lead here. */
  aliases: string[];
  /** The front matter says `status: draft`. */
  draft: boolean;
  body: Body;
  /** Warnings and notes. */
  notices: Notice[];
  /** Names of the pictures used, as handed in. */
  uses: string[];
  /** Pictures asked for that are on no shelf, as written; each has its warning among the notices. */
  missing: string[];
}

export interface RefusedManuscript {
  outcome: 'refused';
  /** At least one error. */
  notices: Notice[];
}

/** Reads a manuscript; pure, never throws on what an editor wrote. Units: bytes in, sanitised HTML out. */
export function readManuscript(
  _manuscript: Manuscript,
  _shelf: PictureShelf,
): ReadManuscript | RefusedManuscript {
  throw new Error('not written yet');
}
