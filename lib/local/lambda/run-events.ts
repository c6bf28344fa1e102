import { createRequire, flushCompileCache } from 'node:module';
import type { Channel, Code, Failure, ToSandbox } from './messages.ts';
import { machineTime, moveDate } from './moved-date.ts';
import { traceId } from './trace.ts';

type Handler = (event: unknown, context: object) => unknown;

/** Loads a function and gives it one event at a time: the part of Lambda's runtime that a handler can see. */
export function runEvents(channel: Channel, prepare: (code: Code) => void): void {
  let run: ((message: EventMessage) => Promise<void>) | undefined;
  reportUncaught(channel);
  channel.listen((message) => {
    switch (message.kind) {
      case 'clock':
        moveDate(message.offset);
        break;
      case 'event':
        run?.(message);
        break;
      case 'load':
        prepare(message.code);
        run = load(channel, message.code);
    }
  });
}

type EventMessage = Extract<ToSandbox, { kind: 'event' }>;

function load(channel: Channel, code: Code): ((message: EventMessage) => Promise<void>) | undefined {
  try {
    const handler = handlerOf(code);
    channel.send({ kind: 'loaded' });
    return (message) => answer(channel, handler, message, code).then(saveCompiledCode);
  } catch (error) {
    crash(channel, failureOf(error), 1);
    return undefined;
  }
}

async function answer(channel: Channel, handler: Handler, message: EventMessage, code: Code): Promise<void> {
  process.env._X_AMZN_TRACE_ID = traceId(message.requestId);
  try {
    const result = await handler(JSON.parse(message.event), contextOf(message, code));
    channel.send({ kind: 'returned', payload: JSON.stringify(result) });
  } catch (error) {
    console.error(error);
    channel.send({ kind: 'failed', failure: failureOf(error) });
  }
}

let compileCacheFlushed = false;

/** After the first event all code it needs is compiled; saved, the next sandbox starts faster. */
function saveCompiledCode(): void {
  if (!compileCacheFlushed) flushCompileCache();
  compileCacheFlushed = true;
}

function handlerOf(code: Code): Handler {
  const loaded: unknown = createRequire(`${code.file}.js`)(code.file);
  const handler: unknown = Object(loaded)[code.export];
  if (!isHandler(handler)) throw new TypeError(`${code.file} exports no function named ${code.export}.`);
  return handler;
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

const contextOf = ({ requestId, deadline }: EventMessage, code: Code): object => ({
  awsRequestId: requestId,
  functionName: code.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: code.arn,
  memoryLimitInMB: String(code.memory),
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - machineTime()),
});

function reportUncaught(channel: Channel): void {
  process.on('uncaughtException', (error) => crash(channel, failureOf(error), 129));
  process.on('unhandledRejection', (reason) => {
    crash(channel, { ...failureOf(reason), errorType: 'Runtime.UnhandledPromiseRejection' }, 128);
  });
}

function crash(channel: Channel, failure: Failure, exitCode: number): void {
  console.error(failure.trace?.join('\n') ?? failure.message);
  channel.send({ kind: 'crashed', failure }, () => process.exit(exitCode));
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error))
    return { outcome: 'failed', errorType: typeof error, message: String(error) };
  return {
    outcome: 'failed',
    errorType: error.name,
    message: error.message,
    trace: error.stack?.split('\n'),
  };
}
