import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { pageHandler } from '../../runtime/page-http.ts';
import { Problem } from '../../runtime/problem.ts';
import { pathPart } from '../../runtime/request.ts';
import { pressReader } from '../press.ts';
import { dynamoArchive } from '../store/dynamo-archive.ts';
import { dynamoIssues } from '../store/dynamo-issues.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { s3IssueFiles } from '../store/s3-issue-files.ts';
import { showArchive } from './show-archive.ts';

const env = readEnv('newslettersTable', 'issuesBucket', 'originSecret', 'siteUrl');
const dynamo = dynamoClient();
const press = pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock);
const deps = {
  issues: dynamoIssues(dynamo, env.newslettersTable),
  archive: dynamoArchive(dynamo, env.newslettersTable),
  files: s3IssueFiles(s3Client(), env.issuesBucket),
  press,
};

/** Lists, their issues and feeds, for everybody to read. It knows no person. */
export const handler = pageHandler(
  { ...env, log: logOf('show-archive'), config: async () => (await press()).config },
  async (event) => {
    if (!['GET', 'HEAD'].includes(event.requestContext.http.method))
      throw new Problem(405, 'This page can only be read.', { headers: { allow: 'GET, HEAD' } });
    const below = event.pathParameters?.slug === undefined ? undefined : pathPart(event, 'slug');
    return showArchive(
      { list: pathPart(event, 'list'), below, before: event.queryStringParameters?.before },
      deps,
    );
  },
);
