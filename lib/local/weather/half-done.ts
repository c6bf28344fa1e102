import { jsonAnswer, jsonBody } from '../aws-json.ts';
import type { AwsResponse, AwsService } from '../service.ts';
import { type Divide, halvings } from './half-batches.ts';
import type { Call } from './weather.ts';

export interface HalfDone {
  /** Such as `3 of 10`. */
  left: string;
  answer(): Promise<AwsResponse>;
}

/**
 * A batch of which only a part is done. `chance`, from 0 to 1 (exclusive) for each thing asked, says which.
 * Undefined for calls that AWS does as a whole or not at all.
 */
export function halfDone(
  service: AwsService,
  { action, request }: Call,
  chance: (what: string) => number,
): HalfDone | undefined {
  const half = halvings[`${service.name}:${action}`]?.(Object(jsonBody(request)), divider(chance));
  if (!half?.counts[0]) return undefined;
  const [left, done] = half.counts;
  const fewer = { ...request, body: Buffer.from(JSON.stringify(half.request)) };
  const answer = async () => {
    const told = done ? await service.handle(fewer) : nothing(service);
    if (told.status !== 200) return told;
    return { ...told, body: JSON.stringify(half.answer(JSON.parse(String(told.body)))) };
  };
  return { left: `${left} of ${left + done}`, answer };
}

/** No service takes a batch of nothing. */
const nothing = ({ name }: AwsService) => jsonAnswer(200, {}, name === 'events' ? '1.1' : '1.0');

/** Leaves one entry at least undone, if any may be. */
const divider =
  (chance: (what: string) => number): Divide =>
  (entries, atLeast = 0) => {
    const most = Math.max(0, entries.length - atLeast);
    const count = most && 1 + Math.floor(chance('how many') * most);
    const drawn = [...entries.keys()].sort((one, other) => chance(`entry ${one}`) - chance(`entry ${other}`));
    const left = new Set(drawn.slice(0, count));
    const isLeft = (at: number) => left.has(at);
    return {
      done: entries.filter((_, at) => !isLeft(at)),
      left: entries.filter((_, at) => isLeft(at)),
      isLeft,
    };
  };
