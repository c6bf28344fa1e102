import { createContext, Script } from 'node:vm';

/** A CloudFront Function: takes an event, returns a request or a response. */
export type EdgeFunction = (event: unknown) => unknown;

/** It threw, took too long, or returned nothing. CloudFront answers 503. */
export class EdgeFunctionFailed extends Error {
  override readonly name = 'EdgeFunctionFailed';
}

/** Milliseconds by the clock. CloudFront allows about one of CPU time, which can take long on a busy laptop. */
const timeout = 1_000;

/**
 * A timeout costs forty times as much as most functions take. Code without a loop ends by itself (a recursion runs
 * out of stack), so only code with one gets a timeout.
 */
const loopKeyword = /\b(for|while|do)\b/;

/** Runs the handler and leaves its result as JSON, so that no object passes between the two contexts. */
const call = new Script(`
  result = undefined;
  Promise.resolve(handler(JSON.parse(event))).then((value) => { result = JSON.stringify(value) }, (error) => { failure = String(error) });
`);

/**
 * Makes a function of the runtime cloudfront-js-2.0 from its code: plain JavaScript with nothing around it, no
 * network, no files, no timers. Throws SyntaxError when it is none.
 */
export function edgeFunction(code: string, name: string): EdgeFunction {
  const context = createContext(
    { event: '', result: undefined, failure: undefined, console: silent() },
    {
      codeGeneration: { strings: false, wasm: false },
      // What the handler awaits must be done within the time as well.
      microtaskMode: 'afterEvaluate',
    },
  );
  new Script(code, { filename: `${name}.js` }).runInContext(context, { timeout: timeout });
  const limit = loopKeyword.test(code) ? { timeout: timeout } : {};
  return (event) => {
    context.event = JSON.stringify(event);
    context.failure = undefined;
    try {
      call.runInContext(context, limit);
    } catch (cause) {
      throw new EdgeFunctionFailed(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
    if (typeof context.result !== 'string')
      throw new EdgeFunctionFailed(`${name}: ${context.failure ?? 'nothing returned'}`);
    return JSON.parse(context.result);
  };
}

const silent = () => ({ log() {}, error() {}, warn() {} });
