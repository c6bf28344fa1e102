import type { Receipt } from '../../../bin/press/receipts.ts';
import { opensPage } from '../../../functions/content/contract/lists.ts';
import { bulletin } from './bulletins.ts';
import type { Editor, Files, Opened } from './editor.ts';
import { type HandIn, type Model, markOf, type Piece } from './model.ts';
import { pieceCount, type Sequence, type Step, standingPage, type Version } from './sequence.ts';
import type { Shelved } from './shelf.ts';

export interface Play {
  /** Tells one play's slugs from another's. */
  name: string;
  editor: Editor;
  /** What the pictures of manuscripts are. */
  pictures: Uint8Array[];
  model: Model;
  /** The time of the press, in milliseconds. */
  now(): number;
}

/** Plays a sequence, its editors at once, and notes in the model what the press took. */
export async function play(sequence: Sequence, one: Play): Promise<void> {
  await Promise.all(sequence.map((steps, editor) => playEditor(steps, new Desk(one, editor))));
}

async function playEditor(steps: Step[], desk: Desk): Promise<void> {
  for (const step of steps) await playStep(step, desk);
  await desk.postAllHeld();
}

function playStep(step: Step, desk: Desk): Promise<void> {
  switch (step.do) {
    case 'hand in':
      return desk.handIn(step.piece, step.version);
    case 'hand in again':
      return desk.handInAgain(step.piece);
    case 'post again':
      return desk.postAgain(step.upload);
    case 'hold':
      return desk.hold(step.piece, step.version, step.twin);
    case 'post held':
      return desk.postHeld();
    case 'move':
      return desk.move(step.piece, step.version);
    case 'move back':
      return desk.moveBack(step.piece, step.version);
    case 'hand in at a vacated slug':
      return desk.handInAtVacated(step.version);
    case 'withdraw':
      return desk.withdraw(step.piece);
    case 'publish':
      return desk.publish(step.piece);
    case 'schedule':
      return desk.schedule(step.piece);
    case 'unschedule':
      return desk.unschedule(step.piece);
    case 'delete':
    case 'delete twice':
      return desk.delete(step.piece, step.do === 'delete' ? 1 : 2);
    case 'folders':
      return desk.folders(step.versions, step.third);
    case 'hand in together':
      return desk.handInTogether(step.version);
    case 'front':
      return desk.front(step);
    case 'press':
      return desk.press(step);
    case 'book':
      return desk.shelve(step.which, { kind: 'book', ...step.book });
    case 'number':
      return desk.shelve(step.which, { kind: 'bulletin', ...step.number });
    case 'withdraw from the shelf':
      return desk.withdrawShelved(step.which, step.kind);
  }
}

/** A manuscript on its way: what the model is told once the press has taken it. */
type Manuscript = Omit<HandIn, 'order' | 'opened'> & { file: string; slugIsSet: boolean };

interface Parcel {
  files: Files;
  manuscripts: Manuscript[];
}

interface Sent extends Parcel {
  upload: Opened;
}

/** A piece of an editor: where it stands now, and where it stood before, the last one last. */
interface Work {
  owner: string;
  kind: Piece['kind'];
  /** Its manuscript, wherever it moves. */
  file: string;
  slug: string;
  left: string[];
  last?: Parcel;
}

class Desk {
  readonly #play: Play;
  readonly #name: string;
  readonly #works: Work[];
  readonly #sent: Sent[] = [];
  readonly #held: Sent[] = [];
  #count = 0;

  constructor(one: Play, editor: number) {
    this.#play = one;
    this.#name = `${one.name}-e${editor}`;
    this.#works = Array.from({ length: pieceCount }, (_, piece) => ({
      owner: `${this.#name}-p${piece}`,
      kind: piece === standingPage ? 'page' : 'article',
      file: `${this.#name}-p${piece}.md`,
      slug: slugOf(`${this.#name}-p${piece}`, piece),
      left: [],
    }));
  }

  handIn(piece: number, version: Version): Promise<void> {
    return this.#send(this.#parcel(this.#work(piece), version), this.#work(piece));
  }

  async handInAgain(wish: number): Promise<void> {
    const work = [this.#work(wish), ...this.#works].find(({ last }) => last);
    const { last } = work ?? {};
    const { states } = this.#play.model;
    // A piece that stands at a vacated slug by now is not taken down.
    const aliases = last?.manuscripts.flatMap((one) => one.aliases) ?? [];
    if (last && aliases.every((old) => states.get(old)?.status === 'moved')) await this.#send(last, work);
  }

  async postAgain(wish: number): Promise<void> {
    const sent = this.#sent[wish % Math.max(1, this.#sent.length)];
    if (sent) await this.#play.editor.post(sent.upload, sent.files);
  }

  /** Held back is what the desk has open; the twin comes to the same words under a newer upload. */
  async hold(piece: number, version: Version, twin: boolean): Promise<void> {
    const work = this.#work(piece);
    const parcel = this.#parcel(work, version);
    this.#held.push(await this.#open(parcel));
    if (twin) await this.#send(parcel, work);
  }

  async postHeld(): Promise<void> {
    const held = this.#held.shift();
    if (held) await this.#post(held);
  }

  async postAllHeld(): Promise<void> {
    while (this.#held.length) await this.postHeld();
  }

  /** What is a draft, is scheduled or has a draft beside it; of what readers have, there may be nothing to publish. */
  async publish(wish: number): Promise<void> {
    const { model, editor } = this.#play;
    const works = [this.#work(wish), ...this.#works];
    const work = works.find(({ slug }) => model.isUnseen(slug)) ?? this.#published(wish);
    if (!work) return;
    const { slug } = work;
    const before = model.states.get(slug);
    const { title, status, at } = await editor.publish(slug);
    if (status !== 'published') throw new Error(`“${slug}” was to be published and is ${status}`);
    const isSame = before?.status === 'published' && before.piece.title === title;
    if (!isSame) model.publishedByHand(slug, title, at.replace(/\.\d+Z$/, 'Z'));
  }

  /** Of the newest draft, where the model has one. */
  async schedule(wish: number): Promise<void> {
    const { model, editor } = this.#play;
    const work = [this.#work(wish), ...this.#works].find(({ slug }) => model.isUnseen(slug));
    if (!work) return;
    const at = this.#in(anHour);
    const title = await editor.schedule(work.slug, at);
    if (title !== undefined) model.scheduled(work.slug, title, at);
  }

  async unschedule(wish: number): Promise<void> {
    const { slug } = this.#work(wish);
    const { model, editor } = this.#play;
    if (!model.states.has(slug)) return;
    await editor.unschedule(slug);
    model.unscheduled(slug);
  }

  #in = (milliseconds: number): string => inWholeSeconds(this.#play.now() + milliseconds);

  async move(wish: number, version: Version): Promise<void> {
    const work = this.#published(wish);
    if (!work) return;
    this.#count += 1;
    const slug = slugOf(`${this.#name}-m${this.#count}`, this.#works.indexOf(work));
    if (work.kind === 'article' && isScheduled(version)) await this.#planMove(slug, work, version);
    else await this.#moveTo(slug, work, version);
  }

  /** What is to come moves nothing: readers have the piece where it is. */
  async #planMove(slug: string, { owner, kind, file, slug: old }: Work, version: Version): Promise<void> {
    const plan: Work = { owner: `${owner}-planned`, kind, file, slug, left: [] };
    await this.#send(this.#parcel(plan, { ...version, draft: false }, [old]));
  }

  async moveBack(wish: number, version: Version): Promise<void> {
    const work = this.#published(wish);
    const back = work?.left.at(-1);
    // Another piece may stand there by now.
    if (!work || !back || isScheduled(version) || this.#play.model.follow(back).slug !== work.slug) return;
    work.left.pop();
    await this.#moveTo(back, work, version);
  }

  async handInAtVacated(version: Version): Promise<void> {
    const { model } = this.#play;
    const mover = this.#works.find(({ left }) =>
      left.some((slug) => model.states.get(slug)?.status === 'moved'),
    );
    const slug = mover?.left.find((one) => model.states.get(one)?.status === 'moved');
    if (!mover || !slug) return;
    this.#count += 1;
    const owner = `${this.#name}-v${this.#count}`;
    const work: Work = { owner, kind: mover.kind, file: `${owner}.md`, slug, left: [] };
    this.#works.push(work);
    // A draft would take the address from readers, and is refused.
    await this.#send(this.#parcel(work, live(version)), work);
  }

  async withdraw(wish: number): Promise<void> {
    const { model, editor } = this.#play;
    const work = this.#published(wish);
    if (!work) return;
    const reason = `It was not so (${this.#name}).`;
    await editor.withdraw(work.slug, reason);
    model.withdrawn(work.slug, reason);
  }

  /** Of what there is in any status, also deleted. */
  async delete(wish: number, times: number): Promise<void> {
    const { model, editor } = this.#play;
    const work = [this.#work(wish), ...this.#works].find(({ slug }) => model.states.has(slug));
    for (let time = 0; work && time < times; time++) {
      await editor.delete(work.slug);
      model.deleted(work.slug);
    }
  }

  async folders([may, june]: [Version, Version], third: boolean): Promise<void> {
    const parcels = [this.#named('may', may), this.#named('june', june)];
    const files = Object.assign({}, ...parcels.map((parcel) => parcel.files));
    await this.#send({ files, manuscripts: parcels.flatMap(({ manuscripts }) => manuscripts) });
    const [{ piece } = { piece: undefined }] = parcels[0]?.manuscripts ?? [];
    if (third && piece) await this.#send(this.#named('july', may, piece.title));
  }

  /** One piece that all editors hand in: whoever opened the upload last has the last word. */
  handInTogether(version: Version): Promise<void> {
    const slug = slugOf(`${this.#play.name}-together`, 0);
    const work: Work = { owner: slug, kind: 'article', file: `${slug}.md`, slug, left: [] };
    return this.#send(this.#parcel(work, live(version)));
  }

  /** The title has a mark, so that it is known wherever it stands. */
  async shelve(which: number, one: Shelved): Promise<void> {
    this.#count += 1;
    const slug = `${this.#name}-${one.kind}-${which}`;
    const title = `${one.title} (${this.#name}-${this.#count})`;
    const id = await this.#single({ [`${slug}.md`]: shelvedManuscript(slug, { ...one, title }) });
    this.#play.model.shelf.taken(slug, { ...one, title }, id);
  }

  async withdrawShelved(which: number, kind: Shelved['kind']): Promise<void> {
    const { model, editor } = this.#play;
    const slug = `${this.#name}-${kind}-${which}`;
    if (!model.shelf.isShown(slug)) return;
    const reason = `It is not to be had (${this.#name}).`;
    await editor.withdraw(slug, reason);
    model.shelf.withdrawn(slug, reason);
  }

  async front({ lead, features, sections, blocks, words }: Extract<Step, { do: 'front' }>): Promise<void> {
    const said = {
      title: `Front ${words}`,
      lead: this.#work(lead).slug,
      ...(blocks ? { blocks } : { sections }),
    };
    const others = { features: features.map((piece) => this.#work(piece).slug) };
    const id = await this.#single({ 'front.md': manuscript({ kind: 'front', ...said, ...others }) });
    this.#play.model.takenSingle('front', { order: id, title: said.title, mark: said.lead });
  }

  /** The strapline tells who did it. */
  async press({ title, sections }: Extract<Step, { do: 'press' }>): Promise<void> {
    const strapline = this.#work(1).slug;
    const id = await this.#single({ 'press.md': manuscript({ kind: 'press', title, strapline, sections }) });
    this.#play.model.takenSingle('press', { order: id, title, mark: strapline });
  }

  async #moveTo(slug: string, work: Work, version: Version): Promise<void> {
    const old = work.slug;
    work.slug = slug;
    work.left = [...work.left.filter((one) => one !== slug), old];
    // A draft moves nothing: the old address stays with readers.
    await this.#send(this.#parcel(work, { ...version, draft: false }, [old]), work);
  }

  #parcel({ slug, kind, owner, file: name }: Work, version: Version, aliases: string[] = []): Parcel {
    const piece = this.#piece(kind, version, slug);
    const { files, file } = this.#files({ slug, aliases }, version, piece, name);
    return {
      files,
      manuscripts: [{ slug, aliases, owner, draft: version.draft, piece, file, slugIsSet: true }],
    };
  }

  /** Without a slug: which document it is, the press says. */
  #named(folder: string, version: Version, title?: string): Parcel {
    const piece = { ...this.#piece('article', version, ''), ...(title === undefined ? {} : { title }) };
    const { files, file } = this.#files({}, version, piece, `${folder}/${this.#name}-letters.md`);
    const unknown = { slug: '', owner: '', aliases: [], slugIsSet: false };
    return { files, manuscripts: [{ ...unknown, draft: version.draft, piece, file }] };
  }

  /** Its title has a mark, so that it is known wherever it stands. */
  #piece(kind: Piece['kind'], version: Version, slug: string): Piece {
    this.#count += 1;
    const { draft, picture, title: words, related, published: date, isForATime, ...said } = version;
    const published = date === 'ahead' ? this.#in(anHour) : date;
    const until = isForATime ? this.#in(2 * anHour) : undefined;
    const title = `${words} (${this.#name}-${this.#count})`;
    const others = related.map((other) => this.#work(other).slug).filter((other) => other !== slug);
    const shown = picture === undefined ? undefined : `wall-${picture}.png`;
    return { ...said, published, until, kind, title, related: [...new Set(others)], picture: shown };
  }

  #files(address: object, { draft }: Version, piece: Piece, file: string): { files: Files; file: string } {
    const { kind, words, picture, bulletin: number, title, until, ...fields } = piece;
    // What it names to be read next stands in for its translations and for what it answers, too.
    const translations = fields.related.map((slug) => ({ language: 'cy', slug }));
    const named = { translations, replies_to: fields.related };
    const said = kind === 'page' ? { standfirst: markOf(words) } : { ...fields, ...named };
    const status = { ...(draft && { status: 'draft' }), ...(until && { withdraw_at: until }) };
    const text = `Word ${words} of “${this.#name}”.${picture ? `\n\n![A wall](${picture})` : ''}`;
    const pdf = number === undefined ? undefined : bulletin(number);
    const front = { ...address, kind, title, ...said, ...status, ...(pdf && { file: pdf.name }) };
    const shown = this.#play.pictures[Number(/\d/.exec(picture ?? '')?.[0])];
    const files = {
      [file]: manuscript(front, text),
      ...(picture && shown && { [picture]: shown }),
      ...(pdf && { [pdf.name]: pdf.bytes }),
    };
    return { files, file };
  }

  async #send(parcel: Parcel, work?: Work): Promise<void> {
    if (work) work.last = parcel;
    await this.#post(await this.#open(parcel));
  }

  async #open(parcel: Parcel): Promise<Sent> {
    const { model, editor } = this.#play;
    const upload = await editor.open(parcel.files);
    for (const { piece } of parcel.manuscripts) model.opened({ order: upload.id, piece });
    return { ...parcel, upload };
  }

  async #post(sent: Sent): Promise<void> {
    const { editor } = this.#play;
    this.#sent.push(sent);
    await editor.post(sent.upload, sent.files);
    const receipt = await editor.receipt(sent.upload.id);
    for (const one of sent.manuscripts) this.#note(one, sent.upload, receipt);
  }

  /** Notes what the press says that it did with a manuscript, and objects where that was not to be. */
  #note({ file, slugIsSet, ...one }: Manuscript, upload: Opened, receipt: Receipt): void {
    const { model } = this.#play;
    const taken = receipt.documents.find(({ slug, title }) =>
      slugIsSet ? slug === one.slug : title === one.piece.title,
    );
    const errors = receipt.notices.filter(({ level, file: of }) => level === 'error' && of === file);
    const said = errors.map(({ text }) => text).join(' ');
    const handIn = { ...one, order: upload.id, opened: openedAt(upload) };
    const outcome = `${file} of ${upload.id}: ${taken ? 'taken' : `refused: ${said}`}`;
    if (!taken === !said) throw new Error(`${outcome}, and said to be both`);
    if (slugIsSet) this.#expectRefusal(outcome, handIn, taken === undefined);
    if (!taken) expectWords(outcome, slugIsSet ? slugRefusal : namesRefusal);
    else if (slugIsSet) model.taken(handIn);
    else this.#noteNamed(handIn, taken.slug, file);
  }

  #expectRefusal(outcome: string, handIn: HandIn, refused: boolean): void {
    const expected = this.#play.model.refuses(handIn) ?? refused;
    if (refused !== expected) throw new Error(`${outcome}, which was not to be`);
  }

  /** A document that has its slug from the press. From now on it is a piece like the others. */
  #noteNamed(handIn: HandIn, slug: string, file: string): void {
    const work = this.#works.find((one) => one.slug === slug || one.left.includes(slug));
    const owner = work?.owner ?? slug;
    if (!work) this.#works.push({ owner, kind: 'article', file, slug, left: [] });
    this.#play.model.taken({ ...handIn, slug, owner });
  }

  /** Hands in what is to be taken, and returns its order among hand-ins. */
  async #single(files: Files): Promise<string> {
    const { id, state, notices } = await this.#play.editor.handIn(files);
    if (state !== 'done') throw new Error(`Refused: ${JSON.stringify(notices)}`);
    return id;
  }

  /** The piece that was wished for, else another one that readers have. */
  #published(wish: number): Work | undefined {
    const { states } = this.#play.model;
    return [this.#work(wish), ...this.#works].find(({ slug }) => states.get(slug)?.status === 'published');
  }

  #work(piece: number): Work {
    const work = this.#works[piece];
    if (!work) throw new Error(`There is no piece ${piece}`);
    return work;
  }
}

const anHour = 3_600_000;

/** Never a whole minute: a date without seconds sorts after those with them. */
const inWholeSeconds = (milliseconds: number): string =>
  new Date(milliseconds)
    .toISOString()
    .replace(/(?<=:)00(?=\.\d+Z$)/, '01')
    .replace(/\.\d+Z$/, 'Z');

const isScheduled = ({ published }: Version): boolean => published === 'ahead';

/** Without what would keep it from the readers. */
const live = (version: Version): Version => ({
  ...version,
  draft: false,
  published: isScheduled(version) ? undefined : version.published,
});

/** The words in which the press may refuse what names its slug, and what does not. */
const slugRefusal =
  /was deleted after the upload was opened|took this address after the upload was opened|leads readers to .* a draft would take that from them/;
const namesRefusal = /^.*: refused: .*(already|before as|Another file of this upload).*“?slug: /s;

function expectWords(outcome: string, words: RegExp): void {
  if (!words.test(outcome)) throw new Error(`${outcome}, for no reason that an editor is to be given`);
}

/** A form is good for a quarter of an hour from when it was opened. Readers are told seconds. */
const openedAt = ({ expires }: Opened): string =>
  new Date(Date.parse(expires) - 15 * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');

/** JSON is YAML. */
const manuscript = (fields: object, text = ''): string => `---\n${JSON.stringify(fields)}\n---\n\n${text}\n`;

/** Editions of a book have dates from the year before back, the newest as it says. */
function shelvedManuscript(slug: string, { kind, title, ...one }: Shelved): string {
  if (!('editions' in one)) return manuscript({ kind, slug, title, ...one }, 'All of it.');
  const editions = Array.from({ length: one.editions }, (_, at) => ({
    id: `edition-${at}`,
    published: at ? String(1940 - at) : one.published,
    formats: [{ format: 'paperback' }],
  }));
  return manuscript({ kind, slug, title, published: one.published, editions }, 'All of it.');
}

/** Every first piece opens a page of the archive, which one in 24 does by itself. */
function slugOf(name: string, piece: number): string {
  if (piece) return name;
  for (let count = 0; ; count++) if (opensPage('all', `${name}-b${count}`)) return `${name}-b${count}`;
}
