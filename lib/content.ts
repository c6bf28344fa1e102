import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { metricNames } from '../functions/content/editions/metric-names.ts';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Counts, DeadLetters } from './alarms.ts';
import type { Api } from './api.ts';
import { addAnnouncementRoutes, addBackupRoutes, addEditorRoutes, addReaderRoutes } from './content-api.ts';
import type { Edge } from './edge.ts';
import type { Events } from './events.ts';
import { batchProfile, type FunctionFactory, type FunctionProfile, requestProfile } from './functions.ts';
import { WorkQueue } from './queue.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import type { ContentTable } from './stores/content-table.ts';
import type { MediaBucket } from './stores/media-bucket.ts';
import type { PagesBucket } from './stores/pages-bucket.ts';
import { UploadsBucket, type UploadsBucketProps } from './stores/uploads-bucket.ts';
import { UploadsTable } from './stores/uploads-table.ts';
import type { Tick } from './tick.ts';

export interface ContentProps extends UploadsBucketProps {
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  readonly table: ContentTable;
  readonly bodies: BodiesBucket;
  readonly media: MediaBucket;
  readonly pages: PagesBucket;
  readonly edge: Edge;
  readonly tick: Tick;
}

/** Decoded, a picture of 40 megapixels takes 160 MB, and its variants are made while it is in memory. */
const pictureProfile: FunctionProfile = { ...batchProfile, memory: 2048 };

/** A manuscript is read in 20 seconds at most, one after the other, and uploads take turns: there is time for one of
 *  each upload of a batch. A larger upload is gone on with in another call. */
const manuscriptProfile: FunctionProfile = { ...batchProfile, seconds: 300 };

/** Ingests uploads, stores documents, and serves the API of both. */
export class Content extends Construct {
  readonly deadLetters: readonly DeadLetters[];
  /** What an alarm watches besides dead letters. */
  readonly counts: Counts = {
    service: 'content',
    metrics: Object.values(metricNames),
    meaning:
      'An edition has not gone at its time, for some of its documents were not ready: readers got none of it, and its ' +
      'newsletter has not left. Or it has gone without some whose pictures were lost at that moment. "press editions" names ' +
      'them and says why; then "press publish SLUG" or "press schedule SLUG" for the edition, or for what it left behind.',
  };
  readonly #props: ContentProps;
  readonly #uploads: UploadsTable;
  readonly #files: UploadsBucket;
  readonly #takeDowns: WorkQueue;

  constructor(scope: Construct, id: string, props: ContentProps) {
    super(scope, id);
    this.#props = props;
    this.#uploads = new UploadsTable(this, 'UploadsTable', props.stage);
    this.#files = new UploadsBucket(this, 'UploadsBucket', props);
    const takeDown = this.#make('removal/take-down', { ...batchProfile, seconds: 300 });
    this.#takeDowns = this.#addTakeDowns(takeDown);
    this.#addUploadRoutes();
    addEditorRoutes(this, props);
    addBackupRoutes(this, props);
    addReaderRoutes(this, props);
    this.#addAnnouncements();
    const publishers = [this.#addPublishing(), this.#addDue()];
    this.deadLetters = [
      this.#addIngestion(takeDown, publishers),
      this.#takeDownDead(),
      props.table.deadLetters,
      this.#addTerms(),
    ];
  }

  #addUploadRoutes(): void {
    const { api } = this.#props;
    const openUpload = this.#make('uploads/open-upload', requestProfile);
    this.#uploads.allowOpening(openUpload);
    this.#files.allowSigning(openUpload);
    this.#files.allowFinding(openUpload);
    for (const path of ['', '/{id}/forms'])
      api.guarded(`POST /api/uploads${path}`, openUpload, 'editor', 'writer');

    const showReceipt = this.#make('uploads/show-receipt', requestProfile);
    this.#uploads.allowClosing(showReceipt);
    this.#files.allowFinding(showReceipt);
    api.guarded('GET /api/uploads/{id}', showReceipt, 'editor', 'writer');
  }

  #addPublishing(): Lambda {
    const { api } = this.#props;
    const publishDocument = this.#make('documents/publish-document', requestProfile);
    this.#allowPublishing(publishDocument);
    for (const command of ['publish', 'restore'])
      api.guarded(`POST /api/documents/{slug}/${command}`, publishDocument, 'editor');
    return publishDocument;
  }

  /** What is scheduled becomes live, and what has its time is withdrawn. */
  #addDue(): Lambda {
    const { table, tick } = this.#props;
    const actOnDue = this.#make('documents/act-on-due', { ...batchProfile, memory: 512 });
    this.#allowPublishing(actOnDue);
    table.allowFindingDue(actOnDue);
    tick.run(actOnDue);
    return actOnDue;
  }

  #allowPublishing(fn: Lambda): void {
    const { table, bodies, media } = this.#props;
    table.allowWriting(fn);
    table.allowChecking(fn);
    table.allowReadingOne(fn);
    table.allowReadingLists(fn);
    table.allowNotingUses(fn);
    bodies.allowReading(fn);
    bodies.allowFinding(fn);
    media.allowFinding(fn);
  }

  #addIngestion(takeDown: Lambda, publishers: Lambda[]): DeadLetters {
    const { table, bodies, media, siteUrl } = this.#props;
    const ingestUpload = this.#make('uploads/ingest-upload', manuscriptProfile);
    ingestUpload.addEnvironment(envNames.siteUrl, siteUrl);
    table.allowWriting(ingestUpload);
    table.allowChecking(ingestUpload);
    table.allowReadingLists(ingestUpload);
    table.allowReadingOne(ingestUpload);
    bodies.allowReading(ingestUpload);
    bodies.allowStoringManuscripts(ingestUpload);
    table.allowNotingUses(ingestUpload);
    bodies.allowFinding(ingestUpload);
    media.allowFinding(ingestUpload);
    this.#takeDowns.allowSending(ingestUpload);
    this.#uploads.allowWritingReceipts(ingestUpload);
    this.#files.allowReadingManuscripts(ingestUpload);
    this.#files.allowPuttingPictures(ingestUpload);
    const manuscripts = new WorkQueue(this, 'ManuscriptsQueue', {
      reader: ingestUpload,
      batchSize: 10,
      setting: 'manuscriptsQueue',
    });
    this.#files.notify(manuscripts, 'manuscripts/');
    // An upload that is too large for one call.
    manuscripts.allowSending(ingestUpload);

    const readPicture = this.#make('pictures/read-picture', pictureProfile);
    media.allowStoring(readPicture);
    media.allowFinding(readPicture);
    bodies.allowStoringOriginals(readPicture);
    bodies.allowReadingOriginals(readPicture);
    this.#takeDowns.allowSending(readPicture);
    this.#uploads.allowWritingReceipts(readPicture);
    this.#files.allowReadingPictures(readPicture);
    manuscripts.allowSending(readPicture);
    // One a call: memory holds one picture, and a picture that kills the function fails no other.
    const pictures = new WorkQueue(this, 'PicturesQueue', {
      reader: readPicture,
      batchSize: 1,
      setting: 'picturesQueue',
    });
    this.#files.notify(pictures, 'pictures/');
    // Pictures that were taken down are made again.
    pictures.allowSending(ingestUpload);
    for (const publisher of publishers) pictures.allowSending(publisher);
    pictures.allowSending(takeDown);

    return {
      queues: [manuscripts.deadLetterQueue, pictures.deadLetterQueue],
      meaning:
        'Something handed in has not become a page: no try could read a manuscript or a picture. Editors see "working" ' +
        'on the receipt; readers see the old page. Look into the dead-letter queues of Content (ManuscriptsQueue, ' +
        'PicturesQueue) and the logs of ingest-upload and read-picture, then redrive.',
    };
  }

  /** Takes pictures from the readers and erases what was deleted: a queue of its own, which nothing else delays. */
  #addTakeDowns(takeDown: Lambda): WorkQueue {
    const { table, bodies, media, pages, edge, events } = this.#props;
    table.allowWriting(takeDown);
    table.allowErasing(takeDown);
    bodies.allowReading(takeDown);
    bodies.allowErasing(takeDown);
    media.allowErasing(takeDown);
    pages.allowErasingVersions(takeDown);
    this.#uploads.allowBlanking(takeDown);
    this.#files.allowErasing(takeDown);
    edge.allowInvalidating(takeDown);
    const queue = new WorkQueue(this, 'TakeDownQueue', {
      reader: takeDown,
      batchSize: 1,
      setting: 'takeDownQueue',
    });
    queue.allowSending(takeDown);
    events.sendRemovals(queue);
    return queue;
  }

  #takeDownDead(): DeadLetters {
    return {
      queues: [this.#takeDowns.deadLetterQueue],
      meaning:
        'Something taken down or deleted is still there: its pictures answer, or its text is stored. See TakeDownQueue ' +
        'and the logs of take-down, then redrive.',
    };
  }

  /** Each change as it is written; and once more what an editor or a room asks for, and dead letters sent back. */
  #addAnnouncements(): void {
    const { table, events } = this.#props;
    const announceChange = this.#make('documents/announce-change', { ...batchProfile, memory: 512 });
    events.allowAnnouncing(announceChange);
    table.deliverChangesTo(announceChange);

    const announceAgain = this.#make('backfill/announce-again', { ...batchProfile, memory: 512 });
    table.allowBrowsing(announceAgain);
    table.allowWriting(announceAgain);
    table.allowNotingAnnouncements(announceAgain);
    table.allowSettingAside(announceAgain);
    events.allowAnnouncing(announceAgain);
    const again = new WorkQueue(this, 'AnnounceQueue', {
      reader: announceAgain,
      batchSize: 1,
      setting: 'announceQueue',
      deadLetterQueue: table.deadLetterQueue,
    });
    again.allowSending(announceAgain);
    events.sendBackfillRequests(again);
    events.sendPressChanges('PressChanged', again);
    events.sendDeployEvents('DocumentsDeployed', again);
    addAnnouncementRoutes(this, this.#props, again);
  }

  #addTerms(): DeadLetters {
    const { table, events } = this.#props;
    const settleTerms = this.#make('terms/settle-terms', { ...batchProfile, memory: 512 });
    table.allowSettlingTerms(settleTerms);
    events.allowAnnouncing(settleTerms);
    const terms = new WorkQueue(this, 'TermsQueue', { reader: settleTerms, batchSize: 10 });
    events.sendDocuments('TermsTouched', terms);
    events.sendDeployEvents('TermsDeployed', terms);
    return {
      queues: [terms.deadLetterQueue],
      meaning:
        'A name of a section, tag, author or series may be spelled as it was before: redrive TermsQueue after looking ' +
        'at the logs of settle-terms.',
    };
  }

  #make(name: string, profile: FunctionProfile): Lambda {
    return this.#props.functions.make(this, `content/${name}`, profile);
  }
}
