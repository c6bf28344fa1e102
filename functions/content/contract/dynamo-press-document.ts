import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { PressFields } from '../kinds/press.ts';
import type { StoredHead } from './document.ts';
import { headKey } from './table-keys.ts';

/** The press document's fields as they stand in the content table; undefined: none is published. */
export const dynamoPressDocument = (client: DynamoDBClient, contentTable: string) => ({
  async read(): Promise<PressFields | undefined> {
    const Key = marshall(headKey('press'));
    const get = new GetItemCommand({ TableName: contentTable, Key, ConsistentRead: true });
    const { Item } = await client.send(get);
    if (!Item) return undefined;
    const { status, fields } = unmarshall(Item) as StoredHead;
    return status === 'published' && fields.kind === 'press' ? fields : undefined;
  },
});
