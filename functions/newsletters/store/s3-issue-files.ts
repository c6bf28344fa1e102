import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { FrozenIssue, IssueContent } from '../compose/issue-content.ts';
import type { IssueFiles, NewsItem } from '../issues/ports.ts';

const pageKey = (issue: string): string => `pages/${issue}`;

/** The bucket of what issues show and of what they were sent as. Keys begin with `frozen/`, `marks/` or `pages/`. */
export function s3IssueFiles(client: S3Client, bucket: string): IssueFiles {
  const put = async (Key: string, value: object): Promise<void> => {
    const Body = JSON.stringify(value);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/json' }));
  };
  /** This room alone writes them, from types: here they are trusted. */
  const read = async <Value>(Key: string): Promise<Value> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return JSON.parse((await Body?.transformToString()) ?? '');
  };
  return {
    putFrozen: put,
    frozen: (key) => read<FrozenIssue>(key),
    putMarks: put,
    marks: (key) => read<Record<string, NewsItem[]>>(key),
    putPage: (issue, content) => put(pageKey(issue), content),
    page: (issue) => read<IssueContent>(pageKey(issue)).catch(unlessGone),
    async remove(issue) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: `frozen/${issue}/` });
      const keys = [pageKey(issue)];
      for await (const { Contents = [] } of pages) keys.push(...Contents.flatMap((one) => one.Key ?? []));
      for (const Key of keys) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
  };
}

function unlessGone(cause: unknown): undefined {
  if (cause instanceof NoSuchKey) return undefined;
  throw cause;
}
