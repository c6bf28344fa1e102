import { ObjectStore } from '../../../../lib/local/s3/store.ts';

/** Writes small and large objects in turn and says each key once it is stored; its parent kills it. */
const store = new ObjectStore(process.argv[2] ?? '');
for (let n = 0; ; n += 1) {
  const body = Buffer.alloc(n % 3 === 0 ? 400_000 : 2_000, `${n} `);
  const object = { bucket: 'shelf', key: `k${n % 40}`, body, headers: { n: String(n) }, checksum: {} };
  await store.put(object, n % 2 === 0, () => {}, undefined);
  process.stdout.write(`${n}\n`);
}
