import { type DynamoDBClient, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { dynamoContent } from '../../functions/content/store/dynamo-content.ts';
import { dynamoHistories } from '../../functions/content/store/dynamo-documents.ts';
import { dynamoTables } from './dynamo-tables.ts';

it('names are written although another process is at the same ones', async () => {
  const dynamo = await dynamoTables();
  onTestFinished(() => dynamo.close());
  const tables = await dynamo.tables();
  const [mine, another] = [dynamo.anotherClient(), dynamoContent(dynamo.client, tables)];
  const tag = (name: string) => ({ kind: 'tags' as const, slug: name.toLowerCase(), name });
  before(mine, 'TransactWriteItemsCommand', 1, () => another.addTerms([tag('Rent')]));
  before(mine, 'PutItemCommand', 3, async () => {
    throw new TransactionConflictException({ message: 'A transaction is at it', $metadata: {} });
  });

  await dynamoContent(mine, tables).addTerms([tag('RENT'), tag('Strike')]);

  const spelled = await dynamoHistories(dynamo.client, tables.content).spelled([tag('rent'), tag('strike')]);
  expect(spelled.map(({ name }) => name)).toEqual(['Rent', 'Strike']);
});

/** Has something happen before each of the first `times` calls of a kind. */
function before(client: DynamoDBClient, call: string, times: number, happen: () => Promise<void>): void {
  let left = times;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === call && left-- > 0) await happen();
        return next(args);
      },
    { step: 'initialize', name: `before-${call}` },
  );
}
