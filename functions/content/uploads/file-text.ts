import { gunzipSync } from 'node:zlib';
import type { Body } from '../contract/values.ts';
import { commonFields, type Fields } from '../kinds/kinds.ts';
import type { FileResult } from './upload.ts';

/** The body with the text of the PDF that the document brings: that of its upload, else of the version before. */
export function withFileText(
  fields: Fields,
  body: Body,
  results: Iterable<FileResult>,
  previous?: { fields: Fields; body: Body },
): Body {
  const { file } = commonFields(fields);
  if (!file) return body;
  const result = [...results].find((one) => one.file?.path === file.path);
  const isSame = previous && commonFields(previous.fields).file?.path === file.path;
  const fileText = result ? textIn(result) : isSame ? previous.body.fileText : undefined;
  return fileText ? { ...body, fileText } : body;
}

const textIn = ({ text }: FileResult): string | undefined =>
  text && new TextDecoder().decode(gunzipSync(text));
