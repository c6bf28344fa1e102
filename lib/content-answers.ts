import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Api } from './api.ts';
import { answering, type FunctionFactory } from './functions.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import type { ContentTable } from './stores/content-table.ts';

export interface AnswersProps {
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly table: ContentTable;
  readonly bodies: BodiesBucket;
}

/** What people of the press may ask about documents, and do to them. */
export function answerEditors(scope: Construct, { functions, api, table }: AnswersProps): void {
  const make = (name: string): Lambda => functions.make(scope, `content/${name}`, answering);

  const listDocuments = make('api/list-documents');
  table.allowBrowsing(listDocuments);
  api.guarded('GET /api/documents', listDocuments, 'editor', 'writer');

  const showDocument = make('api/show-document');
  table.allowShowing(showDocument);
  table.allowReadingLists(showDocument);
  api.guarded('GET /api/documents/{slug}', showDocument, 'editor', 'writer');

  const withdrawDocument = make('documents/withdraw-document');
  table.allowChanging(withdrawDocument);
  api.guarded('POST /api/documents/{slug}/withdraw', withdrawDocument, 'editor');

  const deleteDocument = make('documents/delete-document');
  table.allowChanging(deleteDocument);
  table.allowErasing(deleteDocument);
  api.guarded('DELETE /api/documents/{slug}', deleteDocument, 'editor');
}

/** What a backup asks: for all there is, and for the files as they were handed in. */
export function answerBackups(scope: Construct, { functions, api, table, bodies }: AnswersProps): void {
  const listHistories = functions.make(scope, 'content/backup/list-histories', answering);
  table.allowBrowsing(listHistories);
  api.guarded('GET /api/histories', listHistories, 'editor');

  const showHistory = functions.make(scope, 'content/backup/show-history', answering);
  table.allowLookingUp(showHistory);
  table.allowReadingLists(showHistory);
  bodies.allowHandingOut(showHistory);
  api.guarded('GET /api/histories/{slug}', showHistory, 'editor');
}

/** What everybody may ask: of published documents alone. */
export function answerReaders(scope: Construct, { functions, api, table, bodies }: AnswersProps): void {
  const make = (name: string): Lambda => functions.make(scope, `content/${name}`, answering);

  const listArticles = make('api/list-articles');
  table.allowReadingLists(listArticles);
  api.open('GET /api/articles', listArticles);

  const showArticle = make('api/show-article');
  table.allowShowing(showArticle);
  bodies.allowReading(showArticle);
  api.open('GET /api/articles/{slug}', showArticle);

  const listNames = make('api/list-names');
  table.allowReadingLists(listNames);
  for (const names of ['sections', 'tags', 'authors', 'series']) api.open(`GET /api/${names}`, listNames);

  const describeApi = make('api/describe-api');
  for (const path of ['/api', '/api/openapi.json', '/api/style.css']) api.open(`GET ${path}`, describeApi);
}
