import { parseArgs } from 'node:util';
import { Problem } from '../press/problem.ts';

export const usage = `What a month of the press costs on AWS, line by line.

  npm run cost [-- OPTIONS]

  --readers N    page views in the month (default 10000)
  --articles N   articles handed in, and published, in the month (default 40)
  --archive N    articles the press keeps (default 2000)
`;

export interface Options {
  readers: number;
  articles: number;
  archive: number;
  help: boolean;
}

/** Reads the command line. Throws a Problem with what is wrong and what there is. */
export function readOptions(args: string[]): Options {
  const { readers, articles, archive, help } = parsed(args);
  return {
    readers: numberOf('readers', readers),
    articles: numberOf('articles', articles),
    archive: numberOf('archive', archive),
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
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split(/\.\s/)[0] : String(cause);
    throw new Problem(`${why}: see "npm run cost -- --help" for what there is.`, { cause });
  }
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new Problem(
    `--${name} "${text}" is not a whole number of 0 or more. Give one, as in --${name} 1000.`,
  );
}
