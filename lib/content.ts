import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import type { DeadLetters } from './alarms.ts';
import type { Api } from './api.ts';
import { answerBackups, answerEditors, answerReaders } from './content-answers.ts';
import type { Events } from './events.ts';
import { answering, type FunctionFactory, type Strength, working } from './functions.ts';
import { WorkQueue } from './queue.ts';
import type { Stage } from './stage.ts';
import type { BodiesBucket } from './stores/bodies-bucket.ts';
import type { ContentTable } from './stores/content-table.ts';
import type { MediaBucket } from './stores/media-bucket.ts';
import { UploadsBucket } from './stores/uploads-bucket.ts';
import { UploadsTable } from './stores/uploads-table.ts';

export interface ContentProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  readonly table: ContentTable;
  readonly bodies: BodiesBucket;
  readonly media: MediaBucket;
  /** Origin of the site. */
  readonly site: string;
}

/** Decoded, a picture of 40 megapixels takes 160 MB, and its variants are made beside it. */
const decoding: Strength = { ...working, memory: 2048 };

/** Manuscripts are read one after the other, each in 20 seconds at most: time for a batch of ten bad ones. Of a larger
 *  upload the next try reads on where this one was stopped. */
const reading: Strength = { ...working, seconds: 300 };

/** Takes in what editors hand in, keeps it, and answers for it. */
export class Content extends Construct {
  readonly deadLetters: DeadLetters;
  readonly #props: ContentProps;
  readonly #uploads: UploadsTable;
  readonly #files: UploadsBucket;

  constructor(scope: Construct, id: string, props: ContentProps) {
    super(scope, id);
    this.#props = props;
    this.#uploads = new UploadsTable(this, 'UploadsTable', props.stage);
    this.#files = new UploadsBucket(this, 'UploadsBucket', props);
    this.#handingIn();
    answerEditors(this, props);
    answerBackups(this, props);
    answerReaders(this, props);
    this.#announcing();
    this.deadLetters = this.#ingesting();
  }

  #handingIn(): void {
    const { api } = this.#props;
    const openUpload = this.#make('uploads/open-upload', answering);
    this.#uploads.allowOpening(openUpload);
    this.#files.allowSigning(openUpload);
    api.guarded('POST /api/uploads', openUpload, 'editor', 'writer');

    const showReceipt = this.#make('uploads/show-receipt', answering);
    this.#uploads.allowReading(showReceipt);
    api.guarded('GET /api/uploads/{id}', showReceipt, 'editor', 'writer');
  }

  #ingesting(): DeadLetters {
    const { table, bodies, media, site } = this.#props;
    const ingestUpload = this.#make('uploads/ingest-upload', reading);
    ingestUpload.addEnvironment(envNames.siteUrl, site);
    table.allowChanging(ingestUpload);
    bodies.allowReading(ingestUpload);
    bodies.allowKeepingManuscripts(ingestUpload);
    this.#uploads.allowReceipting(ingestUpload);
    this.#files.allowReadingManuscripts(ingestUpload);
    const manuscripts = new WorkQueue(this, 'ManuscriptsQueue', {
      reader: ingestUpload,
      batch: 10,
      setting: 'manuscriptsQueue',
    });
    this.#files.tell(manuscripts, 'manuscripts/');

    const readPicture = this.#make('pictures/read-picture', decoding);
    media.allowStoring(readPicture);
    bodies.allowKeepingOriginals(readPicture);
    this.#uploads.allowReceipting(readPicture);
    this.#files.allowReadingPictures(readPicture);
    manuscripts.allowSending(readPicture);
    // One at a time: memory holds one picture, and one that kills the function takes no other with it.
    const pictures = new WorkQueue(this, 'PicturesQueue', { reader: readPicture, batch: 1 });
    this.#files.tell(pictures, 'pictures/');

    return {
      queues: [manuscripts.dead, pictures.dead, table.unannounced],
      meaning:
        'Something handed in has not become a page: a manuscript or picture that no try could read, or a change ' +
        'that was stored and not announced. Editors see "working" on the receipt; readers see the old page. Look ' +
        'into the dead-letter queues of Content (ManuscriptsQueue, PicturesQueue, ContentTable/Unannounced) and the ' +
        'logs of ingest-upload, read-picture and announce-change, then redrive; "press render" heals the pages.',
    };
  }

  #announcing(): void {
    const { table, events } = this.#props;
    const announceChange = this.#make('documents/announce-change', { ...working, memory: 512 });
    events.allowAnnouncing(announceChange);
    table.announceBy(announceChange);
  }

  #make(name: string, strength: Strength): Lambda {
    return this.#props.functions.make(this, `content/${name}`, strength);
  }
}
