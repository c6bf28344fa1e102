import { parseArgs } from 'node:util';
import { StartRefused } from '../../lib/local/cloud.ts';
import { type Faults, readFaults } from '../../lib/local/weather/faults.ts';

export const usage = `Runs the press on this machine, from the same template that is deployed to AWS.

  npm start [-- OPTIONS]

  --port N          first of the five ports it takes (default 4000; 0: any that are free)
  --data DIR        folder that keeps everything (default .broadside)
  --empty           do not hand in the sample press on the first start
  --edge-cache      keep answers as CloudFront does, so that changes show up to ten seconds late
  --concurrency N   run at most N functions at once, as an AWS account does (a new one 10); others are throttled
  --redrive         send the dead letters of queues back (a stream's failure records hold nothing to send)
  --faults FILE     make weather: calls that fail, events late and twice, workers killed (JSON)
  --dynamodb URL    use this DynamoDB in place of the one that comes with the press
  --help            show this
`;

export interface Options {
  port: number;
  data: string;
  empty: boolean;
  edgeCache: boolean;
  concurrency: number | undefined;
  redrive: boolean;
  dynamodb: string | undefined;
  faults: Faults | undefined;
  help: boolean;
}

/** Reads the command line. @throws StartRefused that names the wrong option and the right form. */
export function readOptions(args: string[]): Options {
  const { 'edge-cache': edgeCache, ...given } = parsed(args);
  const { port, data, empty, concurrency, redrive, dynamodb, faults, help } = given;
  return {
    port: portOf(port),
    data,
    empty,
    edgeCache,
    concurrency: concurrency === undefined ? undefined : concurrencyOf(concurrency),
    redrive,
    dynamodb: dynamodb && addressOf(dynamodb),
    faults: faults === undefined ? undefined : readFaults(faults),
    help,
  };
}

function parsed(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '4000' },
        data: { type: 'string', default: '.broadside' },
        empty: { type: 'boolean', default: false },
        'edge-cache': { type: 'boolean', default: false },
        concurrency: { type: 'string' },
        redrive: { type: 'boolean', default: false },
        dynamodb: { type: 'string' },
        faults: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new StartRefused(`${why}: see "npm start -- --help" for what there is.`, { cause });
  }
}

const portsTaken = 5;

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65536 - portsTaken) return port;
  throw new StartRefused(
    `--port ${text} is not a port: name a number from 1 to ${65536 - portsTaken}, or 0 for any that are free.`,
  );
}

function concurrencyOf(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= 1000) return count;
  throw new StartRefused(
    `--concurrency ${text} is not a number of functions: name one from 1 to 1000, such as 10.`,
  );
}

function addressOf(text: string): string {
  const address = URL.parse(text);
  if (address?.protocol === 'http:' || address?.protocol === 'https:') return address.origin;
  throw new StartRefused(`--dynamodb ${text} is not an address: name one such as http://localhost:8000.`);
}
