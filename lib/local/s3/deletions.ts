import { S3Error } from './s3-error.ts';
import { contentsOf, plainText } from './xml.ts';

export interface Deletion {
  key: string;
  version?: string;
}

/** Reads the body of DeleteObjects. Throws MalformedXML as S3 does for none, or for more than 1,000. */
export function deletionsOf(body: Buffer): Deletion[] {
  const wanted = contentsOf('Object', body.toString()).map((inside) => {
    const [key = ''] = contentsOf('Key', inside);
    const [version] = contentsOf('VersionId', inside);
    return version === undefined
      ? { key: plainText(key) }
      : { key: plainText(key), version: plainText(version) };
  });
  if (wanted.length === 0 || wanted.length > 1000 || wanted.some(({ key }) => key === '')) {
    throw new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
  return wanted;
}

/** Whether the answer is to name failures alone. */
export const isQuiet = (body: Buffer): boolean => contentsOf('Quiet', body.toString())[0]?.trim() === 'true';
