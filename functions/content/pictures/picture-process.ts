import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Encoding, Measured, PictureEncoder, Unopened, VariantSpec } from './read-picture.ts';
import { provideTypefaces } from './typefaces.ts';

export interface PictureLimits {
  /** For the header. */
  measuring: number;
  /** For decoding it and making all its files. Seconds, both. */
  encoding: number;
  /** By how many megabytes the process may grow with one picture. */
  growth: number;
}

const usualLimits: PictureLimits = { measuring: 5, encoding: 15, growth: 512 };

/** What is sent to the process. */
export type PictureJob =
  | { what: 'measure'; bytes: Uint8Array }
  | { what: 'encode'; bytes: Uint8Array; measured: Measured; variants: VariantSpec[] };

/** What it says: once that it is loaded, then an answer for each job, or that a job takes too much memory. */
export type PictureAnswer =
  | { what: 'loaded' | 'grown' }
  | { what: 'measured'; measured: Measured | Unopened }
  | { what: 'encoded'; encoding: Encoding };

export interface IsolatedPictures extends PictureEncoder {
  close(): void;
}

/**
 * Opens pictures in a process of its own, without the function's credentials, which ends when one takes too long, too
 * much memory, or crashes. Nothing less ends a drawing: its timeouts libvips looks at only between two steps of its
 * own, and a few hundred bytes of SVG keep librsvg busy for hours.
 */
export function isolatedPictures(limits: Partial<PictureLimits> = {}): IsolatedPictures {
  const { measuring, encoding, growth } = { ...usualLimits, ...limits };
  const pictures = new PictureProcess(growth);
  return {
    async measure(bytes) {
      const answer = await pictures.run({ what: 'measure', bytes }, measuring);
      return typeof answer === 'string' || answer.what !== 'measured' ? unopened(answer) : answer.measured;
    },
    async encode(bytes, measured, variants) {
      const answer = await pictures.run({ what: 'encode', bytes, measured, variants }, encoding);
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

/** One process, one picture at a time; one that was ended is followed by a fresh one. */
class PictureProcess {
  #process: ChildProcess | undefined;
  #loaded: Promise<unknown> = Promise.resolve();
  #last: Promise<unknown> = Promise.resolve();
  readonly #growth: number;

  constructor(growth: number) {
    this.#growth = growth;
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
      isUsable = typeof answer !== 'string' && answer.what !== 'grown';
      return answer;
    } finally {
      over.abort();
      if (!isUsable) this.close();
    }
  }

  /** Its environment has nothing that a hostile picture could want. */
  #start(): ChildProcess {
    const { PATH, LD_LIBRARY_PATH } = process.env;
    const env = { PATH, LD_LIBRARY_PATH, FONTCONFIG_FILE: provideTypefaces() };
    const child = fork(processFile(), [String(this.#growth)], {
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
