import * as z from 'zod/mini';
import { type Deps as EraseDeps, erasePerson } from './erase-person.ts';
import { type Deps as ImportDeps, importFile } from './import-file.ts';
import { importKey } from './ports.ts';
import { type Deps as TellDeps, tellPerson } from './tell-person.ts';
import { type Deps as ExportDeps, writeExport } from './write-export.ts';

/** Milliseconds of a slice, and rows of a slice of an export: what people wait for comes between two slices. */
export const slices = { slice: 5_000, rows: 25_000 };

const ulid = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/));

const importMessage = z.object({ import: ulid });
const exportMessage = z.object({ export: z.object({ by: z.string(), id: ulid }) });
const eraseMessage = z.object({ erase: z.object({ hash: z.string(), at: z.string() }) });
const askMessage = z.object({
  ask: z.object({ hash: z.string(), at: z.string(), id: ulid, isHandedOver: z.optional(z.boolean()) }),
});
/** EventBridge's envelope of an object that S3 has; its key is `imports/<id>`. */
const arrivedMessage = z.object({
  source: z.literal('aws.s3'),
  detail: z.object({
    object: z.object({ key: z.string().check(z.regex(/^imports\/[0-9A-HJKMNP-TV-Z]{26}$/)) }),
  }),
});

export type Deps = ImportDeps & ExportDeps & EraseDeps & TellDeps;

/** The work of a message of the room's queue; undefined when it is not about what editors do. @param text JSON. */
export function editorsWork(text: string, deps: Deps): (() => Promise<void>) | undefined {
  const body: unknown = JSON.parse(text);
  const imported = importMessage.safeParse(body).data;
  if (imported) return () => importFile(imported.import, deps);
  const arrived = arrivedMessage.safeParse(body).data;
  if (arrived) return () => importFile(arrived.detail.object.key.slice(importKey('').length), deps);
  const exported = exportMessage.safeParse(body).data;
  if (exported) return () => writeExport(exported.export, deps);
  const erased = eraseMessage.safeParse(body).data;
  if (erased) return () => erasePerson(erased.erase, deps);
  const asked = askMessage.safeParse(body).data;
  return asked && (() => tellPerson(asked.ask, deps));
}
