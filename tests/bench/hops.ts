import type { PressAtWork } from './a-press.ts';
import { median, time } from './figures.ts';
import type { SeenCall } from './watch-calls.ts';

interface Published {
  slug: string;
  sent: number;
  /** Milliseconds after `sent`. */
  article: number;
}

/** On AWS each hop is one or several services; milliseconds from experience and AWS's own words, not measured. */
const onAws = [
  ['upload stored, event queued', '100–500: S3 to EventBridge to SQS'],
  ['queue to ingest-upload', '10–50, cold start + 400'],
  ['ingest-upload reads and stores', '60–120: six calls of 5–20'],
  ['stream to announce-change', '100–400: the stream is polled four times a second'],
  ['bus and queue to plan-pages', '50–500'],
  ['plan-pages names the article', '5–20: one send; the queries for the lists come after it'],
  ['queue to render-pages', '10–50'],
  ['render-pages writes the article', '40–100'],
  ['the reader asks and gets it', '20–60, and up to 10 s at the edge'],
] as const;

/** What each hop between the last byte and the article's page took, in words. */
export async function hops(
  press: PressAtWork,
  count: number,
  publish: () => Promise<Published>,
): Promise<string[]> {
  const all: number[][] = [];
  for (let one = 0; one < count; one++) {
    const published: Published[] = [];
    const calls = await press.watching(async () => void published.push(await publish()));
    const [last] = published;
    if (last) all.push(parts(calls, last));
  }
  const lines = onAws.map(([hop, there], at) => {
    const here = median(all.map((one) => one[at] ?? Number.NaN));
    return `${hop}: ${time(here)} here; on AWS ${there}`;
  });
  return [
    ...lines,
    'On AWS, added up and warm, about 0.5 to 2 s; here no hop polls, and none leaves the machine.',
  ];
}

function parts(calls: SeenCall[], { slug, sent, article }: Published): number[] {
  const by = (name: string) => calls.filter(({ caller }) => caller.endsWith(name));
  const began = (name: string) => Math.min(...by(name).map((call) => call.began));
  const last = (seen: SeenCall[], what: string) =>
    Math.max(...seen.filter((call) => call.what === what).map(({ ended }) => ended));
  const first = (seen: SeenCall[], what: string) =>
    Math.min(...seen.filter((call) => call.what === what).map(({ ended }) => ended));
  const stored = Math.min(
    ...calls.filter(({ caller, what }) => !caller && what === 's3:POST').map(({ ended }) => ended),
  );
  const written =
    calls.find(({ what, path }) => what === 's3:PutObject' && path.includes(`/articles/${slug}/`))?.ended ??
    Number.NaN;
  const moments = [
    sent,
    stored,
    began('IngestUpload'),
    last(by('IngestUpload'), 'dynamodb:TransactWriteItems'),
    began('AnnounceChange'),
    began('PlanPages'),
    first(by('PlanPages'), 'sqs:SendMessageBatch'),
    began('RenderPages'),
    written,
    sent + article,
  ];
  return moments.slice(1).map((moment, at) => moment - (moments[at] ?? Number.NaN));
}
