/** Of a PDF's text, in characters: what packs well is far longer than its file. */
export const mostCharacters = 1_500_000;
