import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../bin/local/options.ts';

describe('readOptions', () => {
  it('has a default for everything', () => {
    expect(readOptions([])).toEqual({
      port: 4000,
      data: '.broadside',
      empty: false,
      edgeCache: false,
      redrive: false,
      dynamodb: undefined,
      help: false,
    });
  });

  it('reads everything', () => {
    const args = [
      '--port',
      '0',
      '--data=x',
      '--empty',
      '--edge-cache',
      '--concurrency',
      '10',
      '--redrive',
      '--dynamodb',
      'http://localhost:8000/',
    ];
    expect(readOptions(args)).toEqual({
      port: 0,
      data: 'x',
      empty: true,
      edgeCache: true,
      concurrency: 10,
      redrive: true,
      dynamodb: 'http://localhost:8000',
      help: false,
    });
  });

  it.each([
    [['--prot', '1'], /'--prot'.*--help/],
    [['--port', '80a'], /80a is not a port/],
    [['--port', '65535'], /is not a port/],
    [['--concurrency', '0'], /--concurrency 0 is not a number of functions: name one from 1 to 1000/],
    [['--concurrency', 'ten'], /--concurrency ten is not a number/],
    [['--dynamodb', 'here'], /here is not an address/],
    [['extra'], /extra/],
  ])('refuses %j with a way out', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
