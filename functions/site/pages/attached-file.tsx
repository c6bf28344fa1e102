import type { AttachedFile } from '../../content/contract/values.ts';
import { Image } from '../../look/picture.tsx';

/** A PDF with its cover, which opens it in the reader's own viewer. */
export const AttachedPdf = ({ file, title }: { file: AttachedFile; title: string }) => (
  <aside class="attached-file" aria-label="The PDF">
    {file.cover && (
      <a class="cover" href={file.path} type="application/pdf">
        <Image
          picture={{ ...file.cover, alt: file.cover.alt ?? `First page of “${title}”` }}
          sizes="(min-width: 40rem) 15rem, 60vw"
        />
      </a>
    )}
    <p>
      <a class="button" href={file.path} type="application/pdf">
        Read the PDF
      </a>
      <a href={file.path} type="application/pdf" download={file.name.replace(/^.*\//, '')}>
        Download
      </a>
      <small>{sizeInWords(file)}</small>
    </p>
  </aside>
);

const nbsp = '\u00a0';

/** As in “PDF, 12 pages, 1.4 MB”: no figure at the end of a line without what it counts. */
export function sizeInWords({ pages, bytes }: Pick<AttachedFile, 'pages' | 'bytes'>): string {
  const megabytes = bytes / 1_000_000;
  const size =
    megabytes < 0.95
      ? `${Math.max(1, Math.round(bytes / 1000))}${nbsp}KB`
      : `${Number(megabytes.toFixed(1))}${nbsp}MB`;
  return `PDF, ${pages}${nbsp}${pages === 1 ? 'page' : 'pages'}, ${size}`;
}

/** For schema.org's `associatedMedia`. @param site Origin, without a slash at its end. */
export const mediaObject = (file: AttachedFile, site: string) => ({
  '@type': 'MediaObject',
  name: file.name.replace(/^.*\//, ''),
  encodingFormat: 'application/pdf',
  contentUrl: site + file.path,
  contentSize: String(file.bytes),
});
