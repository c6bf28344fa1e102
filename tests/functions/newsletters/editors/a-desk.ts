import { type Deps, editorsWork } from '../../../../functions/newsletters/editors/editors-work.ts';
import { giveExport } from '../../../../functions/newsletters/editors/give-export.ts';
import { openImport, showImport } from '../../../../functions/newsletters/editors/open-import.ts';
import type { Erasure, ImportWish } from '../../../../functions/newsletters/editors/ports.ts';
import type { MailingList } from '../../../../functions/newsletters/lists.ts';
import { pressOf } from '../../../../functions/newsletters/press.ts';
import type { PersonAsked } from '../../../../functions/post/contract/letter.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { keysFrom } from '../../../../functions/runtime/people/keys.ts';
import { newToken } from '../../../../functions/runtime/people/tokens.ts';
import { noon } from '../a-person.ts';
import { MemoryReputation } from '../issues/memory-audience.ts';
import { MemoryBatches, MemoryIssues } from '../issues/memory-issues.ts';
import { MemoryLeaveLog, MemorySubscribers } from '../memory-subscribers.ts';
import {
  MemoryExports,
  MemoryFiles,
  MemoryHashKeys,
  MemoryImports,
  MemoryMessages,
  MemoryPeople,
} from './memory-editors.ts';

const list = (name: string, title: string, byDefault: boolean): MailingList => ({
  ...{ name, title, byDefault, archive: true },
});

export const lists = [list('weekly', 'The weekly', true), list('events', 'Events', false)];

export const by = 'edda';

/** An editor's desk: the use cases of editors on a table in memory, and their messages delivered when told. */
export function aDesk(secret = 'a-secret-of-forty-characters-for-testing') {
  let later = 0;
  const clock = { now: () => new Date(Date.parse(noon) + later) };
  const ids = ulids(clock);
  const subscribers = new MemorySubscribers(clock);
  const files = new MemoryFiles();
  const messages = new MemoryMessages();
  const erased: Erasure[] = [];
  const asked: PersonAsked[] = [];
  const log = new MemoryLeaveLog(() => ids.next());
  const press = { ...pressOf(undefined, 'https://press.example'), lists };
  const deps = {
    ...{ subscribers, files, messages, clock, ids, log },
    imports: new MemoryImports(subscribers),
    exports: new MemoryExports(),
    results: files,
    people: new MemoryPeople(subscribers),
    hashKeys: new MemoryHashKeys(),
    issues: new MemoryIssues(),
    batches: new MemoryBatches(new MemoryReputation()),
    keys: keysFrom(async () => JSON.stringify({ current: '1', '1': secret }), clock),
    press: async () => press,
    announcer: {
      personErased: async (erasure: Erasure) => void erased.push(erasure),
      personAsked: async (one: PersonAsked) => void asked.push(one),
    },
    newToken,
    followLog: async () => {},
    backoff: async () => {},
    ...{ slice: 60_000, rows: 1_000 },
  } satisfies Deps & Record<string, unknown>;

  /** Takes messages until there are none. @param using What a call works with in place of `deps`. */
  const deliver = async (using: Deps = deps): Promise<void> => {
    for (let next = messages.sent.shift(); next; next = messages.sent.shift())
      await editorsWork(JSON.stringify(next), using)?.();
  };
  return {
    ...{ deps, subscribers, files, messages, erased, asked, log, deliver },
    /** Takes one message. */
    async deliverOne(): Promise<void> {
      const next = messages.sent.shift();
      await editorsWork(JSON.stringify(next), { ...deps, rows: 1 })?.();
    },
    pass(ms: number): void {
      later += ms;
    },
    /** Opens an import and posts its file. */
    async begin(text: string | Uint8Array, wish: Partial<ImportWish> = {}): Promise<string> {
      const bytes = Buffer.from(text);
      const consent = 'Signed at the assembly';
      const opened = await openImport({ file: 'a.csv', bytes: bytes.length, consent, ...wish }, by, deps);
      files.arrive(opened.id, bytes);
      messages.sent.push({ import: opened.id });
      return opened.id;
    },
    /** Imports a file to its end, and tells how it stands. */
    async import(text: string | Uint8Array, wish: Partial<ImportWish> = {}) {
      const id = await this.begin(text, wish);
      await deliver();
      return this.status(id);
    },
    /** How an import stands, with its refused rows as they come back. */
    async status(id: string) {
      const { refusedRows, ...status } = await showImport(id, deps);
      const parts = refusedRows.map((link) => files.text(link.replace('https://exports.example/', '')) ?? '');
      return { ...status, csv: parts.join('') };
    },
    /** Exports everything, and gives the files by their names. */
    async export(): Promise<Record<'people' | 'suppressions' | 'evidence' | 'hash-keys', string>> {
      let given = await giveExport(by, true, deps);
      for (let asked = 0; given.outcome === 'working' && asked < 10; asked++) {
        await deliver();
        given = await giveExport(by, true, deps);
      }
      if (given.outcome === 'working') throw new Error('The export does not end');
      const { url, suppressions, evidence, hashKeys } = given.links;
      const text = (link: string) => files.text(link.replace('https://exports.example/', '')) ?? '';
      return {
        people: text(url),
        suppressions: text(suppressions),
        evidence: text(evidence),
        'hash-keys': text(hashKeys),
      };
    },
    /** Who is on which lists, by address. */
    everybody: (): Record<string, string[]> =>
      Object.fromEntries(
        subscribers
          .people()
          .map(({ email, lists: all }) => [
            email,
            Object.keys(all).filter((name) => all[name]?.state === 'on'),
          ]),
      ),
    personAt: async (email: string) =>
      subscribers.people().find((person) => person.email.toLowerCase() === email.toLowerCase()),
  };
}
