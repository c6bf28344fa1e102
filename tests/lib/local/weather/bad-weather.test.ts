import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonAnswer } from '../../../../lib/local/aws-json.ts';
import type { Cloud } from '../../../../lib/local/cloud.ts';
import type { AwsService } from '../../../../lib/local/service.ts';
import { mailOf } from '../../../../lib/local/ses/mail.ts';
import { BadWeather, makeWeather } from '../../../../lib/local/weather/bad-weather.ts';
import { type FaultsGiven, faultsOf, readFaults } from '../../../../lib/local/weather/faults.ts';
import { NoAnswer } from '../../../../lib/local/weather/weather.ts';
import { closeAll, folder, smallCloud } from '../web/small-cloud.ts';

const dynamodb: AwsService = {
  name: 'dynamodb',
  needs: () => [],
  handle: async () => jsonAnswer(200, {}, '1.0'),
  refuse: (status, code, message) => jsonAnswer(status, { __type: code, message }, '1.0'),
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = await smallCloud({});
  cloud.services.set('dynamodb', dynamodb);
});
afterAll(() => closeAll());

/** Sends the same calls and messages through weather, and gives its log and what became of each call. */
async function passing(faults: FaultsGiven) {
  const log: string[] = [];
  const weather = new BadWeather({
    faults: faultsOf(faults),
    cloud,
    log: (line) => void log.push(line),
    indexes: undefined,
  });
  const outcomes: unknown[] = [];
  for (let count = 0; count < 60; count++) {
    for (const action of ['PutItem', 'Query']) outcomes.push(await outcome(weather, action));
    outcomes.push(weather.deliveries('Changes'), weather.arrival('stream of Content'));
    outcomes.push(weather.feedback('Email Sent'));
  }
  return { log, outcomes };
}

async function outcome(weather: BadWeather, action: string): Promise<number | string> {
  const request = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from('{}'),
  };
  const call = { caller: undefined, service: 'dynamodb', action, request };
  try {
    const instead = await weather.before(call);
    return (instead ?? (await weather.after(call, await dynamodb.handle(request)))).status;
  } catch (error) {
    expect(error).toBeInstanceOf(NoAnswer);
    return 'no answer';
  }
}

const everything: FaultsGiven = {
  seed: 1,
  ...{ throttled: 0.1, conflicting: 0.1, timedOutBefore: 0.1, timedOutAfter: 0.1, slow: 0.1, slowBy: 2 },
  partly: 0.1,
  ...{ killedBefore: 0.1, killedAfter: 0.1, twice: 0.3, late: 0.3, streamTwice: 0.3, streamLate: 0.3 },
  ...{ feedbackLost: 0.3, feedbackTwice: 0.3, feedbackLate: 0.3 },
};

describe('bad weather', () => {
  it('is the same with the same seed, and another with another', async () => {
    const [once, again, other] = [
      await passing(everything),
      await passing(everything),
      await passing({ ...everything, seed: 2 }),
    ];
    expect(once.log.length).toBeGreaterThan(100);
    expect(again).toEqual(once);
    expect(other.log).not.toEqual(once.log);
  });

  it('lets a call meet the same fate whatever others do in between', async () => {
    const fates = ({ log }: { log: string[] }) => log.filter((line) => line.includes('PutItem'));
    const calm = await passing({ ...everything, twice: 0, late: 0, streamTwice: 0, streamLate: 0 });
    expect(fates(calm)).toEqual(fates(await passing(everything)));
  });

  it('is about as bad as was said', async () => {
    const { outcomes } = await passing({ seed: 3, throttled: 0.5 });
    const throttled = outcomes.filter((one) => one === 400).length;
    expect(throttled / 120).toBeGreaterThan(0.35);
    expect(throttled / 120).toBeLessThan(0.65);
  });

  it.each([
    ['killedBefore', 'timed out before it took effect'],
    ['killedAfter', 'timed out after it took effect'],
  ])('loses the answer of a form, which has no worker to kill: %s', async (fault, line) => {
    const { log, outcomes } = await passing({ seed: 5, [fault]: 1 });
    expect(log[0]).toBe(`a form dynamodb:PutItem 1: ${line}`);
    expect(outcomes[0]).toBe('no answer');
  });

  it('loses, doubles and delays what SES reports', async () => {
    const arrivals = async (faults: Partial<FaultsGiven>) =>
      (await passing({ seed: 6, ...faults })).outcomes.filter(
        (one, at) => at % 5 === 4 && Array.isArray(one),
      );
    expect(await arrivals({ feedbackLost: 1 })).toEqual(Array(60).fill([]));
    expect(await arrivals({ feedbackTwice: 1 })).toEqual(Array(60).fill([0, expect.any(Number)]));
    const late = (await arrivals({ feedbackLate: 1, feedbackLateBy: 300 })).flat().map(Number);
    expect(Math.min(...late)).toBeGreaterThan(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(300);
    expect(await arrivals({})).toEqual(Array(60).fill([0]));
  });

  it('sets what SES allows the account', async () => {
    const own = await smallCloud({});
    await makeWeather(faultsOf({ seed: 1 }), own);
    expect(mailOf(own).account.limits).toEqual({ sandbox: false, perSecond: 500, perDay: 1_000_000 });
    await makeWeather(faultsOf({ seed: 1, mailPerSecond: 14, mailPerDay: 200, mailSandbox: true }), own);
    expect(mailOf(own).account.limits).toEqual({ sandbox: true, perSecond: 14, perDay: 200 });
  });

  it('is fair without probabilities', async () => {
    expect(await passing({ seed: 4 })).toMatchObject({ log: [] });
  });
});

describe('a file of faults', () => {
  const file = (text: string) => {
    const path = join(folder(), 'faults.json');
    writeFileSync(path, text);
    return path;
  };

  it('is completed', () => {
    expect(readFaults(file('{"seed": 7, "twice": 0.5}'))).toMatchObject({
      seed: 7,
      twice: 0.5,
      throttled: 0,
    });
  });

  it.each([
    ['names what it does not know, and what there is', '{"seed": 7, "rain": 1}', /unknown: rain.*throttled/],
    ['wants a seed', '{}', /\(seed is missing\).*examples\/weather\.json/],
    ['wants probabilities', '{"seed": 1, "late": 2}', /late: .*<=1/],
    ['wants nothing later than SQS may be', '{"seed": 1, "lateBy": 9000000}', /lateBy: .*900000/],
    ['wants an object', '[]', /the file: .*expected object/],
    ['wants a probability of half answers', '{"seed": 1, "partly": 2}', /partly/],
    ['wants indexes at most five seconds late', '{"seed": 1, "indexLateBy": 6000}', /indexLateBy/],
    ['wants JSON', 'seed: 1', /cannot be read/],
  ])('%s', (_, text, complaint) => {
    expect(() => readFaults(file(text))).toThrow(complaint);
  });

  it('has to be there', () => {
    expect(() => readFaults('/nowhere/faults.json')).toThrow(
      /--faults \/nowhere\/faults.json cannot be read/,
    );
  });
});
