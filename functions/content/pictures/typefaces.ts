import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import sans from '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf';
import sansItalic from '@expo-google-fonts/arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf';
import sansBold from '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf';
import mono from '@expo-google-fonts/cousine/400Regular/Cousine_400Regular.ttf';
import serif from '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf';
import serifBold from '@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf';
import others from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf';
import { standIns } from './typeface-names.ts';

/**
 * What words in drawings are set in. Lambda has no typeface at all, and a laptop's own would give other pictures than
 * AWS. Arimo, Tinos and Cousine (OFL 1.1) are as wide as Arial, Times and Courier, so that words keep their places;
 * DejaVu Sans has letters and signs beyond theirs.
 */
const files = [sans, sansItalic, sansBold, serif, serifBold, mono, others];

let provided: string | undefined;

/** Path of a configuration by which fontconfig knows these typefaces and no others; made once a process, and again where
 *  something has tidied it away. */
export function provideTypefaces(): string {
  if (!provided || !existsSync(provided)) provided = writeConfiguration();
  return provided;
}

function writeConfiguration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-typefaces-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const file of files) symlinkSync(resolve(import.meta.dirname, file), join(folder, basename(file)));
  const path = join(folder, 'fonts.conf');
  writeFileSync(path, configuration(folder));
  return path;
}

const configuration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>${folder}</dir>
<cachedir>${join(folder, 'cache')}</cachedir>
${Object.entries(standIns).map(alias).join('\n')}
<match target="pattern"><edit name="family" mode="append_last"><string>Arimo</string></edit></match>
</fontconfig>
`;

const alias = ([name, others]: [string, readonly string[]]): string =>
  others
    .map(
      (other) =>
        `<alias binding="same"><family>${other}</family><prefer><family>${name}</family></prefer></alias>`,
    )
    .join('\n');
