import type { Context } from 'aws-lambda';
import { beforeTimeout } from '../../runtime/call-deadline.ts';
import { readEnv } from '../../runtime/env.ts';
import { sending } from '../store/sending.ts';
import { actOnDue } from './act-on-due.ts';

const env = readEnv('postTable', 'leaveLog', 'lettersConfigurationSet', 'eventBus', 'siteUrl');
const depsFor = sending('act-on-due', env);

/** Once a minute; two calls that overlap hinder each other no more than two senders. */
export async function handler(_tick: unknown, context: Context): Promise<void> {
  const deps = depsFor(context);
  try {
    await beforeTimeout(context, () => actOnDue(deps));
  } finally {
    deps.counter.send();
  }
}
