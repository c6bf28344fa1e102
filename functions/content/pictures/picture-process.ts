import { join } from 'node:path';
import { GuardedProcess } from '../../runtime/guard/guarded-process.ts';
import type { Encoding, Measured, PictureEncoder, Unopened, VariantSpec } from './read-picture.ts';
import { provideTypefaces } from './typefaces.ts';

export interface PictureLimits {
  /** For the header. */
  measuring: number;
  /** For decoding it and making all its files. */
  encoding: number;
  /** The same of a picture that moves: each file is made of all its frames. Seconds, all three. */
  moving: number;
  /** By how many megabytes the process may grow, with what it keeps of the picture before. */
  growth: number;
  /** How many of them it may keep after a picture; else the next one has a fresh process. */
  resting: number;
}

/** A call reads one picture, in 60 seconds. 40 megapixels in frames, the most there may be, take about 20 of a processor,
 *  of which the function has little more than one. */
const usualLimits: PictureLimits = { measuring: 5, encoding: 15, moving: 40, growth: 576, resting: 64 };

/** What is sent to the process. */
export type PictureJob =
  | { what: 'measure'; bytes: Uint8Array }
  | { what: 'encode'; bytes: Uint8Array; measured: Measured; variants: VariantSpec[] };

/** What it says: once that it is loaded, then an answer for each job, or that a job takes too much memory. */
export type PictureAnswer =
  | { what: 'loaded' | 'grown' }
  | ({ what: 'measured'; measured: Measured | Unopened } & LastWords)
  | ({ what: 'encoded'; encoding: Encoding } & LastWords);

interface LastWords {
  /** It holds so much memory that the next picture is for a fresh process. */
  isSpent: boolean;
}

export interface IsolatedPictures extends PictureEncoder {
  close(): void;
}

/**
 * Opens pictures in a process of its own, which ends when one takes too long, too much memory, or crashes. Nothing less
 * ends a drawing: its timeouts libvips looks at only between two steps of its own, and a few hundred bytes of SVG keep
 * librsvg busy for hours. It is no wall against code that a picture would run: see `GuardedProcess`.
 */
export function isolatedPictures(limits: Partial<PictureLimits> = {}): IsolatedPictures {
  const { measuring, encoding, moving, growth, resting } = { ...usualLimits, ...limits };
  const pictures = new GuardedProcess<PictureJob, PictureAnswer>({
    what: 'pictures',
    file: processFile,
    arguments: [String(growth), String(resting)],
    env: () => ({ FONTCONFIG_FILE: provideTypefaces() }),
    isUsableAfter: (answer) => 'isSpent' in answer && !answer.isSpent,
  });
  return {
    async measure(bytes) {
      const answer = await pictures.run({ what: 'measure', bytes }, measuring);
      return typeof answer === 'string' || answer.what !== 'measured' ? unopened(answer) : answer.measured;
    },
    async encode(bytes, measured, variants) {
      const seconds = measured.frames > 1 ? moving : encoding;
      const answer = await pictures.run({ what: 'encode', bytes, measured, variants }, seconds);
      if (typeof answer === 'string' || answer.what !== 'encoded') return { outcome: unopened(answer) };
      return answer.encoding;
    },
    close: () => pictures.close(),
  };
}

function unopened(answer: Unopened | PictureAnswer): Unopened {
  if (typeof answer === 'string') return answer;
  if (answer.what === 'grown') return 'too-large';
  throw new TypeError(`The process answered “${answer.what}”`);
}

/** Beside this file where Node runs the sources, beside the bundle (CommonJS, without `import.meta`) on AWS. */
const processFile = () =>
  import.meta.filename?.endsWith('.ts')
    ? join(import.meta.dirname, 'open-picture.worker.ts')
    : join(import.meta.dirname ?? __dirname, 'open-picture.worker.js');
