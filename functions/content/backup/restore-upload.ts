import { OutOfTime } from '../../runtime/each-record.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { standingBefore } from '../../runtime/reserved-paths.ts';
import type { Notice } from '../contract/values.ts';
import { isReserved } from '../kinds/kinds.ts';
import { slugPattern } from '../manuscripts/front-matter/fields.ts';
import type { IngestMetrics, IngestQueue, UploadStore } from '../ports.ts';
import { type ArrivedDeps, eraseArrived } from '../removal/erase-arrived.ts';
import { receiptDocument } from '../uploads/receipt-document.ts';
import {
  type DeclaredFile,
  type FileResult,
  filesOf,
  historyType,
  type UploadedFile,
} from '../uploads/upload.ts';
import { type HandedInHistory, type History, handedInHistory } from './history.ts';
import {
  type EarlierPicture,
  type RestoreDocumentDeps,
  type Restored,
  type RestoreUpload,
  restoreDocument,
} from './restore-document.ts';

export interface RestoreDeps extends RestoreDocumentDeps, ArrivedDeps {
  uploads: Pick<UploadStore, 'settle' | 'find'>;
  ingestQueue: IngestQueue;
  metrics: IngestMetrics;
  /** Origin of the site, without a slash at its end. */
  siteUrl: string;
}

const concurrency = 8;

type Uploaded = Omit<RestoreUpload, 'earlier'>;

/**
 * Restores every document whose history is in the upload. It may be called any number of times and die at any
 * point: what is there already stays as it is. The manuscripts get their results last, so that the receipt says
 * done when all documents are restored. What there was no time for is queued anew, as long as there was time for
 * something: a new message has failed at no try. Throws OutOfTime when there was time for nothing.
 */
export async function restoreUpload(from: Uploaded, deps: RestoreDeps): Promise<void> {
  const { upload, results } = from;
  const unsettled = filesOf(upload, 'manuscripts').filter(({ number }) => !results.has(number));
  const settle = ({ number }: UploadedFile, result: FileResult) =>
    deps.uploads.settle({ upload, number, result });
  const histories = unsettled.filter(({ type }) => type === historyType);
  const progress = await mapConcurrently(histories, { concurrency }, async (file): Promise<Progress> => {
    const restored = await restoreFile(file, from, deps);
    if ('outcome' in restored) return restored.added ? 'advanced' : 'postponed';
    await settle(file, restored);
    return 'settled';
  });
  if (progress.some((one) => one !== 'settled')) {
    if (progress.every((one) => one === 'postponed')) throw new OutOfTime();
    return deps.ingestQueue.send(upload.id);
  }
  const others = unsettled.filter(({ type }) => type !== historyType);
  await mapConcurrently(others, { concurrency }, (file) => settle(file, { notices: [] }));
}

/** What has become of a history in this call; `advanced`: some of its states were added, and there was no time for all. */
type Progress = 'settled' | 'advanced' | 'postponed';

/** Restores the document of one history. */
async function restoreFile(
  file: DeclaredFile & UploadedFile,
  from: Uploaded,
  deps: RestoreDeps,
): Promise<FileResult | Extract<Restored, { outcome: 'postponed' }>> {
  const bytes = await deps.uploadedFiles.read(file);
  const saved = bytes && historyIn(bytes);
  const flaw = saved ? flawIn(saved, from) : 'This is not the history of a document.';
  if (!saved || flaw) return refused(file, flaw, deps);
  const earlier = await earlierPictures(saved, deps);
  const restored = await restoreDocument(saved, { ...from, earlier }, deps);
  if (restored.outcome === 'postponed') return restored;
  if (restored.outcome === 'missing') {
    return saved.part?.more
      ? { notices: [{ level: 'note', file: file.name, text: moreToCome }] }
      : refused(file, filesMissing, deps);
  }
  await eraseLeftOver(saved, file, restored, { ...from, earlier }, deps);
  if (restored.outcome === 'refused') return refused(file, restored.text, deps);
  if (restored.outcome === 'another') return refused(file, anotherStands(restored.head.slug), deps);
  deps.metrics.count('ManuscriptsTaken');
  return {
    notices: noticesOf(file.name, restored.outcome),
    document: receiptDocument(restored.head, deps.siteUrl),
  };
}

const filesMissing = 'The files that its history names have not come with it.';
const moreToCome = 'Nothing is restored yet: the other files come with a later upload.';

/** What became of the files of earlier uploads that brought pictures of this document, by their SHA-256. */
async function earlierPictures(
  { part }: HandedInHistory,
  { uploads }: RestoreDeps,
): Promise<Map<string, EarlierPicture>> {
  const found = await mapConcurrently(part?.before ?? [], { concurrency }, (id) => uploads.find(id));
  const files = found.flatMap((one) =>
    (one ? filesOf(one.upload, 'pictures') : []).flatMap(({ name, upload, number }) => {
      const result = one?.results.get(number);
      return result ? [[name, { ...result, upload, number }] as const] : [];
    }),
  );
  return new Map(files);
}

/**
 * The picture function has put every picture where readers get it: those that no published document shows do not
 * stay there. What came of a document that is not restored goes altogether, unless another uses it.
 */
async function eraseLeftOver(
  { past }: History,
  file: UploadedFile,
  restored: Restored,
  { upload, results, earlier }: RestoreUpload,
  deps: RestoreDeps,
): Promise<void> {
  const names = new Set(
    past.flatMap(({ manuscript, pictures }) => [manuscript ?? '', ...Object.values(pictures)]),
  );
  const named = (['manuscripts', 'pictures'] as const).flatMap((role) =>
    filesOf(upload, role).filter(({ name }) => names.has(name)),
  );
  const pictures = [
    ...named.flatMap(({ number }) => results.get(number) ?? []),
    ...[...earlier].flatMap(([name, result]) => (names.has(name) ? [result] : [])),
  ];
  const leftOut = restored.outcome === 'newer' || restored.outcome === 'another' ? restored.head : undefined;
  await eraseArrived([file, ...named], pictures, leftOut, deps);
}

function refused({ name: file }: DeclaredFile, text = '', { metrics }: RestoreDeps): FileResult {
  metrics.count('ManuscriptsRefused');
  return { notices: [{ level: 'error', file, text }] };
}

function historyIn(bytes: Uint8Array): HandedInHistory | undefined {
  try {
    return handedInHistory.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}

/** Why a history cannot be restored. Nothing in it may be newer than the upload: it would win over later ones. */
function flawIn({ slug, past, order, revisions }: History, { upload }: Uploaded): string | undefined {
  if (!upload.editor) return 'Only an editor brings documents back from a backup.';
  const [last] = past.slice(-1);
  if (last?.revision !== revisions) return 'The newest part of this history is missing.';
  const isTaken = isReserved(slug, last.kind) && !(last.kind === 'page' && isStandingBefore(slug));
  if (!slugPattern.test(slug) || isTaken) return `No document can stand at “${slug}”.`;
  const inOrder = past.every(({ revision }, at) => at === 0 || revision > (past[at - 1]?.revision ?? 0));
  if (!inOrder) return 'The revisions of this history are not in order.';
  const newest = [order, ...past.map((state) => state.order)].sort().at(-1) ?? '';
  return newest < upload.id ? undefined : 'This history tells of times that are still to come.';
}

const isStandingBefore = (slug: string): boolean => Object.values<string>(standingBefore).includes(slug);

const anotherStands = (slug: string): string =>
  `Another document stands at “${slug}” in this press, so this one was left out. Restore into an empty press.`;

const remarks: Partial<Record<Restored['outcome'], Omit<Notice, 'file'>>> = {
  there: { level: 'note', text: 'Unchanged: the press has exactly this already.' },
  newer: { level: 'warning', text: 'The press has something newer here, which stays as it is.' },
};

function noticesOf(file: string, outcome: Restored['outcome']): Notice[] {
  const remark = remarks[outcome];
  return remark ? [{ file, ...remark }] : [];
}
