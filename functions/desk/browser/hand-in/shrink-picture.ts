import type { ChosenFile } from './chosen-files.ts';

/** Pixels of the longer side; readers get at most 1600, and an editor may cut a part out. */
const longest = 4000;
/** In bytes: what a telephone sends in some seconds. */
const huge = 6_000_000;

/**
 * A photograph made smaller, where it is huge; the original is what it was where the browser cannot do it. Its
 * orientation becomes that of its pixels, and where it was taken is not in it any more.
 */
export async function shrunk(chosen: ChosenFile): Promise<ChosenFile> {
  const { type, content } = chosen;
  if (type !== 'image/jpeg' || content.size <= huge) return chosen;
  const bitmap = await createImageBitmap(content).catch(() => undefined);
  if (!bitmap) return chosen;
  try {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const context = canvas.getContext('2d');
    if (!context) return chosen;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.9));
    return made && made.size < content.size ? { ...chosen, content: made } : chosen;
  } finally {
    bitmap.close();
  }
}
