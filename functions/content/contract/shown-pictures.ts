import type { Picture } from './values.ts';

interface Showing {
  title: string;
  picture?: Picture;
  editions?: { cover?: Picture }[];
}

/** The pictures in a document's fields: the one above the text, and the covers of editions. */
export const picturesIn = ({ picture, editions = [] }: Showing): Picture[] => [
  ...(picture ? [picture] : []),
  ...editions.flatMap(({ cover }) => cover ?? []),
];
