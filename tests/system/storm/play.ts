import { opensPage } from '../../../functions/content/contract/lists.ts';
import type { Editor, Files } from './editor.ts';
import { type Model, markOf } from './model.ts';
import { pieceCount, type Sequence, type Step, standingPage, type Version } from './sequence.ts';

export interface Play {
  /** Tells one play's slugs from another's. */
  name: string;
  editor: Editor;
  /** What a picture of a manuscript is. */
  picture: Uint8Array;
  model: Model;
}

/** Plays a sequence, its editors at once, and notes in the model what should come of it. */
export async function play(sequence: Sequence, one: Play): Promise<void> {
  await Promise.all(sequence.map((steps, editor) => playEditor(steps, new Desk(one, editor))));
}

async function playEditor(steps: Step[], desk: Desk): Promise<void> {
  for (const step of steps) await playStep(step, desk);
}

function playStep(step: Step, desk: Desk): Promise<void> {
  switch (step.do) {
    case 'hand in':
      return desk.handIn(step.piece, step.version);
    case 'move':
      return desk.move(step.piece, step.version);
    case 'withdraw':
    case 'delete':
      return desk.takeDown(step.do, step.piece);
    case 'hand in together':
      return desk.handInTogether(step.version);
    case 'front':
      return desk.front(step);
    case 'press':
      return desk.press(step);
  }
}

/** What one editor has: pieces with the slugs they stand at now. */
class Desk {
  readonly #play: Play;
  readonly #slugs: string[];
  #moves = 0;

  constructor(one: Play, editor: number) {
    this.#play = one;
    this.#slugs = Array.from({ length: pieceCount }, (_, piece) =>
      slugOf(`${one.name}-e${editor}-p${piece}`, piece),
    );
  }

  handIn(piece: number, version: Version): Promise<void> {
    return this.#store(this.#slug(piece), piece, version, []);
  }

  async move(wish: number, version: Version): Promise<void> {
    const piece = this.#published(wish);
    if (piece === undefined) return;
    const old = this.#slug(piece);
    this.#moves += 1;
    const slug = slugOf(`${old.replace(/-m\d+.*$/, '')}-m${this.#moves}`, piece);
    this.#slugs[piece] = slug;
    await this.#store(slug, piece, version, [old]);
  }

  async takeDown(how: 'withdraw' | 'delete', wish: number): Promise<void> {
    const { model, editor } = this.#play;
    const piece = this.#published(wish);
    if (piece === undefined) return;
    const slug = this.#slug(piece);
    if (how === 'withdraw') await editor.withdraw(slug, 'It was not so.');
    else await editor.delete(slug);
    model.takeDown(slug, how === 'withdraw' ? 'withdrawn' : 'deleted');
  }

  /** One piece that all editors hand in: whoever opened the upload last has the last word. */
  handInTogether(version: Version): Promise<void> {
    return this.#store(slugOf(`${this.#play.name}-together`, 0), 0, version, []);
  }

  async front({ lead, features, words }: Extract<Step, { do: 'front' }>): Promise<void> {
    const said = { title: `Front ${words}`, lead: this.#slug(lead) };
    const beside = { features: features.map((piece) => this.#slug(piece)) };
    const id = await this.#done({ 'front.md': manuscript({ kind: 'front', ...said, ...beside }) });
    this.#play.model.storeSingle(id, { slug: 'front', title: said.title, mark: said.lead });
  }

  /** The strapline tells who did it. */
  async press({ title, sections }: Extract<Step, { do: 'press' }>): Promise<void> {
    const strapline = this.#slug(1);
    const id = await this.#done({ 'press.md': manuscript({ kind: 'press', title, strapline, sections }) });
    this.#play.model.storeSingle(id, { slug: 'press', title, mark: strapline });
  }

  async #store(slug: string, piece: number, version: Version, aliases: string[]): Promise<void> {
    const { model, picture } = this.#play;
    const { words, picture: shows, related: pieces, ...fields } = version;
    const related = pieces.map((other) => this.#slug(other)).filter((other) => other !== slug);
    const isPage = piece === standingPage;
    const said = isPage
      ? { kind: 'page', title: fields.title, standfirst: markOf(words) }
      : { ...fields, related };
    const text = `Word ${words} of *${fields.title}*.${shows ? '\n\n![A wall](wall.png)' : ''}`;
    const files = { [`${fileOf(slug)}.md`]: manuscript({ slug, aliases, ...said }, text) };
    const id = await this.#done(shows ? { ...files, 'wall.png': picture } : files);
    model.store(id, { ...fields, slug, related, words, isPage });
    for (const old of aliases) model.move(old);
  }

  /** Hands in what is to be taken, and returns its order among hand-ins. */
  async #done(files: Files): Promise<string> {
    const { id, state, notices } = await this.#play.editor.handIn(files);
    if (state !== 'done') throw new Error(`Refused: ${JSON.stringify(notices)}`);
    return id;
  }

  /** The piece that was wished for, else another one that readers have. */
  #published(wish: number): number | undefined {
    const pieces = [wish, ...this.#slugs.keys()];
    return pieces.find((piece) => this.#play.model.isPublished(this.#slug(piece)));
  }

  #slug(piece: number): string {
    return this.#slugs[piece] ?? '';
  }
}

/** A piece has its file for good, wherever it moves. */
const fileOf = (slug: string): string => slug.replace(/(-m\d+)?(-b\d+)?$/, '');

/** JSON is YAML. */
const manuscript = (fields: object, text = ''): string => `---\n${JSON.stringify(fields)}\n---\n\n${text}\n`;

/** Every first piece opens a page of the archive, which one in 24 does by itself. */
function slugOf(name: string, piece: number): string {
  if (piece) return name;
  for (let count = 0; ; count++) if (opensPage('all', `${name}-b${count}`)) return `${name}-b${count}`;
}
