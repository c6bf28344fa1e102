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
      '--redrive',
      '--dynamodb',
      'http://localhost:8000/',
    ];
    expect(readOptions(args)).toEqual({
      port: 0,
      data: 'x',
      empty: true,
      edgeCache: true,
      redrive: true,
      dynamodb: 'http://localhost:8000',
      help: false,
    });
  });

  it.each([
    [['--prot', '1'], /'--prot'.*--help/],
    [['--port', '80a'], /80a is not a port/],
    [['--port', '65535'], /is not a port/],
    [['--dynamodb', 'here'], /here is not an address/],
    [['extra'], /extra/],
  ])('refuses %j with a way out', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
