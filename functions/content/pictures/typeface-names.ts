/** Names that drawings have, by the typeface that stands in for them: see `typefaces.ts`. */
export const standIns: Record<string, readonly string[]> = {
  Arimo: [
    'sans-serif',
    'system-ui',
    'Arial',
    'Helvetica',
    'Helvetica Neue',
    'Liberation Sans',
    'Nimbus Sans',
  ],
  Tinos: [
    'serif',
    'Times',
    'Times New Roman',
    'Liberation Serif',
    'Nimbus Roman',
    'Georgia',
    'Cambria',
    'Garamond',
  ],
  Cousine: ['monospace', 'Courier', 'Courier New', 'Liberation Mono', 'Consolas', 'Menlo', 'Monaco'],
  'DejaVu Sans': ['Bitstream Vera Sans', 'Verdana'],
};

/** Names of typefaces whose words look as they did, or nearly. */
export const knownTypefaces: ReadonlySet<string> = new Set(
  Object.entries(standIns)
    .flatMap(([name, others]) => [name, ...others])
    .map((name) => name.toLowerCase()),
);

/** Letters that they have; all signs count as such. */
export const knownLetters =
  /[\p{Script=Common}\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Armenian}\p{Script=Georgian}]/u;
