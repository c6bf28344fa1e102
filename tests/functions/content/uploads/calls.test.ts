import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { dynamoContent } from '../../../../functions/content/store/dynamo-content.ts';
import { dynamoUploads } from '../../../../functions/content/store/dynamo-uploads.ts';
import { s3Archive, s3UploadedFiles } from '../../../../functions/content/store/s3-files.ts';
import { receiveManuscript } from '../../../../functions/content/uploads/ingest-upload.ts';
import { keyOf, type UploadedFile } from '../../../../functions/content/uploads/upload.ts';
import { dynamoTables } from '../../../contracts/dynamo-tables.ts';
import { aCloudWithS3 } from '../../../lib/local/s3/a-cloud-with-s3.ts';
import { anUpload } from '../a-document.ts';
import { markdown, Office } from '../an-office.ts';

it('takes in a manuscript with at most twelve calls to AWS, and an unchanged one with fewer', async () => {
  const [dynamo, s3] = await Promise.all([dynamoTables(), aCloudWithS3()]);
  onTestFinished(async () => {
    await dynamo.close();
    await s3.stop();
  });
  const tables = await dynamo.tables();
  const uploads = dynamoUploads(dynamo.client, tables.uploads);
  const deps = {
    ...new Office().deps,
    uploads,
    content: dynamoContent(dynamo.client, tables),
    uploadedFiles: s3UploadedFiles(s3.client, 'press-shelf'),
    archive: s3Archive(s3.client, 'press-shelf'),
  };
  const text = markdown({ title: 'Rent strike', section: 'Housing', tags: '[a, b, c]', authors: '[A, B]' });
  const handIn = async (id: string): Promise<string[]> => {
    const file: UploadedFile = { upload: id, number: 0, role: 'manuscripts' };
    await uploads.open(anUpload({ id }));
    await s3.client.send(new PutObjectCommand({ Bucket: 'press-shelf', Key: keyOf(file), Body: text }));
    const calls = counted(dynamo.client, s3.client);
    await receiveManuscript(file, deps);
    return calls;
  };

  const first = await handIn('01HQ0000000000000000000001');
  expect(first.length, first.join(', ')).toBeLessThanOrEqual(12);
  const second = await handIn('01HQ0000000000000000000002');
  expect(second.length, second.join(', ')).toBeLessThan(first.length - 1);
});

/** The names of the calls made from now on. */
function counted(dynamo: DynamoDBClient, s3: S3Client): string[] {
  const calls: string[] = [];
  const options = { step: 'initialize', name: 'counting', override: true } as const;
  dynamo.middlewareStack.add((next, { commandName = '?' }) => {
    calls.push(commandName);
    return next;
  }, options);
  s3.middlewareStack.add((next, { commandName = '?' }) => {
    calls.push(commandName);
    return next;
  }, options);
  return calls;
}
