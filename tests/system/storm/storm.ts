import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import sharp from 'sharp';
import { expect, inject } from 'vitest';
import { clockOf } from '../../../lib/local/clock.ts';
import { type RunningPress, type StartOptions, startPress } from '../../../lib/local/press.ts';
import { queuesOf } from '../../../lib/local/sqs/queues.ts';
import { apiAnswers, expected, singlesOf } from './api.ts';
import { Editor } from './editor.ts';
import { Model } from './model.ts';
import { differences, Observer } from './observer.ts';
import { play } from './play.ts';
import { quietAndRedriven } from './quiet.ts';
import { Readers } from './readers.ts';
import { pictureCount, type Sequence } from './sequence.ts';
import { Reader } from './sight.ts';

/** A press on which one sequence after the other is played, and looked at when all is quiet. */
export class Storm {
  readonly press: RunningPress;
  readonly editor: Editor;
  readonly observer: Observer;
  readonly #pictures: Uint8Array[];
  #count = 0;

  private constructor(press: RunningPress, pictures: Uint8Array[]) {
    this.press = press;
    this.editor = new Editor(press);
    this.observer = new Observer(press);
    this.#pictures = pictures;
  }

  static async begin(options: Partial<StartOptions> = {}): Promise<Storm> {
    const data = await mkdtemp(join(tmpdir(), 'storm-'));
    const press = await startPress({ port: 0, data, assembly: inject('assembly'), ...options });
    // A failed batch comes back at once: what is tested is that it does, not how long it takes.
    Object.assign(queuesOf(press.cloud), { retryDelay: 50, longestWait: 50 });
    const storm = new Storm(
      press,
      await Promise.all(Array.from({ length: pictureCount }, (_, at) => wall(at))),
    );
    await storm.settle();
    return storm;
  }

  /** Plays sequences at once and expects that, when all is quiet, site and API are as they should be. */
  async expectConvergence(sequences: Sequence[]): Promise<void> {
    const model = new Model();
    try {
      await Promise.all(sequences.map((sequence) => this.#play(sequence, model)));
      await this.settle();
      expect(await this.faults()).toEqual([]);
      await this.expectAsPromised(model);
      // What was to be live is, and then what was to be withdrawn; the ticks of both come twice.
      for (const minutes of [61, 60]) await this.#expectAfter(minutes, model);
    } catch (failure) {
      // Looking for a shorter one takes its time.
      console.error('A batch failed; looking for a shorter one.', inspect(failure, { depth: 5 }));
      await this.heal();
      throw failure;
    } finally {
      // The next ones find a press without articles, and checks that these are gone.
      const slugs = [...model.published.map(({ slug }) => slug), ...model.shelf.states.keys()];
      await Promise.all(slugs.map((slug) => this.editor.delete(slug)));
    }
  }

  async #expectAfter(minutes: number, model: Model): Promise<void> {
    const clock = clockOf(this.press.cloud);
    const passed = clock.now() + minutes * 60_000;
    await Promise.all([clock.advance(minutes * 60_000), clock.advance(1000)]);
    await this.settle();
    // A tick may have been lost in the weather: the next ones make up for it.
    for (let tick = 0; this.press.cloud.weather && tick < 4; tick++) {
      await clock.advance(61_000);
      await this.settle();
    }
    model.passed(new Date(passed).toISOString());
    expect(await this.faults()).toEqual([]);
    await this.expectAsPromised(model);
  }

  /** Looks at the press as readers and editors do, and expects what the model says of it. */
  async expectAsPromised(model: Model): Promise<void> {
    const { editor, press } = this;
    const readers = new Readers(model, await singlesOf(editor));
    const reader = new Reader(press.site, { isPatient: press.cloud.weather !== undefined });
    const [seen, api] = await Promise.all([reader.look(readers), apiAnswers(editor, model, readers)]);
    expect(seen).toEqual(readers.sight(reader.isWhole));
    expect(api).toEqual(expected(model, readers));
  }

  #play(sequence: Sequence, model: Model): Promise<void> {
    this.#count += 1;
    const { now } = clockOf(this.press.cloud);
    return play(sequence, {
      name: `s${this.#count}`,
      editor: this.editor,
      pictures: this.#pictures,
      model,
      now,
    });
  }

  /** How the site differs from one rendered from scratch. */
  async faults(): Promise<string[]> {
    return differences(await this.observer.site(), await this.observer.fromScratch());
  }

  async settle(): Promise<void> {
    await quietAndRedriven(this.press.cloud);
  }

  /** What befell the press, a line each. */
  weather(): string {
    return readFileSync(join(this.press.data, 'logs/weather.log'), 'utf8');
  }

  async end(): Promise<void> {
    this.observer.close();
    await this.press.stop();
    await rm(this.press.data, { recursive: true, force: true });
  }

  /** So that a shorter sequence does not fail for what a longer one has left. */
  async heal(): Promise<void> {
    await this.editor.ask('POST', '/site/render', {}, [200, 201, 202]);
    await this.settle();
  }
}

const wall = (at: number): Promise<Buffer> =>
  sharp({ create: { width: 60 + at, height: 40, channels: 3, background: '#a3341f' } })
    .png()
    .toBuffer();
