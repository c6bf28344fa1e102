import { join } from 'node:path';
import type { Caller, Cloud } from '../cloud.ts';

/** Shared by all presses of this checkout: a sandbox that finds its code compiled starts in half the time. */
const compileCache = join(import.meta.dirname, '../../../node_modules/.cache/broadside');

/** The environment of a function: its own variables and Lambda's; of this machine's nothing but PATH. */
export function environmentOf(
  own: Readonly<Record<string, string>>,
  caller: Caller,
  memory: number,
  { place }: Cloud,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    NODE_COMPILE_CACHE: compileCache,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: caller.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${caller.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...own,
    AWS_ACCESS_KEY_ID: caller.accessKey,
    AWS_SECRET_ACCESS_KEY: caller.secretKey,
    AWS_ENDPOINT_URL: place.origins.aws,
  };
}
