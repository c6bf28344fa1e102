import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MovableClock } from '../../../../lib/local/clock.ts';
import { Pool } from '../../../../lib/local/lambda/pool.ts';
import { openProcess, openThread } from '../../../../lib/local/lambda/sandbox.ts';

let folder: string;
let pools: Pool[];
let clock: MovableClock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'function-'));
  pools = [];
  clock = new MovableClock(join(folder, 'clock.json'));
});
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.stop()));
  await rm(folder, { recursive: true });
});

const sandboxes = [
  ['a thread', openThread],
  ['a process', openProcess],
] as const;

describe.each(sandboxes)('a function in %s', (_, open) => {
  async function pool(
    code: string,
    { timeout = 5, memory = 128, maximum = 1, env = {} } = {},
  ): Promise<Pool> {
    await writeFile(join(folder, 'index.js'), code);
    const made = new Pool({
      open,
      timeout,
      maximum,
      sandbox: {
        code: { file: join(folder, 'index'), export: 'handler', functionName: 'F', arn: 'arn:f', memory },
        env: { PATH: process.env.PATH ?? '', ...env },
        log: join(folder, 'log'),
        clock,
      },
    });
    pools.push(made);
    return made;
  }

  it('answers with what the handler returns', async () => {
    const echo = await pool('exports.handler = async (event) => ({ got: event });');
    expect(await echo.run({ a: [1, 'é'] })).toEqual({
      outcome: 'returned',
      payload: { got: { a: [1, 'é'] } },
    });
  });

  const hour = 3_600_000;
  /** How far each way of asking for the time is ahead of this process, in whole hours. */
  const tellsTime = `
    const loaded = new Date();
    class Later extends Date {}
    exports.handler = async ({ wait = 0 }, context) => {
      const began = performance.now();
      const before = Date.now();
      await new Promise((resolve) => setTimeout(resolve, wait));
      return {
        now: [Date.now(), new Date().getTime(), +new Later(), Date.parse(Date())],
        loaded: loaded.getTime(),
        jumped: Date.now() - before,
        waited: performance.now() - began,
        left: context.getRemainingTimeInMillis(),
        fixed: [new Date(0).toISOString(), new Date(2026, 0, 2).getDate(), Date.UTC(2026, 0, 2), new Date(new Date(5)).getTime()],
        isDate: [new Date() instanceof Date, new Later() instanceof Later, new Date().constructor === Date],
      };
    };`;
  const hoursAhead = (time: number) => Math.round((time - Date.now()) / hour) || 0;

  it('has the time that the clock was moved to, in the sandbox that runs already and from the first line on', async () => {
    const running = await pool(tellsTime);
    const told = async () => {
      const { payload } = Object(await running.run({}));
      return { ...payload, hours: payload.now.map(hoursAhead) };
    };
    expect((await told()).hours).toEqual([0, 0, 0, 0]);
    await clock.advance(48 * hour);
    const moved = await told();
    expect(moved.hours).toEqual([48, 48, 48, 48]);
    expect(moved.isDate).toEqual([true, true, true]);
    const [fixed, , , copy] = moved.fixed;
    expect([fixed, copy]).toEqual(['1970-01-01T00:00:00.000Z', 5]);
    const another = await pool(tellsTime);
    const { payload } = Object(await another.run({}));
    expect([hoursAhead(payload.loaded), hoursAhead(payload.now[0])]).toEqual([48, 48]);
  });

  it('keeps its timers and its timeout while the clock moves', async () => {
    const running = await pool(tellsTime);
    await running.run({});
    const answer = running.run({ wait: 500 });
    // Until the event is there; a timer of the function is then under way.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await clock.advance(2 * hour);
    const { payload } = Object(await answer);
    expect(Math.round(payload.jumped / hour)).toBe(2);
    expect(payload.waited).toBeGreaterThan(490);
    expect(payload.waited).toBeLessThan(4000);
    expect(payload.left).toBeGreaterThan(0);
    expect(payload.left).toBeLessThanOrEqual(5000);
  });

  it('sees its own environment and nothing of this machine’s', async () => {
    const names = await pool('exports.handler = async () => Object.keys(process.env).sort();', {
      env: { TABLE: 't' },
    });
    expect(await names.run({})).toMatchObject({ payload: expect.arrayContaining(['PATH', 'TABLE']) });
    const { payload } = Object(await names.run({}));
    expect(payload).not.toContain('HOME');
    expect(payload).not.toContain('VITEST');
  });

  it('keeps its module between events and shares it with no other function', async () => {
    const code = 'let n = 0; globalThis.mine = true; exports.handler = async () => ++n;';
    const one = await pool(code);
    const other = await pool(code);
    await one.run({});
    expect(await one.run({})).toMatchObject({ payload: 2 });
    expect(await other.run({})).toMatchObject({ payload: 1 });
    expect(globalThis).not.toHaveProperty('mine');
  });

  it('tells a failure with its type, message and trace, and goes on', async () => {
    const moody = await pool(
      'exports.handler = async (e) => { if (e.bad) throw new RangeError("no"); return 1; };',
    );
    expect(await moody.run({ bad: true })).toMatchObject({
      outcome: 'failed',
      errorType: 'RangeError',
      message: 'no',
    });
    expect(await moody.run({})).toEqual({ outcome: 'returned', payload: 1 });
  });

  it('is stopped when its time is up, even in an endless loop, and replaced', async () => {
    const stuck = await pool('exports.handler = async (e) => { while (e.stuck); return process.pid; };', {
      timeout: 0.3,
    });
    expect(await stuck.run({ stuck: true })).toMatchObject({
      errorType: 'Sandbox.Timedout',
      message: expect.stringMatching(/^RequestId: [\w-]+ Error: Task timed out after 0\.30 seconds$/),
    });
    expect(await stuck.run({})).toMatchObject({ outcome: 'returned' });
  });

  it.each([
    ['exits', 'process.exit(3)', 'Runtime.ExitError'],
    [
      'throws where nothing catches',
      'setImmediate(() => { throw new TypeError("x") }); await new Promise(() => {})',
      'TypeError',
    ],
    [
      'leaves a rejection alone',
      'Promise.reject(new Error("x")); await new Promise(() => {})',
      'Runtime.UnhandledPromiseRejection',
    ],
  ])('fails and is replaced when it %s', async (_, harm, errorType) => {
    const fragile = await pool(`exports.handler = async (e) => { if (e.bad) { ${harm} } return 'well'; };`);
    expect(await fragile.run({ bad: true })).toMatchObject({ outcome: 'failed', errorType });
    expect(await fragile.run({})).toEqual({ outcome: 'returned', payload: 'well' });
  });

  it('ends, and alone, when it takes more memory than it has', async () => {
    const code =
      'exports.handler = async (e) => { const all = []; while (e.bad) all.push(new Array(1e5).fill({ a: Math.random() })); return 1; };';
    const greedy = await pool(code, { memory: 128, timeout: 20 });
    // The heap meets its limit first, or the process that of all its memory.
    expect(await greedy.run({ bad: true })).toMatchObject({
      outcome: 'failed',
      errorType: expect.stringMatching(/^Runtime\.(ExitError|OutOfMemory)$/),
    });
    expect(await greedy.run({})).toEqual({ outcome: 'returned', payload: 1 });
  });

  it('fails the work that waits when it cannot be loaded', async () => {
    const broken = await pool('require("./not-there");');
    expect(await broken.run({})).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('not-there'),
    });
    expect(await broken.run({})).toMatchObject({ outcome: 'failed' });
  });

  it('writes what it prints to its log, also what it printed just before its end', async () => {
    const talker = await pool(
      'exports.handler = async () => { console.log("one"); process.stdout.write("two\\n"); process.exit(); };',
    );
    await talker.run({});
    expect(await readFile(join(folder, 'log'), 'utf8')).toContain('one\ntwo\n');
  });

  it('knows its name, its request and how much time is left', async () => {
    const curious = await pool(
      'exports.handler = async (_, c) => [c.functionName, c.awsRequestId.length, c.getRemainingTimeInMillis()];',
    );
    const start = Date.now();
    const { payload } = Object(await curious.run({}));
    expect(payload.slice(0, 2)).toEqual(['F', 36]);
    expect(payload[2]).toBeGreaterThanOrEqual(5000 - (Date.now() - start));
    expect(payload[2]).toBeLessThanOrEqual(5000);
  });

  it('takes one event at a time, and another sandbox once work has to wait', async () => {
    const code = `
      const { threadId } = require('node:worker_threads');
      let busy = 0;
      exports.handler = async () => {
        busy++;
        const seen = { busy, sandbox: process.pid + '/' + threadId };
        await new Promise((resolve) => setTimeout(resolve, 500));
        busy--;
        return seen;
      };`;
    const slow = await pool(code, { maximum: 2 });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => slow.run(n)));
    const seen = answers.map((one) => Object(one).payload);
    expect(seen.map(({ busy }) => busy)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(new Set(seen.map(({ sandbox }) => sandbox)).size).toBe(2);
  });

  it('fails what is still under way when the press stops', async () => {
    const slow = await pool('exports.handler = () => new Promise((r) => setTimeout(r, 9000));');
    const answer = slow.run({});
    await slow.stop();
    expect(await answer).toMatchObject({ outcome: 'failed' });
  });
});
