import type * as z from 'zod/mini';
import type * as answers from '../../../content/api/api-answers.ts';

/** What the API answers; its own tests hold the answers to these schemas. */
export type ShownDocument = z.output<typeof answers.document>;
export type DocumentLine = z.output<typeof answers.changedDocument>;
export type DocumentList = z.output<typeof answers.documentList>;
export type ManuscriptLink = z.output<typeof answers.manuscriptLink>;
export type PreviewLink = z.output<typeof answers.previewLink>;
export type NameList = z.output<typeof answers.nameList>;
export type Difference = z.output<typeof answers.difference>;
