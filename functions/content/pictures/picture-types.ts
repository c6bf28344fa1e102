/** What a picture may be, as `fileTypeOf` names it. */
export const acceptedTypes: readonly string[] = [
  'a JPEG picture',
  'a PNG picture',
  'a WebP picture',
  'a GIF picture',
  'an AVIF picture',
  'a TIFF picture',
  'an SVG drawing',
];

/** The same, for sentences. */
export const spokenTypes = 'JPEG, PNG, WebP, GIF, AVIF, TIFF or SVG';

const exportAgain = (program: string) => `Open it in ${program} and export it as JPEG or PNG.`;
const inOffice =
  'Copy the drawing in Word or LibreOffice, paste it as PNG (Paste Special), or export it as SVG.';

/** Types of pictures that are not taken, by the endings of their names. */
const typeByEnding: Record<string, string> = {
  heic: 'a HEIC picture',
  heif: 'a HEIC picture',
  jxl: 'a JPEG XL picture',
  jp2: 'a JPEG 2000 picture',
  bmp: 'a BMP picture',
  ico: 'an icon (ICO)',
  psd: 'a Photoshop file',
  emf: 'an EMF drawing',
  wmf: 'a WMF drawing',
  eps: 'a PostScript file (EPS)',
  svgz: 'a gzip archive',
};

/** How to get a picture that can be taken from one that cannot. */
const advice: Record<string, string> = {
  'a HEIC picture':
    'Browsers do not show what iPhones take by default. For the next ones choose Settings, Camera, Formats, Most Compatible; open this one on a Mac in Preview (on Windows in Photos) and export it as JPEG, or send it to yourself by mail, which makes a JPEG of it.',
  'a JPEG XL picture': exportAgain('the program it was made with'),
  'a JPEG 2000 picture': exportAgain('GIMP or IrfanView'),
  'a BMP picture': exportAgain('Paint or Preview'),
  'an icon (ICO)': exportAgain('GIMP or Preview'),
  'a Photoshop file': 'Choose File, Export, Export As and save it as PNG or JPEG.',
  'a GIMP file': 'Choose File, Export As and save it as PNG or JPEG.',
  'a camera’s raw picture': 'Develop it in the camera’s program, or in darktable, and export it as JPEG.',
  'an EMF drawing': inOffice,
  'a WMF drawing': inOffice,
  'a PostScript file (EPS)': 'Open it in Inkscape or Illustrator and export it as SVG or PNG.',
  'a PDF document': 'Export the page as PNG: in Preview, or in LibreOffice Draw.',
  'a gzip archive': 'If it is a packed drawing (.svgz), save it in Inkscape as Plain SVG.',
};

/** What an editor is told of a file that is no picture the press takes; `type` as `fileTypeOf` names it. */
export function notTakenAs(type: string | undefined): string {
  const found = type ? `This is ${type}` : 'This is no picture';
  const how = advice[type ?? ''];
  return `${found}, whatever its name says. Pictures can be ${spokenTypes}.${how ? ` ${how}` : ''}`;
}

/** What to do with a picture whose name ends like none that the press takes. */
export function adviceFor(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return advice[typeByEnding[ending] ?? ''] ?? 'Save it as one of these.';
}

/** The media type of a picture, by the ending of its name. */
export function mediaTypeOf(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return `image/${subtypes[ending] ?? ending}`;
}

const subtypes: Record<string, string> = { jpg: 'jpeg', jfif: 'jpeg', tif: 'tiff', svg: 'svg+xml' };
