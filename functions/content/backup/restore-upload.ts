import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { StoredHead } from '../contract/document.ts';
import type { Notice } from '../contract/values.ts';
import { isReserved, pathOf } from '../kinds/kinds.ts';
import { slugPattern } from '../manuscripts/front-matter/fields.ts';
import type { IngestDeps } from '../uploads/ingest-upload.ts';
import {
  type DeclaredFile,
  type FileResult,
  filesOf,
  historyType,
  type UploadedFile,
} from '../uploads/upload.ts';
import { type History, history } from './history.ts';
import { type Restored, restoreDocument } from './restore-document.ts';
import type { Restoring } from './restore-files.ts';

const concurrency = 8;

/**
 * Brings back every document whose history is in the upload. It may be called any number of times and die at
 * any point: what is there already stays as it is. The manuscripts have their results last, so that the receipt
 * is whole when it says so.
 */
export async function restoreUpload(restoring: Restoring, deps: IngestDeps): Promise<void> {
  const { upload, results } = restoring;
  const unsettled = filesOf(upload, 'manuscripts').filter(({ number }) => !results.has(number));
  const settle = ({ number }: UploadedFile, result: FileResult) =>
    deps.uploads.settle({ upload, number, result });
  const histories = unsettled.filter(({ type }) => type === historyType);
  await mapConcurrently(histories, { concurrency }, async (file) =>
    settle(file, await restoreOne(file, restoring, deps)),
  );
  const others = unsettled.filter(({ type }) => type !== historyType);
  await mapConcurrently(others, { concurrency }, (file) => settle(file, { notices: [] }));
}

async function restoreOne(
  file: DeclaredFile & UploadedFile,
  restoring: Restoring,
  deps: IngestDeps,
): Promise<FileResult> {
  const bytes = await deps.uploadedFiles.read(file);
  const said = bytes && historyIn(bytes);
  const wrong = said ? wrongWithHistory(said, restoring) : 'This is not the history of a document.';
  if (!said || wrong) return refused(file, wrong, deps);
  const restored = await restoreDocument(said, restoring, deps);
  if (restored.outcome === 'refused') return refused(file, restored.text, deps);
  if (restored.outcome === 'another') return refused(file, anotherStands(restored.head.slug), deps);
  deps.metrics.count('ManuscriptsTaken');
  return {
    notices: noticesOf(file.name, restored.outcome),
    document: documentOf(restored.head, deps.siteUrl),
  };
}

function refused({ name: file }: DeclaredFile, text = '', { metrics }: IngestDeps): FileResult {
  metrics.count('ManuscriptsRefused');
  return { notices: [{ level: 'error', file, text }] };
}

function historyIn(bytes: Uint8Array): History | undefined {
  try {
    return history.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}

/** Nobody writes a document's future: nothing in a history is newer than the upload that brings it. */
function wrongWithHistory(
  { slug, past, order, revisions }: History,
  { upload }: Restoring,
): string | undefined {
  if (!upload.editor) return 'Only an editor brings documents back from a backup.';
  const [last] = past.slice(-1);
  if (last?.revision !== revisions) return 'The newest part of this history is missing.';
  if (!slugPattern.test(slug) || isReserved(slug, last.kind)) return `No document can stand at “${slug}”.`;
  const inOrder = past.every(({ revision }, at) => at === 0 || revision > (past[at - 1]?.revision ?? 0));
  if (!inOrder) return 'The revisions of this history are not in order.';
  const newest = [order, ...past.map((state) => state.order)].sort().at(-1) ?? '';
  return newest < upload.id ? undefined : 'This history tells of times that are still to come.';
}

const anotherStands = (slug: string): string =>
  `Another document stands at “${slug}” in this press, so this one was left out. Restore into an empty press.`;

const words: Partial<Record<Restored['outcome'], Omit<Notice, 'file'>>> = {
  there: { level: 'note', text: 'Unchanged: the press has exactly this already.' },
  newer: { level: 'warning', text: 'The press has something newer here, which stays as it is.' },
};

function noticesOf(file: string, outcome: Restored['outcome']): Notice[] {
  const said = words[outcome];
  return said ? [{ file, ...said }] : [];
}

function documentOf({ slug, fields: { kind, title }, revision, status }: StoredHead, siteUrl: string) {
  return { slug, kind, title, revision, status, url: siteUrl + pathOf(kind, slug) };
}
