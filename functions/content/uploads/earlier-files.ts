import { picturesIn } from '../contract/shown-pictures.ts';
import type { AttachedFile, Body } from '../contract/values.ts';
import { commonFields, type Fields } from '../kinds/kinds.ts';
import type { PictureShelf } from '../pictures/picture.ts';

/** The pictures of the version before, and its PDF; undefined where it has none. */
export function earlierShelves({
  fields,
  body,
}: {
  fields: Fields;
  body: Body;
}): Required<Pick<PictureShelf, 'earlier' | 'earlierFiles'>> | undefined {
  const { file } = commonFields(fields);
  const pictures = [...picturesIn(fields), ...body.pictures];
  const earlier = new Map(pictures.map((picture) => [picture.name, picture]));
  const earlierFiles = new Map(file ? [[file.name, withoutAlt(file)]] : []);
  return earlier.size || file ? { earlier, earlierFiles } : undefined;
}

/** The words on its cover are those of the manuscript at hand. */
function withoutAlt({ cover, ...file }: AttachedFile): AttachedFile {
  if (!cover) return file;
  const { alt, ...picture } = cover;
  return { ...file, cover: picture };
}
