import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Api } from './api.ts';
import { type FunctionFactory, requestProfile } from './functions.ts';
import type { WorkQueue } from './queue.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import type { ContentTable } from './stores/content-table.ts';

export interface ContentApiProps {
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly table: ContentTable;
  readonly bodies: BodiesBucket;
}

/** Routes by which people of the press read, schedule, withdraw and delete documents. */
export function addEditorRoutes(scope: Construct, { functions, api, table, bodies }: ContentApiProps): void {
  const make = (name: string): Lambda => functions.make(scope, `content/${name}`, requestProfile);

  const listDocuments = make('editors/list-documents');
  table.allowBrowsing(listDocuments);
  api.guarded('GET /api/documents', listDocuments, 'editor', 'writer');
  table.allowFindingDue(listDocuments);
  table.allowReadingByKeys(listDocuments);
  table.allowReadingLists(listDocuments);
  api.guarded('GET /api/calendar', listDocuments, 'editor', 'writer');

  const showDocument = make('editors/show-document');
  table.allowReadingOne(showDocument);
  // An edition is shown with its documents.
  table.allowReadingByKeys(showDocument);
  table.allowReadingLists(showDocument);
  api.guarded('GET /api/documents/{slug}', showDocument, 'editor', 'writer');

  const showRevision = make('editors/show-revision');
  table.allowReadingOne(showRevision);
  bodies.allowReading(showRevision);
  bodies.allowSigningManuscripts(showRevision);
  for (const path of ['', '/manuscript'])
    api.guarded(`GET /api/documents/{slug}/revisions/{revision}${path}`, showRevision, 'editor', 'writer');

  // Any method: a route that is read is two.
  api.guarded('ANY /api/documents/{slug}/diff', showRevision, 'editor');

  const commandDocument = make('documents/command-document');
  table.allowWriting(commandDocument);
  table.allowReadingOne(commandDocument);
  table.allowReadingLists(commandDocument);
  // Any method, in one route: a template has room for 500 resources.
  for (const route of ['POST {slug}/withdraw', 'ANY {slug}/schedule', 'DELETE {slug}'])
    api.guarded(route.replace(' ', ' /api/documents/'), commandDocument, 'editor');
}

/** Routes by which editors have documents announced once more. */
export function addAnnouncementRoutes(
  scope: Construct,
  { functions, api, table }: ContentApiProps,
  queue: WorkQueue,
): void {
  const requestAnnouncement = functions.make(scope, 'content/backfill/request-announcement', requestProfile);
  table.allowReadingOne(requestAnnouncement);
  queue.allowSending(requestAnnouncement);
  for (const path of ['/api/announce', '/api/documents/{slug}/announce']) {
    api.guarded(`POST ${path}`, requestAnnouncement, 'editor');
  }
}

/** Routes that a backup reads: every document with its revisions, and links to the files that were handed in. */
export function addBackupRoutes(scope: Construct, { functions, api, table, bodies }: ContentApiProps): void {
  const listHistories = functions.make(scope, 'content/backup/list-histories', requestProfile);
  table.allowBrowsing(listHistories);
  api.guarded('GET /api/histories', listHistories, 'editor');

  const showHistory = functions.make(scope, 'content/backup/show-history', requestProfile);
  table.allowReadingByKeys(showHistory);
  table.allowReadingLists(showHistory);
  bodies.allowSigningLinks(showHistory);
  api.guarded('GET /api/histories/{slug}', showHistory, 'editor');
}

/** Open routes, which give published documents alone. */
export function addReaderRoutes(scope: Construct, { functions, api, table, bodies }: ContentApiProps): void {
  const make = (name: string): Lambda => functions.make(scope, `content/${name}`, requestProfile);

  const listArticles = make('readers/list-articles');
  table.allowReadingLists(listArticles);
  for (const list of ['articles', 'books', 'bulletins']) api.open(`GET /api/${list}`, listArticles);

  const showArticle = make('readers/show-article');
  table.allowReadingByKeys(showArticle);
  bodies.allowReading(showArticle);
  for (const list of ['articles', 'books', 'bulletins']) api.open(`GET /api/${list}/{slug}`, showArticle);

  const listNames = make('readers/list-names');
  table.allowReadingLists(listNames);
  for (const names of ['sections', 'tags', 'authors', 'series', 'serials'])
    api.open(`GET /api/${names}`, listNames);

  const describeApi = make('api/describe-api');
  table.allowReadingOne(describeApi);
  for (const path of ['/api', '/api/openapi.json', '/api/style.css']) api.open(`GET ${path}`, describeApi);
}
