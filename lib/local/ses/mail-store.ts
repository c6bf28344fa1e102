import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { preparedStatements } from '../sqlite.ts';
import { fillTemplate, mergeTemplateData, type TemplateData } from './template.ts';

const pair = z.object({ name: z.string(), value: z.string() });
export type Pair = z.output<typeof pair>;

const addresses = z.array(z.string());
const envelopeShape = z.object({
  from: z.string(),
  replyTo: addresses,
  to: addresses,
  cc: addresses,
  bcc: addresses,
  headers: z.array(pair),
  tags: z.array(pair),
  configurationSet: z.optional(z.string()),
});
/** Who a mail goes to, and what travels with it. */
export type Envelope = z.output<typeof envelopeShape>;

const attachmentShape = z.object({
  filename: z.string(),
  contentType: z.string(),
  contentDisposition: z.optional(z.string()),
  contentId: z.optional(z.string()),
  size: z.number(),
});
export type AttachmentInfo = z.output<typeof attachmentShape>;
export type Attachment = AttachmentInfo & { bytes: Uint8Array };

/** What many mails may share. With `defaults`, its parts are templates. */
export interface MailContent {
  subject: string;
  html?: string;
  text?: string;
  attachments: Attachment[];
  defaults?: TemplateData;
}

/** A mail as it is read. */
export interface Mail extends Envelope {
  /** Rises with each mail. */
  position: number;
  messageId: string;
  /** Milliseconds since the epoch. */
  at: number;
  subject: string;
  html?: string;
  text?: string;
  attachments: AttachmentInfo[];
}

/** Which mails are wanted, and how many at most. */
export interface MailSelection {
  /** Bare address of a recipient. */
  to?: string;
  /** Sent at this instant or later; milliseconds since the epoch. */
  since?: number;
  limit: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS contents (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, content TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS attachments (content INTEGER NOT NULL, number INTEGER NOT NULL, about TEXT NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (content, number));
  CREATE TABLE IF NOT EXISTS mails (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL, envelope TEXT NOT NULL, content INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS recipients (address TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (address, position)) WITHOUT ROWID;`;

const ofRecipient = 'SELECT m.* FROM recipients r JOIN mails m USING (position) WHERE r.address = ?';

const statements = {
  contentOf: 'SELECT id FROM contents WHERE digest = ?',
  addContent: 'INSERT INTO contents (digest, content) VALUES (?, ?) RETURNING id',
  addAttachment: 'INSERT INTO attachments (content, number, about, bytes) VALUES (?, ?, ?, ?)',
  addMail: 'INSERT INTO mails (id, at, envelope, content, data) VALUES (?, ?, ?, ?, ?) RETURNING position',
  addRecipient: 'INSERT OR IGNORE INTO recipients (address, position) VALUES (?, ?)',
  byId: 'SELECT * FROM mails WHERE id = ?',
  content: 'SELECT content FROM contents WHERE id = ?',
  about: 'SELECT about FROM attachments WHERE content = ? ORDER BY number',
  attachments: 'SELECT about, bytes FROM attachments WHERE content = ? ORDER BY number',
  before: 'SELECT * FROM mails WHERE position < ? AND at >= ? ORDER BY position DESC LIMIT ?',
  beforeTo: `${ofRecipient} AND r.position < ? AND m.at >= ? ORDER BY r.position DESC LIMIT ?`,
  after: 'SELECT * FROM mails WHERE position > ? AND at >= ? ORDER BY position LIMIT ?',
  afterTo: `${ofRecipient} AND r.position > ? AND m.at >= ? ORDER BY r.position LIMIT ?`,
  nth: 'SELECT position FROM mails WHERE at >= ? ORDER BY position DESC LIMIT 1 OFFSET ?',
  nthTo:
    'SELECT r.position FROM recipients r JOIN mails m USING (position) WHERE r.address = ? AND m.at >= ? ORDER BY r.position DESC LIMIT 1 OFFSET ?',
  clear: 'DELETE FROM mails',
  clearRecipients: 'DELETE FROM recipients',
  clearContents: 'DELETE FROM contents',
  clearAttachments: 'DELETE FROM attachments',
};

const mailRow = z.object({
  position: z.number(),
  id: z.string(),
  at: z.number(),
  envelope: z.string(),
  content: z.number(),
  data: z.string(),
});
const storedContent = z.object({
  subject: z.string(),
  html: z.optional(z.string()),
  text: z.optional(z.string()),
  defaults: z.optional(z.record(z.string(), z.unknown())),
});
type StoredContent = z.output<typeof storedContent> & { attachments: AttachmentInfo[] };

/** Contents that are held in memory to put mails together: a page of the inbox shows few different ones. */
const mostHeld = 20;
/** Mails read at once. */
const pageSize = 200;

/**
 * The mails in an SQLite file. What mails share is stored once, so that a newsletter to 100,000 is its template and
 * a line of data each; a mail is put together when it is read.
 */
export class MailStore {
  readonly #sql: (name: keyof typeof statements) => StatementSync;
  readonly #held = new Map<number, StoredContent>();

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#sql = preparedStatements(database, statements);
  }

  /** Stores what mails share, unless it is there; returns its id. */
  addContent(content: MailContent): number {
    const { attachments, ...parts } = content;
    const json = JSON.stringify(parts);
    const digest = createHash('sha256').update(json);
    for (const { bytes, ...about } of attachments) digest.update(JSON.stringify(about)).update(bytes);
    const key = digest.digest('hex');
    const known = this.#sql('contentOf').get(key);
    if (known) return Number(known.id);
    const id = Number(this.#sql('addContent').get(key, json)?.id);
    for (const [number, { bytes, ...about }] of attachments.entries())
      this.#sql('addAttachment').run(id, number, JSON.stringify(about), bytes);
    return id;
  }

  /** `recipients` are bare addresses. */
  add(
    mail: { messageId: string; at: number; envelope: Envelope; recipients: readonly string[] },
    content: number,
    data: TemplateData,
  ): void {
    const { messageId, at, envelope, recipients } = mail;
    const row = this.#sql('addMail').get(
      messageId,
      at,
      JSON.stringify(envelope),
      content,
      JSON.stringify(data),
    );
    for (const address of recipients)
      this.#sql('addRecipient').run(address.toLowerCase(), Number(row?.position));
  }

  byId(messageId: string): Mail | undefined {
    const row = this.#sql('byId').get(messageId);
    return row && this.#mailOf(row);
  }

  /** The newest first, of those older than a position. */
  newest(selection: MailSelection, before: number = Number.MAX_SAFE_INTEGER): Mail[] {
    return this.#rows('before', selection, before, selection.limit).map((row) => this.#mailOf(row));
  }

  /** The newest of a selection, the oldest of them first; read page by page. */
  *inOrder(selection: MailSelection): Generator<Mail> {
    let position = this.#startOf(selection) - 1;
    for (let left = selection.limit; left > 0; ) {
      const rows = this.#rows('after', selection, position, Math.min(left, pageSize));
      for (const row of rows) {
        const mail = this.#mailOf(row);
        position = mail.position;
        yield mail;
      }
      if (!rows.length) return;
      left -= rows.length;
    }
  }

  /** The attachments of a mail with their bytes. */
  attachments(messageId: string): Attachment[] {
    const row = this.#sql('byId').get(messageId);
    if (!row) return [];
    return this.#sql('attachments')
      .all(mailRow.parse(row).content)
      .map(({ about, bytes }) => ({
        ...attachmentShape.parse(JSON.parse(String(about))),
        bytes: z.instanceof(Uint8Array).parse(bytes),
      }));
  }

  clear(): void {
    this.#held.clear();
    for (const name of ['clear', 'clearRecipients', 'clearContents', 'clearAttachments'] as const)
      this.#sql(name).run();
  }

  #rows(direction: 'before' | 'after', { to, since = 0 }: MailSelection, position: number, limit: number) {
    if (to === undefined) return this.#sql(direction).all(position, since, limit);
    return this.#sql(`${direction}To`).all(to.toLowerCase(), position, since, limit);
  }

  /** Position of the first of the newest `limit`; 0 if there are fewer. */
  #startOf({ to, since = 0, limit }: MailSelection): number {
    if (limit === Number.POSITIVE_INFINITY) return 0;
    const row =
      to === undefined
        ? this.#sql('nth').get(since, limit - 1)
        : this.#sql('nthTo').get(to.toLowerCase(), since, limit - 1);
    return Number(row?.position ?? 0);
  }

  #mailOf(row: unknown): Mail {
    const { position, id, at, envelope, content, data } = mailRow.parse(row);
    const { defaults, attachments, ...parts } = this.#contentOf(content);
    const all = defaults && mergeTemplateData(defaults, JSON.parse(data));
    const filled = (part: string) => (all ? fillTemplate(part, all) : part);
    return {
      ...envelopeShape.parse(JSON.parse(envelope)),
      position,
      messageId: id,
      at,
      subject: filled(parts.subject),
      html: parts.html === undefined ? undefined : filled(parts.html),
      text: parts.text === undefined ? undefined : filled(parts.text),
      attachments,
    };
  }

  #contentOf(id: number): StoredContent {
    const held = this.#held.get(id);
    if (held) return held;
    const read = storedContent.parse(JSON.parse(String(this.#sql('content').get(id)?.content)));
    const about = this.#sql('about').all(id);
    const content = {
      ...read,
      attachments: about.map((row) => attachmentShape.parse(JSON.parse(String(row.about)))),
    };
    if (this.#held.size >= mostHeld) this.#held.clear();
    this.#held.set(id, content);
    return content;
  }
}
