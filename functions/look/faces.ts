/** Characters in each file, as the typefaces' packages divide them: a browser fetches only what a page needs. */
const subsets = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext':
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
};

export interface Face {
  /** Name of the asset; carries the start of the file's SHA-256. */
  asset: string;
  family: 'Besley' | 'Source Serif';
  weight: string;
  style: 'normal' | 'italic';
  subset: keyof typeof subsets;
}

/**
 * The typefaces, without their bytes, so that functions which only link to them stay small.
 * Both under the SIL Open Font License 1.1: Besley for headlines, Source Serif for text.
 */
export const faces: Face[] = [
  {
    asset: 'besley-latin-45a619033d.woff2',
    family: 'Besley',
    weight: '400 900',
    style: 'normal',
    subset: 'latin',
  },
  {
    asset: 'besley-latin-ext-48681b7f34.woff2',
    family: 'Besley',
    weight: '400 900',
    style: 'normal',
    subset: 'latin-ext',
  },
  {
    asset: 'serif-latin-400-02194deb92.woff2',
    family: 'Source Serif',
    weight: '400',
    style: 'normal',
    subset: 'latin',
  },
  {
    asset: 'serif-latin-400-italic-882b7c150c.woff2',
    family: 'Source Serif',
    weight: '400',
    style: 'italic',
    subset: 'latin',
  },
  {
    asset: 'serif-latin-600-f2b7e1cf1d.woff2',
    family: 'Source Serif',
    weight: '600',
    style: 'normal',
    subset: 'latin',
  },
  {
    asset: 'serif-latin-ext-400-78ff74ea29.woff2',
    family: 'Source Serif',
    weight: '400',
    style: 'normal',
    subset: 'latin-ext',
  },
  {
    asset: 'serif-latin-ext-400-italic-d06253118f.woff2',
    family: 'Source Serif',
    weight: '400',
    style: 'italic',
    subset: 'latin-ext',
  },
  {
    asset: 'serif-latin-ext-600-ba70bfd7a5.woff2',
    family: 'Source Serif',
    weight: '600',
    style: 'normal',
    subset: 'latin-ext',
  },
];

/** What a page preloads, before the browser has read the styles: the faces of headlines and running text. */
export const preloaded = faces.filter(
  ({ family, weight, style, subset }) =>
    subset === 'latin' && (family === 'Besley' || (weight === '400' && style === 'normal')),
);

/** `@font-face` rules. Until a face is loaded the text is shown in a system font. */
export const faceRules = (): string =>
  faces
    .map(
      ({ asset, family, weight, style, subset }) =>
        `@font-face{font-family:'${family}';font-weight:${weight};font-style:${style};font-display:swap;` +
        `src:url(/assets/${asset}) format('woff2');unicode-range:${subsets[subset]}}`,
    )
    .join('\n');
