/** Tags of TIFF 6.0 and of DNG by their numbers. */
const newSubfileType = 254;
const dngVersion = 50_706;

/**
 * Whether a TIFF is what a camera recorded (DNG, NEF, ARW …): it says so, or its first picture is a preview of a few
 * pixels. Read as TIFF, readers would get that preview. Of BigTIFF, which cameras do not write, nothing is known here.
 */
export function isCameraRaw(bytes: Uint8Array): boolean {
  const tags = tagsIn(bytes);
  return tags.has(dngVersion) || ((tags.get(newSubfileType) ?? 0) & 1) === 1;
}

/** Values of the first directory's tags, as far as they are single numbers. */
function tagsIn(bytes: Uint8Array): Map<number, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const tags = new Map<number, number>();
  if (bytes.length < 8 || view.getUint16(2, little) !== 42) return tags;
  const directory = view.getUint32(4, little);
  const count = directory + 2 <= bytes.length ? view.getUint16(directory, little) : 0;
  for (let at = directory + 2; at < directory + 2 + count * 12 && at + 12 <= bytes.length; at += 12) {
    const isShort = view.getUint16(at + 2, little) === 3;
    tags.set(
      view.getUint16(at, little),
      isShort ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little),
    );
  }
  return tags;
}
