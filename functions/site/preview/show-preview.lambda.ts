import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { viewerOf } from '../../content/contract/own-documents.ts';
import { revisionPattern } from '../../content/contract/revision-id.ts';
import { dynamoClient, s3Client, secretsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { pageHandler } from '../../runtime/page-http.ts';
import { secretKeys } from '../../runtime/people/secret-keys.ts';
import {
  caller,
  demandReading,
  demandScope,
  type HttpEvent,
  jsonBody,
  pathPart,
  query,
} from '../../runtime/request.ts';
import { textToPreview } from '../api/requests.ts';
import { renderSnapshot } from '../rendering/render-snapshot.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { dynamoRevisions } from '../store/dynamo-revisions.ts';
import { s3Bodies } from '../store/s3-bodies.ts';
import { previewText } from './preview-text.ts';
import { readingThread } from './reading-thread.ts';
import { linkPreview, showPreview } from './show-preview.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'signingKeys', 'originSecret', 'siteUrl');
const log = logOf('show-preview');
const [dynamo, s3] = [dynamoClient(), s3Client()];
/** Seconds: a page is open for a while before its pictures are asked for. */
const expiresIn = 900;
const deps = {
  content: dynamoContent(dynamo, env.contentTable),
  revisions: dynamoRevisions(dynamo, env.contentTable),
  bodies: s3Bodies(s3, env.bodiesBucket),
  originals: {
    sign: (Key: string, ResponseContentType: string | undefined) =>
      getSignedUrl(s3, new GetObjectCommand({ Bucket: env.bodiesBucket, Key, ResponseContentType }), {
        expiresIn,
      }),
  },
  keys: secretKeys(secretsClient(), env.signingKeys),
  reader: readingThread(),
  clock: systemClock,
  site: env.siteUrl,
};

/** Number or id of a revision. */
const asked = z.strictObject(
  {
    revision: z.optional(
      z.string().check(z.maxLength(400), z.regex(revisionPattern, 'has to be a revision')),
    ),
  },
  'You can ask for a revision.',
);

const link = httpHandler({ ...env, log }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor', 'press/writer');
  demandReading(event);
  const { revision } = query(event, asked);
  const body = await linkPreview(pathPart(event, 'slug'), viewerOf(who), deps, revision);
  return { status: 200, body };
});

const text = httpHandler({ ...env, log }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor', 'press/writer');
  return { status: 200, body: await previewText(jsonBody(event, textToPreview), viewerOf(who), deps) };
});

const policyFor = (origins: string[]): string =>
  `default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' ${origins.join(' ')}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

const config = () => renderSnapshot(deps).config();

const page = pageHandler({ ...env, log, config }, async (event) => {
  demandReading(event);
  const { html, origins } = await showPreview(pathPart(event, 'link'), deps);
  return { status: 200, html, headers: { 'content-security-policy': policyFor(origins) } };
});

/** An editor asks for a link, and whoever has it sees the page; a text is shown to who writes it. */
export const handler = (event: HttpEvent, context: Context) => {
  if (event.routeKey.endsWith('/api/previews/{link}')) return page(event, context);
  return event.routeKey.endsWith('/api/preview') ? text(event, context) : link(event, context);
};
