import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import type { DeadLetters } from './alarms.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import { batchProfile, type FunctionFactory, type FunctionProfile, requestProfile } from './functions.ts';
import type { Post } from './post.ts';
import { WorkQueue } from './queue.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import type { ContentTable } from './stores/content-table.ts';
import type { PagesBucket } from './stores/pages-bucket.ts';

export interface SiteProps {
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  /** What the site may read of the content room. */
  readonly content: { readonly table: ContentTable; readonly bodies: BodiesBucket };
  readonly pages: PagesBucket;
  /** Origin of the site. */
  readonly siteUrl: string;
}

/** Renders the pages that a change of a document touches. */
export class Site extends Construct {
  readonly deadLetters: readonly DeadLetters[];
  readonly #props: SiteProps;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    this.#props = props;
    const { renderPages, pages } = this.#addRenderer();
    const changes = this.#addPlanner(pages);
    // A full render waits behind its pages: the renderer requests its next part.
    changes.allowSending(renderPages);
    this.#addRoutes(changes);
    this.deadLetters = [
      {
        queues: [changes.deadLetterQueue, pages.deadLetterQueue],
        meaning:
          'Pages show an old state: a change whose pages could not be worked out, or a page that could not be rendered. ' +
          'Look into the dead-letter queues of Site (ChangesQueue, PagesQueue; the message names the document, the ' +
          'path or the next part of a full render) and the logs of plan-pages and render-pages; after mending, "press render" renders everything.',
      },
    ];
  }

  /** The path of a page is its message group, so that no page is rendered twice at once. */
  #addRenderer(): { renderPages: Lambda; pages: WorkQueue } {
    const { content, pages, siteUrl } = this.#props;
    const renderPages = this.#make('rendering/render-pages', batchProfile);
    renderPages.addEnvironment(envNames.siteUrl, siteUrl);
    content.table.allowReadingByKeys(renderPages);
    content.table.allowReadingLists(renderPages);
    content.bodies.allowReading(renderPages);
    pages.allowPublishing(renderPages);
    const queue = new WorkQueue(this, 'PagesQueue', {
      reader: renderPages,
      batchSize: 10,
      fifo: true,
      setting: 'pagesQueue',
    });
    return { renderPages, pages: queue };
  }

  #addPlanner(pagesQueue: WorkQueue): WorkQueue {
    const { content, events, pages, siteUrl } = this.#props;
    const planPages = this.#make('planning/plan-pages', { ...batchProfile, memory: 512 });
    planPages.addEnvironment(envNames.siteUrl, siteUrl);
    content.table.allowReadingByKeys(planPages);
    content.table.allowReadingLists(planPages);
    pages.allowListing(planPages);
    pagesQueue.allowSending(planPages);
    pagesQueue.allowCounting(planPages, 'pagesDeadLetters');
    const changesQueue = new WorkQueue(this, 'ChangesQueue', {
      reader: planPages,
      batchSize: 10,
      setting: 'changesQueue',
    });
    // The end of a full render, which removes what no page refers to any more, comes later.
    changesQueue.allowSending(planPages);
    events.sendContentEvents(changesQueue);
    events.sendDeployEvents('Deployed', changesQueue);
    return changesQueue;
  }

  #addRoutes(changesQueue: WorkQueue): void {
    const { api, content } = this.#props;
    const requestRender = this.#make('planning/request-render', requestProfile);
    changesQueue.allowSending(requestRender);
    api.guarded('POST /api/site/render', requestRender, 'editor');

    const answerMissing = this.#make('missing/answer-missing', requestProfile);
    content.table.allowReadingByKeys(answerMissing);
    // Whether a list has entries, so that its page is on its way.
    content.table.allowReadingLists(answerMissing);
    api.fallback(answerMissing);
  }

  /** Editors get links to what is not published; whoever has one sees that page. What people write is shown to them. */
  addPreview(post: Post): void {
    const { api, content } = this.#props;
    const showPreview = this.#make('preview/show-preview', { ...requestProfile, memory: 1024 });
    content.table.allowReadingByKeys(showPreview);
    content.table.allowReadingLists(showPreview);
    content.bodies.allowReading(showPreview);
    content.bodies.allowReadingOriginals(showPreview);
    post.allowKeys(showPreview);
    // Any method: a template has room for 500 resources, and a route that is read is two.
    api.guarded('ANY /api/documents/{slug}/preview', showPreview, 'editor', 'writer');
    api.open('GET /api/previews/{link}', showPreview);
    api.guarded('POST /api/preview', showPreview, 'editor', 'writer');
  }

  #make(name: string, profile: FunctionProfile): Lambda {
    return this.#props.functions.make(this, `site/${name}`, profile);
  }
}
