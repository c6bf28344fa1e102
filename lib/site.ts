import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import type { DeadLetters } from './alarms.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import { answering, type FunctionFactory, type Strength, working } from './functions.ts';
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
  readonly site: string;
}

/** Makes pages of what the content room keeps, as many as a change touches. */
export class Site extends Construct {
  readonly deadLetters: DeadLetters;
  readonly #props: SiteProps;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    this.#props = props;
    const rendering = this.#rendering();
    const planning = this.#planning(rendering);
    this.#answering(planning);
    this.deadLetters = {
      queues: [planning.dead, rendering.dead],
      meaning:
        'Pages show an old state: a change whose pages could not be worked out, or a page that could not be rendered. ' +
        'Look into the dead-letter queues of Site (ChangesQueue, PagesQueue; the message names the document or the ' +
        'path) and the logs of plan-pages and render-pages; after mending, "press render" renders everything.',
    };
  }

  /** Each page alone and in order, whatever else happens: its path is the message group. */
  #rendering(): WorkQueue {
    const { content, pages, site } = this.#props;
    const renderPages = this.#make('rendering/render-pages', working);
    renderPages.addEnvironment(envNames.siteUrl, site);
    content.table.allowLookingUp(renderPages);
    content.table.allowReadingLists(renderPages);
    content.bodies.allowReading(renderPages);
    pages.allowPublishing(renderPages);
    return new WorkQueue(this, 'PagesQueue', {
      reader: renderPages,
      batch: 10,
      fifo: true,
      setting: 'pagesQueue',
    });
  }

  #planning(rendering: WorkQueue): WorkQueue {
    const { content, events, pages, site } = this.#props;
    const planPages = this.#make('planning/plan-pages', { ...working, memory: 512 });
    planPages.addEnvironment(envNames.siteUrl, site);
    content.table.allowLookingUp(planPages);
    content.table.allowReadingLists(planPages);
    pages.allowListing(planPages);
    rendering.allowSending(planPages);
    const planning = new WorkQueue(this, 'ChangesQueue', {
      reader: planPages,
      batch: 10,
      setting: 'changesQueue',
    });
    // Rendering everything goes on in a message of its own, page by page of the archive.
    planning.allowSending(planPages);
    events.tellOfContent(planning);
    events.tellOfDeploys(planning);
    return planning;
  }

  #answering(planning: WorkQueue): void {
    const { api, content } = this.#props;
    const requestRender = this.#make('planning/request-render', answering);
    planning.allowSending(requestRender);
    api.guarded('POST /api/site/render', requestRender, 'editor');

    const answerMissing = this.#make('missing/answer-missing', answering);
    content.table.allowLookingUp(answerMissing);
    api.otherwise(answerMissing);
  }

  #make(name: string, strength: Strength): Lambda {
    return this.#props.functions.make(this, `site/${name}`, strength);
  }
}
