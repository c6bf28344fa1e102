import { parseArgs } from 'node:util';

export const usage = `What a month of the press costs on AWS, line by line.

  npm run cost [-- OPTIONS]

  --readers N      page views in the month (default 10000)
  --articles N     articles handed in, and published, in the month (default 40)
  --archive N      articles the press keeps (default 2000)
  --subscribers N  people who subscribe in the month, each with a letter to confirm (default 20)
  --letters N      other letters to single people (default 20)
`;

/** A command line that cannot be read. Its message is for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Options {
  readers: number;
  articles: number;
  archive: number;
  subscribers: number;
  letters: number;
  help: boolean;
}

/** Reads the command line. @throws UsageError that names the wrong option and the right form. */
export function readOptions(args: string[]): Options {
  const { readers, articles, archive, subscribers, letters, help } = parsed(args);
  return {
    readers: numberOf('readers', readers),
    articles: numberOf('articles', articles),
    archive: numberOf('archive', archive),
    subscribers: numberOf('subscribers', subscribers),
    letters: numberOf('letters', letters),
    help,
  };
}

function parsed(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        readers: { type: 'string', default: '10000' },
        articles: { type: 'string', default: '40' },
        archive: { type: 'string', default: '2000' },
        subscribers: { type: 'string', default: '20' },
        letters: { type: 'string', default: '20' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split(/\.\s/)[0] : String(cause);
    throw new UsageError(`${why}: see "npm run cost -- --help" for what there is.`, { cause });
  }
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new UsageError(
    `--${name} "${text}" is not a whole number of 0 or more. Give one, as in --${name} 1000.`,
  );
}
