import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleFunctions } from '../../lib/bundle.ts';
import { sharpParts } from '../../lib/sharp-parts.ts';
import { aPdfOf } from '../functions/content/pdf/a-pdf.ts';

const folders = ['lambda', 'host'].map((name) => mkdtempSync(join(tmpdir(), `broadside-${name}-`)));
const [forLambda = '', forHost = ''] = folders;
const made = new Map<string, Bundle>();

beforeAll(async () => {
  made.set(forLambda, await bundleFunctions({ into: forLambda, machine: 'lambda' }));
  made.set(forHost, await bundleFunctions({ into: forHost, machine: 'host' }));
}, 300_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const filesIn = (folder: string) => globSync('**/*.*', { cwd: folder }).sort();

/** The folder of a function by its name, wherever in its room it is. */
function folderOf(name: string, into = forHost): string {
  const entry = made.get(into)?.entries.find((one) => basename(one) === name);
  return join(into, entry ?? `no ${name}`);
}

describe('a function', () => {
  it('gets its code and a map of it, and the threads that its code names', () => {
    expect(filesIn(folderOf('show-receipt'))).toEqual(['index.js', 'index.js.map']);
    expect(filesIn(folderOf('ingest-upload'))).toEqual([
      'index.js',
      'index.js.map',
      'read-manuscript.worker.js',
      'read-manuscript.worker.js.map',
    ]);
  });

  it('gets the files that its code reads from beside itself', () => {
    const typefaces = (name: string) =>
      filesIn(folderOf(name)).filter((file) => file.endsWith('.woff2')).length;
    expect(typefaces('render-pages')).toBe(8);
    expect(typefaces('answer-missing')).toBe(0);
  });

  it('gets the processes that open pictures and PDFs, the thread of one of them, and the typefaces of drawings', () => {
    const files = filesIn(folderOf('read-picture')).filter((file) => !file.includes('node_modules'));
    expect(files.filter((file) => file.endsWith('.js'))).toEqual([
      'index.js',
      'open-pdf.worker.js',
      'open-picture.worker.js',
      'read-pdf.worker.js',
    ]);
    expect(files.filter((file) => file.endsWith('.ttf'))).toHaveLength(7);
  });

  it('loads, as Lambda loads it', () => {
    const entries = made.get(forHost)?.entries ?? [];
    const sources = globSync('**/*.lambda.ts', { cwd: join(import.meta.dirname, '../../functions') });
    expect(entries.map((entry) => `${entry}.lambda.ts`).sort()).toEqual(sources.sort());
    const load = entries.map(
      (entry) => `typeof require(${JSON.stringify(join(forHost, entry, 'index.js'))}).handler`,
    );
    const env = Object.fromEntries(settings.map((name) => [name, 'https://queue.example/000000000000/a']));
    const said = execFileSync(process.execPath, ['-p', `[${load}].join()`], {
      encoding: 'utf8',
      env: { ...env, AWS_REGION: 'eu-west-1' },
    });
    expect(said.trim()).toBe(entries.map(() => 'function').join());
  });

  it('holds of the SDK what it calls, and imports nothing once it runs', () => {
    for (const entry of made.get(forHost)?.entries ?? []) {
      const code = readFileSync(join(forHost, entry, 'index.js'), 'utf8');
      expect(code, entry).not.toMatch(/PutBucketAnalyticsConfigurationRequest|\bimport\(/);
    }
    const withS3 = readFileSync(join(folderOf('show-article'), 'index.js'), 'utf8');
    expect(withS3).toContain('GetObjectRequest');
  });

  it('that is not there is missed by name', () => {
    expect(() => made.get(forHost)?.folder('content/print-money')).toThrow(
      'functions/content/print-money.lambda.ts',
    );
  });
});

describe('rooms inside rooms', () => {
  const from = mkdtempSync(join(tmpdir(), 'broadside-rooms-'));
  const into = mkdtempSync(join(tmpdir(), 'broadside-rooms-bundled-'));
  folders.push(from, into);
  const write = (file: string, code: string) => {
    mkdirSync(dirname(join(from, file)), { recursive: true });
    writeFileSync(join(from, file), code);
  };

  it('have entries too, each with its threads in its own folder', async () => {
    write('inn/open-door.lambda.ts', 'export const handler = () => 1;');
    write('inn/attic/beds/make-bed.lambda.ts', "export const handler = () => 'make-bed.worker';");
    write('inn/attic/beds/make-bed.worker.ts', 'console.log(1);');
    const { entries, folder } = await bundleFunctions({ from, into, machine: 'host' });
    expect([...entries].sort()).toEqual(['inn/attic/beds/make-bed', 'inn/open-door']);
    expect(filesIn(folder('inn/open-door'))).toEqual(['index.js', 'index.js.map']);
    expect(filesIn(folder('inn/attic/beds/make-bed'))).toEqual([
      'index.js',
      'index.js.map',
      'make-bed.worker.js',
      'make-bed.worker.js.map',
    ]);
  });

  it('cannot have two threads of one name', async () => {
    write('inn/cellar/make-bed.worker.ts', 'console.log(2);');
    await expect(bundleFunctions({ from, into, machine: 'host' })).rejects.toThrow(
      'functions/inn/attic/beds/make-bed.worker.ts and functions/inn/cellar/make-bed.worker.ts have the same name',
    );
  });
});

describe('bundles', () => {
  it('are the same each time, wherever and for whatever machine they are made', () => {
    const codeIn = (folder: string) => filesIn(folder).filter((file) => !file.includes('node_modules'));
    expect(codeIn(forLambda)).toEqual(codeIn(forHost));
    for (const file of codeIn(forHost)) {
      const text = readFileSync(join(forHost, file), 'utf8');
      expect(text === readFileSync(join(forLambda, file), 'utf8'), file).toBe(true);
      expect(text.includes(process.cwd()), file).toBe(false);
    }
  });
});

describe('PDFium', () => {
  it('goes to the function that reads PDFs alone, in a thread that pictures do not load', () => {
    for (const folder of [forLambda, forHost]) {
      const withWasm = filesIn(folder).filter((file) => file.endsWith('.wasm'));
      expect(withWasm).toEqual([
        'content/pictures/read-picture/node_modules/@hyzyla/pdfium/dist/pdfium.wasm',
      ]);
    }
    const code = readFileSync(join(folderOf('read-picture'), 'index.js'), 'utf8');
    expect(code).not.toMatch(/PasswordException|@hyzyla/);
    expect(code).toContain('open-pdf.worker');
  });

  it('draws a page with nothing but what lies in the folder', async () => {
    const thread = new Worker(join(folderOf('read-picture'), 'read-pdf.worker.js'));
    await once(thread, 'message');
    thread.postMessage({ what: 'cover', bytes: new Uint8Array(aPdfOf()), milliseconds: 0 });
    const [{ cover }] = await once(thread, 'message');
    await thread.terminate();
    const png = Buffer.from(cover);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1600, 2264]);
  });
});

describe('sharp', () => {
  const withSharp = (folder: string) => filesIn(folder).filter((file) => file.endsWith('.node'));
  const part = (folder: string, pattern: string) => {
    const packages = join(folderOf('read-picture', folder), 'node_modules/@img');
    return join(packages, globSync(pattern, { cwd: packages })[0] ?? 'missing');
  };

  it('goes to the function that reads pictures alone', () => {
    for (const folder of [forLambda, forHost]) {
      expect(withSharp(folder)).toEqual([expect.stringContaining('read-picture/node_modules/@img/sharp-')]);
    }
  });

  it('is built for arm64 Linux where it is deployed, with libvips beside it', () => {
    expect(machineOf(part(forLambda, 'sharp-linux-arm64/lib/*.node'))).toBe(arm64);
    expect(machineOf(part(forLambda, 'sharp-libvips-linux-arm64/lib/libvips-cpp.so*'))).toBe(arm64);
  });

  it.runIf(process.platform === 'linux')(
    'is built for this machine where it runs here, with libvips beside it',
    () => {
      const here = process.arch === 'arm64' ? arm64 : x64;
      expect(machineOf(part(forHost, 'sharp-linux*/lib/*.node'))).toBe(here);
      expect(machineOf(part(forHost, 'sharp-libvips-linux*/lib/libvips-cpp.so*'))).toBe(here);
    },
  );

  it('makes pictures with nothing but what lies in the folder', () => {
    const script = join(folderOf('read-picture'), 'try.cjs');
    writeFileSync(
      script,
      `require('sharp')({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .webp().toBuffer().then((bytes) => console.log(bytes.subarray(8, 12).toString()));`,
    );
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8', cwd: tmpdir() }).trim()).toBe('WEBP');
  });

  it('draws, with the typefaces that lie there', async () => {
    const folder = folderOf('read-picture');
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">il</text></svg>';
    const fonts = join(folder, 'fonts.conf');
    writeFileSync(fonts, `<fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>`);
    const ask = (env: NodeJS.ProcessEnv) =>
      new Promise((resolve) => {
        const child = fork(join(folder, 'open-picture.worker.js'), ['512'], {
          env,
          serialization: 'advanced',
        });
        child.on('message', (answer: { what: string }) => {
          if (answer.what === 'loaded') return void child.send({ what: 'encode', ...job(drawing) });
          child.kill('SIGKILL');
          resolve(answer);
        });
      });
    const drawn = await ask({ FONTCONFIG_FILE: fonts });
    expect(drawn).toMatchObject({ what: 'encoded', encoding: { outcome: 'encoded' } });
    expect(await ask({ FONTCONFIG_FILE: '/nowhere' })).not.toEqual(drawn);
  });

  it('says how to get it when it was not fetched', () => {
    expect(() => sharpParts('lambda', '/nowhere')).toThrow('npm run fetch-sharp');
  });
});

/** What the process is sent for a drawing. */
const job = (drawing: string) => ({
  bytes: Buffer.from(drawing),
  measured: { width: 90, height: 30, frames: 1, transparent: true, palette: true, drawn: true },
  variants: [{ width: 90, type: 'image/webp' }],
});

const settings = Object.values((await import('../../functions/runtime/env-names.ts')).envNames);

/** `e_machine` of an ELF file: the processor its code is for. */
function machineOf(file: string): number {
  const header = Buffer.alloc(20);
  readSync(openSync(file, 'r'), header, 0, 20, 0);
  expect(header.subarray(0, 4).toString('latin1'), file).toBe('\x7fELF');
  return header.readUInt16LE(18);
}
const arm64 = 183;
const x64 = 62;
