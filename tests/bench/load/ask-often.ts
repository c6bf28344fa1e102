/** The entry of a thread that asks a server for its paths over connections that stay open, for some seconds. */
import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

export interface Load {
  origin: string;
  paths: string[];
  connections: number;
  seconds: number;
}

export interface Served {
  /** Milliseconds of each answer with status 200. */
  took: number[];
  failed: number;
}

const { origin, paths, connections, seconds }: Load = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const took: number[] = [];
let failed = 0;
let asked = 0;

const ask = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(`${origin}${path}`, { agent }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode === 200));
    }).on('error', () => resolve(false));
  });

async function askUntil(end: number): Promise<void> {
  while (performance.now() < end) {
    const began = performance.now();
    const served = await ask(paths[asked++ % paths.length] ?? '/');
    if (served) took.push(performance.now() - began);
    else failed += 1;
  }
}

const end = performance.now() + seconds * 1000;
await Promise.all(Array.from({ length: connections }, () => askUntil(end)));
agent.destroy();
parentPort?.postMessage({ took, failed } satisfies Served);
