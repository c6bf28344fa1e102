import type { Cloud } from '../../../lib/local/cloud.ts';
import { traceOf } from '../../../lib/local/lambda/trace.ts';
import { SeededRandom } from '../../../lib/local/weather/seeded-random.ts';
import { NoAnswer, type Weather } from '../../../lib/local/weather/weather.ts';
import type { Files } from './editor.ts';
import { quiet } from './quiet.ts';
import type { Storm } from './storm.ts';

export const fairWeather: Weather = { before: () => undefined, after: (_, response) => response };

/** Every event for a manuscript comes one to five times, in random order. */
export function often(seed: number): Pick<Weather, 'deliveries'> {
  const dice = new SeededRandom(seed);
  return {
    deliveries(queue) {
      if (!queue.includes('Manuscripts')) return [0];
      const times = dice.time('times', dice.next('message'), 5);
      return Array.from({ length: times }, () => dice.time('late', dice.next('delivery'), 2_000));
    },
  };
}

/** The reader of manuscripts dies as soon as its work is done, and from then on whenever it begins. */
export function dyingOnceDone(cloud: Cloud, { alreadyDone = false } = {}): Weather {
  let done = alreadyDone;
  return {
    ...fairWeather,
    after({ caller, action, request }, response) {
      if (!caller?.name.includes('IngestUpload')) return response;
      done ||= action === 'TransactWriteItems';
      if (!done) return response;
      cloud.kill?.(traceOf(request.headers) ?? '');
      throw new NoAnswer();
    },
  };
}

/** A standing page: of what it takes to hand in a thousand, rendering is to be the least. */
export const manuscript = (slug: string, title: string): Files => ({
  [`${slug}.md`]: `---\nkind: page\ntitle: ${title}\nslug: ${slug}\n---\nText of ${title}.`,
});

/** Opens the uploads in order, then hands in all their files in this weather, and waits for the end. */
export async function handInAll(
  { editor, press }: Storm,
  folders: readonly Files[],
  weather: Weather,
): Promise<void> {
  const opened: Awaited<ReturnType<typeof editor.open>>[] = [];
  for (const folder of folders) opened.push(await editor.open(folder));
  press.cloud.weather = weather;
  for (const [at, folder] of folders.entries()) {
    const upload = opened[at];
    if (upload) await editor.post(upload, folder);
  }
  await quiet(press.cloud, 300);
  press.cloud.weather = undefined;
}

/** Title and number of revisions of documents: what tells whether each file took effect, once, in its place. */
export async function standing({ editor }: Storm, slugs: readonly string[]): Promise<string[]> {
  return Promise.all(
    slugs.map(async (slug) => {
      const { title, revisions } = await (await editor.ask('GET', `/documents/${slug}`)).json();
      return `${slug}: ${title}, ${revisions.length} revisions`;
    }),
  );
}
