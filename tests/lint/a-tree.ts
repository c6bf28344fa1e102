import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Source files by path, and what each imports: a path from the root, or a package; `type …` for a type alone. */
export type Tree = Record<string, string[]>;

export interface Violation {
  rule: string;
  /** Paths: the file that imports, or all files of a circle. */
  files: string[];
}

const root = join(import.meta.dirname, '../..');
const rules = join(root, '.dependency-cruiser.cjs');

/** Names of the rules by which `npm run lint` judges imports. */
export const ruleNames: string[] = createRequire(import.meta.url)(rules).forbidden.map(
  ({ name }: { name: string }) => name,
);

/** Writes the tree to a folder of its own and judges it there as `npm run lint` does. */
export async function violationsIn(tree: Tree): Promise<Violation[]> {
  const folder = await mkdtemp(join(tmpdir(), 'broadside-lint-'));
  const sources = Object.entries(tree).map(([path, imports]) => [path, sourceOf(path, imports)]);
  try {
    await cp(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    for (const [path = '', text = ''] of [...packages, ...sources]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await lint(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Two packages that a tree depends on, and one that it only develops with. */
const packages = [
  [
    'package.json',
    JSON.stringify({
      dependencies: { '@aws-sdk/client-sqs': '*', zod: '*' },
      devDependencies: { vitest: '*' },
    }),
  ],
  ...['@aws-sdk/client-sqs', 'zod', 'vitest'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' })],
    [`node_modules/${name}/index.js`, ''],
  ]),
];

function sourceOf(path: string, imports: string[]): string {
  const lines = imports.map((imported, at) => {
    const [, type = '', to = ''] = /^(type )?(.*)$/.exec(imported) ?? [];
    const inTree = /^(functions|lib|bin|tests)\//.test(to);
    return `import ${type}* as i${at} from '${inTree ? relative(dirname(`/${path}`), `/${to}`).replace(/^(?!\.)/, './') : to}';`;
  });
  return [...lines, 'export {};'].join('\n');
}

async function lint(cwd: string): Promise<Violation[]> {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [command, '--config', rules, '--output-type', 'json', 'bin', 'lib', 'functions', 'tests'];
  // Its exit code is the number of violations. Where it fails it says why instead of JSON.
  const report = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd }, (_, stdout, stderr) => resolve(stdout || stderr));
  });
  const found: { rule: { name: string }; from: string; cycle?: { name: string }[] }[] =
    JSON.parse(report).summary.violations;
  return found.map(({ rule, from, cycle }) => ({
    rule: rule.name,
    files: cycle?.map(({ name }) => name) ?? [from],
  }));
}
