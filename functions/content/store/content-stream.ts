import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { HeadWrite } from '../documents/announce-change.ts';
import { headOf, type Item } from './content-items.ts';

type Image = NonNullable<DynamoDBStreamEvent['Records'][number]['dynamodb']>['NewImage'];

/** The writes to heads that a batch of the content table's stream holds; anything else is left out. */
export const headWritesIn = ({ Records }: DynamoDBStreamEvent): HeadWrite[] =>
  Records.flatMap(({ dynamodb }) =>
    dynamodb?.Keys?.sk?.S === 'head'
      ? [
          {
            place: dynamodb.SequenceNumber ?? '',
            before: headIn(dynamodb.OldImage),
            after: headIn(dynamodb.NewImage),
          },
        ]
      : [],
  );

/** The two type packages describe the same JSON, each in its own words. */
const headIn = (image: Image) => (image ? headOf(image as Item) : undefined);
