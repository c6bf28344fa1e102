import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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
 * librsvg busy for hours. It is no wall against code that a picture would run: see `#start`.
 */
export function isolatedPictures(limits: Partial<PictureLimits> = {}): IsolatedPictures {
  const { measuring, encoding, moving, ...memory } = { ...usualLimits, ...limits };
  const pictures = new PictureProcess(memory);
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

type MemoryLimits = Pick<PictureLimits, 'growth' | 'resting'>;

/** One process, one picture at a time; one that was ended is followed by a fresh one. */
class PictureProcess {
  #process: ChildProcess | undefined;
  #loaded: Promise<unknown> = Promise.resolve();
  #last: Promise<unknown> = Promise.resolve();
  readonly #memory: MemoryLimits;

  constructor(memory: MemoryLimits) {
    this.#memory = memory;
  }

  run(job: PictureJob, seconds: number): Promise<PictureAnswer | Unopened> {
    const answer = this.#last.then(() => this.#run(job, seconds));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  async #run(job: PictureJob, seconds: number): Promise<PictureAnswer | Unopened> {
    this.#process ??= this.#start();
    const child = this.#process;
    const over = new AbortController();
    let isUsable = false;
    try {
      await this.#loaded;
      child.send(job);
      const answer = await Promise.race([answerOf(child, over), endOf(child, over), limit(seconds, over)]);
      isUsable = typeof answer !== 'string' && 'isSpent' in answer && !answer.isSpent;
      return answer;
    } finally {
      over.abort();
      if (!isUsable) this.close();
    }
  }

  /** The function's credentials are not in its environment, so that no fault that shows memory or environment shows
   *  them. It runs as the same user: code run in it could read those of the function in /proc, and do what the
   *  function's role may, which is why that role may do so little. */
  #start(): ChildProcess {
    const { PATH, LD_LIBRARY_PATH } = process.env;
    const { growth, resting } = this.#memory;
    const env = { PATH, LD_LIBRARY_PATH, FONTCONFIG_FILE: provideTypefaces() };
    const child = fork(processFile(), [String(growth), String(resting)], {
      env,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Between two pictures nobody waits for it: the next one starts another.
    child.unref();
    child.channel?.unref();
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (this.#process === child) this.#process = undefined;
    });
    this.#loaded = loadingOf(child);
    this.#loaded.catch(() => undefined);
    return child;
  }
}

const startLimit = 20;

async function loadingOf(child: ChildProcess): Promise<void> {
  const over = new AbortController();
  const first = await Promise.race([answerOf(child, over), endOf(child, over), limit(startLimit, over)]);
  over.abort();
  if (typeof first === 'string') throw new Error(`The process for pictures does not start (${first})`);
}

async function answerOf(child: ChildProcess, { signal }: AbortController): Promise<PictureAnswer> {
  const [answer]: PictureAnswer[] = await once(child, 'message', { signal });
  if (!answer) throw new TypeError('The process for pictures answered nothing');
  return answer;
}

/** Signals of a crash in native code: the picture did that. What else ends a process is no fault of the picture. */
const crashes = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'];

async function endOf(child: ChildProcess, { signal }: AbortController): Promise<Unopened> {
  const [code, by]: (number | string | null)[] = await once(child, 'exit', { signal });
  if (typeof by === 'string' && crashes.includes(by)) return 'broken';
  throw new Error(`The process for pictures ended: ${by ?? code}`);
}

async function limit(seconds: number, { signal }: AbortController): Promise<Unopened> {
  await setTimeout(seconds * 1000, undefined, { signal });
  return 'too-slow';
}

/** Beside this file where Node runs the sources, beside the bundle (CommonJS, without `import.meta`) on AWS. */
const processFile = () =>
  import.meta.filename?.endsWith('.ts')
    ? join(import.meta.dirname, 'open-picture.worker.ts')
    : join(import.meta.dirname ?? __dirname, 'open-picture.worker.js');
