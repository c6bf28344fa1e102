import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { envNames } from '../../../functions/runtime/env-names.ts';

/** Runs a function once in a fresh process. Returns the milliseconds from before its code was loaded to its answer. */
export async function run(folder: string, name: string, endpoint: string): Promise<number> {
  const settings = Object.fromEntries(Object.values(envNames).map((key) => [key, settingFor(key, endpoint)]));
  const env = {
    ...settings,
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'ASIA0000000000000000',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: name,
  };
  const program = join(import.meta.dirname, 'first-event.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder, name], { env });
  return Number(stdout.trim().split('\n').at(-1));
}

function settingFor(key: string, endpoint: string): string {
  if (key.endsWith('_QUEUE')) return `${endpoint}/000000000000/queue`;
  return key.endsWith('_URL') ? 'http://localhost' : key.toLowerCase().replaceAll('_', '-');
}
