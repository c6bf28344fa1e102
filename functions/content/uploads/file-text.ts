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

/** In bytes; more than what a PDF's text is cut to. */
const mostText = 6_000_000;

/** None where it is longer than any that is kept: an earlier version wrote that. */
function textIn({ text }: FileResult): string | undefined {
  if (!text) return undefined;
  try {
    return new TextDecoder().decode(gunzipSync(text, { maxOutputLength: mostText }));
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}
