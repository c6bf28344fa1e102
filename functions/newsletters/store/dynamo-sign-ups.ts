import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { countAction, countBefore } from '../../runtime/people/dynamo-limits.ts';
import { retryAfter } from '../../runtime/people/limits.ts';
import type { SignUp, SignUps } from '../ports.ts';
import { dueKey, indexes, partOf, signUpKey } from '../table-keys.ts';

/** Milliseconds after which the tick settles what the stream did not. */
const settledWithin = 120_000;

/** Several readers of one network may sign up at this moment: DynamoDB refuses all but one of such transactions. */
const mostAttempts = 8;

/** Sign-ups in the newsletters table: one read and one transaction, whatever is known of the address. */
export const dynamoSignUps = (client: DynamoDBClient, table: string, clock: Clock): SignUps => ({
  async accept(signUp, limit) {
    const now = clock.now();
    const before = await countBefore(client, table, limit, now);
    const TransactItems = [
      countAction(table, limit, before, now),
      { Put: { TableName: table, Item: itemOf(signUp), ConditionExpression: 'attribute_not_exists(pk)' } },
    ];
    for (let attempt = 1; ; attempt++) {
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems }));
        return { allowed: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const [counted] = error.CancellationReasons ?? [];
        if (counted?.Code === 'ConditionalCheckFailed')
          return { allowed: false, retryAfter: retryAfter(limit, before, now) };
        if (counted?.Code !== 'TransactionConflict' || attempt === mostAttempts) throw error;
      }
      await backoff(attempt);
    }
  },
});

const itemOf = (signUp: SignUp) =>
  marshall(
    {
      ...signUpKey(signUp.id),
      ...signUp,
      dueKey: dueKey(partOf(signUp.id, indexes.due.keys)),
      dueAt: new Date(Date.parse(signUp.at) + settledWithin).toISOString(),
    },
    { removeUndefinedValues: true },
  );
