import { createContext, Script } from 'node:vm';

/** A CloudFront Function: takes an event, returns a request or a response. */
export type EdgeFunction = (event: unknown) => unknown;

/** It threw, took too long, or returned nothing. CloudFront answers 503. */
export class EdgeFunctionFailed extends Error {
  override readonly name = 'EdgeFunctionFailed';
}

/** Milliseconds by the clock. CloudFront allows about one of work; on a busy laptop that can take a while. */
const longest = 1_000;

/**
 * What has no loop ends by itself (a recursion runs out of stack). Watching over a call takes forty times as long
 * as most functions do, so only the others are watched.
 */
const mayNotEnd = /\b(for|while|do)\b/;

/** Runs the handler and leaves its result as text, so that no object passes between the two worlds. */
const call = new Script(`
  result = undefined;
  Promise.resolve(handler(JSON.parse(event))).then((value) => { result = JSON.stringify(value) }, (error) => { failure = String(error) });
`);

/**
 * Makes a function of the runtime cloudfront-js-2.0 from its code: plain JavaScript with nothing around it, no
 * network, no files, no timers. Throws SyntaxError when it is none.
 */
export function edgeFunction(code: string, name: string): EdgeFunction {
  const world = createContext(
    { event: '', result: undefined, failure: undefined, console: silent() },
    {
      codeGeneration: { strings: false, wasm: false },
      // What the handler awaits must be done within the time as well.
      microtaskMode: 'afterEvaluate',
    },
  );
  new Script(code, { filename: `${name}.js` }).runInContext(world, { timeout: longest });
  const limit = mayNotEnd.test(code) ? { timeout: longest } : {};
  return (event) => {
    world.event = JSON.stringify(event);
    world.failure = undefined;
    try {
      call.runInContext(world, limit);
    } catch (cause) {
      throw new EdgeFunctionFailed(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
    if (typeof world.result !== 'string')
      throw new EdgeFunctionFailed(`${name}: ${world.failure ?? 'nothing returned'}`);
    return JSON.parse(world.result);
  };
}

const silent = () => ({ log() {}, error() {}, warn() {} });
