import { basename } from 'node:path';
import { type HandedInHistory, history } from '../../../../functions/content/backup/history.ts';
import { showHistory } from '../../../../functions/content/backup/show-history.ts';
import { openUpload } from '../../../../functions/content/uploads/open-upload.ts';
import type { Receipt } from '../../../../functions/content/uploads/receipt.ts';
import { historyType, pdfType, roleOf } from '../../../../functions/content/uploads/upload.ts';
import type { Office } from '../an-office.ts';

/** A history and the files it names, by their SHA-256, as a backup holds them. */
export interface Backup {
  histories: HandedInHistory[];
  manuscripts: Map<string, Uint8Array>;
  pictures: Map<string, Uint8Array>;
}

/** Copies every document of an office. */
export async function backupOf(office: Office): Promise<Backup> {
  const deps = {
    histories: office.content,
    links: { sign: async (key: string) => `https://s3.example/${key}` },
  };
  const backup: Backup = { histories: [], manuscripts: new Map(), pictures: new Map() };
  for (const { slug } of office.content.everyHead()) {
    const { links, next, ...told } = await showHistory(slug, { limit: 50 }, deps);
    // What has passed through JSON is what a backup has.
    backup.histories.push(history.parse(JSON.parse(JSON.stringify(told))));
    for (const link of Object.values(links)) keepFile(office, new URL(link).pathname.slice(1), backup);
  }
  return backup;
}

function keepFile(office: Office, key: string, { manuscripts, pictures }: Backup): void {
  const bytes = office.files.objects.get(key);
  if (!bytes) throw new Error(`There is nothing at ${key}`);
  (key.startsWith('manuscripts/') ? manuscripts : pictures).set(basename(key), bytes);
}

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';

/** Hands a backup in as one upload, and tells of its files as often as `times` says. */
export async function restore(
  office: Office,
  { histories, manuscripts, pictures }: Backup,
  { editor = true, times = 1 } = {},
): Promise<Receipt> {
  office.now += 60_000;
  const file =
    (type: string) =>
    ([name, bytes]: [string, Uint8Array]) => ({ name, type, bytes });
  const files = [
    ...histories.map((one) => file(historyType)([`${one.slug}.json`, Buffer.from(JSON.stringify(one))])),
    ...[...manuscripts].map(file('text/markdown')),
    ...[...pictures].map((one) => file(isPdf(one[1]) ? pdfType : 'image/png')(one)),
  ];
  const declared = files.map(({ name, type, bytes }) => ({ name, type, bytes: bytes.length }));
  const { id } = await openUpload(declared, { by: 'karl', editor }, office.deps);
  const uploaded = files.map(({ type, bytes }, number) => {
    const at = { upload: id, number, role: roleOf(type) ?? 'pictures' };
    office.files.post(at, bytes);
    return at;
  });
  for (let time = 0; time < times; time++) for (const at of uploaded) await office.tell(at);
  return office.receipt(id);
}
