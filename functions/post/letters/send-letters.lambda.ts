import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { beforeTimeout } from '../../runtime/call-deadline.ts';
import { readEnv } from '../../runtime/env.ts';
import { letterKey } from '../contract/letter.ts';
import { sending } from '../store/sending.ts';
import { sendLetters } from './send-letters.ts';

const env = readEnv('postTable', 'leaveLog', 'lettersConfigurationSet', 'eventBus', 'siteUrl');
const depsFor = sending('send-letters', env);

/** New letters. The rows are read anew: a record only says that there is one. Letters under the hourly ceiling come
 *  last. */
export async function handler({ Records }: DynamoDBStreamEvent, context: Context): Promise<void> {
  const deps = depsFor(context);
  const letters = Records.flatMap(({ dynamodb = {} }) => ({
    id: dynamodb.Keys?.pk?.S?.slice(letterKey('').pk.length) ?? '',
    ceiling: dynamodb.NewImage?.ceiling?.BOOL === true,
  }));
  const inOrder = [...letters.filter(({ ceiling }) => !ceiling), ...letters.filter(({ ceiling }) => ceiling)];
  try {
    await beforeTimeout(context, () =>
      sendLetters(
        inOrder.map(({ id }) => id),
        deps,
      ),
    );
  } finally {
    deps.counter.send();
  }
}
