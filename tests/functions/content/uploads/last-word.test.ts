import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receivePicture } from '../../../../functions/content/pictures/receive-picture.ts';
import { receiveManuscript, resumeUpload } from '../../../../functions/content/uploads/ingest-upload.ts';
import type { Receipt } from '../../../../functions/content/uploads/receipt.ts';
import { showReceipt } from '../../../../functions/content/uploads/show-receipt.ts';
import { keyOf, type UploadedFile } from '../../../../functions/content/uploads/upload.ts';
import { aPng, markdown, Office } from '../an-office.ts';

const editor = { by: 'rosa', isEditor: true };

/** Calls that are under way together; each may die after so many calls of its ports. */
type Call = { call: 'ask' } | { call: 'resume' } | { call: 'tell'; file: number; dies?: number };
/** What happens between them. A transfer begins while its form holds, and may end at any time after. */
type Deed =
  | { do: 'post' | 'begin' | 'end'; file: number; text: number }
  | { do: 'wait'; minutes: number }
  | { do: 'calls'; calls: Call[] };

const file = fc.nat(3);
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.constantFrom<Call[]>({ call: 'ask' }, { call: 'resume' }),
  fc.record({ call: fc.constant('tell' as const), file, dies: fc.option(fc.nat(24), { nil: undefined }) }),
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constantFrom('post' as const, 'begin' as const, 'end' as const),
    file,
    text: fc.nat(1),
  }),
  // Clocks jump back, too.
  fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 5, 14, 17, 60, -3, -20) }),
  fc.record({
    do: fc.constant('calls' as const),
    calls: fc.array(call, { minLength: 1, maxLength: 3 }),
  }),
);
const course = fc.record({
  manuscripts: fc.integer({ min: 1, max: 2 }),
  pictures: fc.nat(2),
  deeds: fc.array(deed, { minLength: 4, maxLength: 30 }),
});

/** The final words that were said. */
const ends = new Set<string>();

class Died extends Error {}
const notPorts = ['clock', 'ids', 'metrics', 'encoder', 'forms'];

/** One upload, and what is known of it without asking the press. */
class Course {
  readonly office = new Office();
  readonly #files: UploadedFile[];
  readonly #id: string;
  readonly #formsEnd: number;
  readonly #begun = new Map<number, number>();
  /** The first final word, with what readers get then. */
  #said: { receipt: Receipt; published: unknown } | undefined;

  static async open({ manuscripts, pictures }: { manuscripts: number; pictures: number }): Promise<Course> {
    const office = new Office();
    const names = [
      ...Array.from({ length: manuscripts }, (_, at) => [`${at}.md`, textOf(at, 0)] as const),
      ...Array.from({ length: pictures }, (_, at) => [`${at}.png`, aPng(`${at}`)] as const),
    ];
    const { id, files } = await office.open(Object.fromEntries(names));
    await office.files.removeFiles(files);
    return new Course(office, id, files);
  }

  private constructor(office: Office, id: string, files: UploadedFile[]) {
    this.office = office;
    this.#id = id;
    this.#files = files;
    this.#formsEnd = office.now + 15 * 60_000;
  }

  async run(deed: Deed, scheduler: fc.Scheduler): Promise<void> {
    if (deed.do === 'wait') this.office.now += deed.minutes * 60_000;
    else if (deed.do === 'calls') await this.#calls(deed.calls, scheduler);
    else this.#transfer(deed);
  }

  #transfer({ do: what, file: number, text }: Extract<Deed, { file: number }>): void {
    const inTime = this.office.now <= this.#formsEnd;
    if (what === 'begin' && inTime) this.#begun.set(number, text);
    const arrives = what === 'post' ? inTime : what === 'end' && this.#begun.has(number);
    const file = this.#files[number];
    if (arrives && file) this.office.files.post(file, this.#bytes(file, this.#begun.get(number) ?? text));
  }

  #bytes = ({ role, number }: UploadedFile, text: number) =>
    role === 'pictures' ? aPng(`${number} ${text}`) : Buffer.from(textOf(number, text));

  async #calls(calls: Call[], scheduler: fc.Scheduler): Promise<void> {
    const running = calls.map((one) => this.#call(one, scheduler).catch(onlyDied));
    await scheduler.waitIdle();
    await Promise.all(running);
  }

  async #call(one: Call, scheduler?: fc.Scheduler): Promise<void> {
    if (one.call === 'ask')
      return this.#hear(await showReceipt(this.#id, editor, mortal(this.office, scheduler)));
    if (one.call === 'resume') {
      const id = this.office.queued.shift();
      if (id) await resumeUpload(id, mortal(this.office, scheduler));
      return;
    }
    const file = this.#files[one.file];
    // S3 announces what is there.
    if (!file || !this.#isThere(file)) return;
    const deps = mortal(this.office, scheduler, one.dies);
    await (file.role === 'pictures' ? receivePicture(file, deps) : receiveManuscript(file, deps));
  }

  #isThere = (file: UploadedFile) => this.office.files.objects.has(keyOf(file));

  #hear(receipt: Receipt): void {
    if (this.#said) expect(receipt).toEqual(this.#said.receipt);
    else if (receipt.state === 'done' || receipt.state === 'refused') this.#keep(receipt);
  }

  #keep(receipt: Receipt): void {
    this.#said = { receipt, published: this.#published() };
    ends.add(receipt.state);
    const absent = this.#files.filter((one) => !this.#isThere(one));
    if (receipt.state === 'refused') {
      expect(absent.length, 'refused though all is there').toBeGreaterThan(0);
      expect(this.office.now).toBeGreaterThan(this.#formsEnd);
      expect(this.#published()).toEqual([]);
    } else expect(absent).toEqual([]);
  }

  #published = () => structuredClone(this.office.content.everyHead());

  /** All that is on its way comes, as often as it takes: dead letters are sent back, too. */
  async end(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      for (const at of this.#files.keys()) await this.#call({ call: 'tell', file: at });
      while (this.office.queued.length) await this.#call({ call: 'resume' });
    }
    const before = this.#said;
    const receipt = await showReceipt(this.#id, editor, this.office.deps);
    this.#hear(receipt);
    if (before) expect(this.#published()).toEqual(before.published);
    else if (this.#files.every(this.#isThere)) expect(receipt.state).toBe('done');
  }
}

const textOf = (file: number, text: number) =>
  markdown({ title: `File ${file} text ${text}`, slug: `file-${file}-text-${text}` }, '![A](0.png)');

/** The press's ports, which take their time, for one call that may die before or after any use of them. */
function mortal({ deps }: Office, scheduler?: fc.Scheduler, dies?: number): Office['deps'] {
  let left = dies ?? Number.POSITIVE_INFINITY;
  const step = () => {
    left -= 1;
    if (left < 0) throw new Died();
  };
  const port = (target: object) =>
    new Proxy(target, {
      get: (_, name) => {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]) => {
          await scheduler?.schedule(Promise.resolve());
          step();
          const answer = await method.apply(target, given);
          step();
          return answer;
        };
      },
    });
  const ports = Object.entries(deps).map(([name, value]) => [
    name,
    typeof value === 'object' && !notPorts.includes(name) ? port(value) : value,
  ]);
  return Object.fromEntries(ports);
}

function onlyDied(error: unknown): void {
  if (!(error instanceof Died)) throw error;
}

/** @param numRuns A control ends at the first course that fails, and has to meet one. */
const holds = (change: (office: Office) => void = () => {}, numRuns = 1_000) =>
  fc.assert(
    fc.asyncProperty(course, fc.scheduler(), async ({ deeds, ...files }, scheduler) => {
      const upload = await Course.open(files);
      change(upload.office);
      for (const one of deeds) await upload.run(one, scheduler);
      await upload.end();
    }),
    { numRuns },
  );

describe('what a receipt ends with stays true', () => {
  it('whatever is late, repeated, killed, sent back or posted again, and whatever the clock does', async () => {
    await holds();
    expect(ends).toEqual(new Set(['done', 'refused']));
  }, 120_000);

  it('would not, if files were taken that came after the upload was closed', async () => {
    const broken = holds(({ uploads }) => Object.assign(uploads, { close: async () => true }), 10_000);
    await expect(broken).rejects.toThrow('Property failed');
  }, 120_000);

  it('would not, if only what was read counted as arrived', async () => {
    const broken = holds(
      ({ files }) => Object.assign(files.uploadedFiles, { arrived: async () => [] }),
      10_000,
    );
    await expect(broken).rejects.toThrow('Property failed');
  }, 120_000);
});
