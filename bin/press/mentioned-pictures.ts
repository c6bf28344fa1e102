/** Also those the press does not take, so that whoever shows one is told what to do. */
const kinds = 'jpe?g|png|webp|gif|svg|tiff?|heic|heif|bmp|avif';

const patterns = [
  String.raw`[^\s"'()<>[\]=]+\.(?:${kinds})\b`,
  String.raw`(?<=[<"'(])[^<>"'()\n]+\.(?:${kinds})(?=[>"')])`,
  String.raw`(?<=:[ \t]+)[^\s"'][^"'\n]*\.(?:${kinds})(?=[ \t]*$)`,
].map((source) => new RegExp(source, 'gim'));

/** Whatever in the text looks like the path of a picture; those that exist are looked at. */
export const mentionedIn = (text: string): string[] => [
  ...new Set(patterns.flatMap((pattern) => text.match(pattern) ?? [])),
];
