import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress();
});
afterAll(() => press.end());

/** Every key in every bucket. */
async function allKeys({ aws, cloud }: PressUnderTest): Promise<string[]> {
  const [accessKey, secretKey, name] = ['AKIALISTER0000000001', 'a-secret-of-the-lister', 'lister'];
  const role = `arn:aws:iam::${cloud.place.account}:role/${name}`;
  cloud.callers.set(accessKey, { accessKey, secretKey, name, role });
  cloud.policies.set(role, [{ Statement: [{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: '*' }] }]);
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const s3 = new S3Client({ endpoint: aws, region: cloud.place.region, credentials, forcePathStyle: true });
  const buckets = [...cloud.resources.values()].flatMap((one) =>
    one.type === 'AWS::S3::Bucket' ? one.identity.ref : [],
  );
  const lists = await Promise.all(buckets.map((Bucket) => s3.send(new ListObjectsV2Command({ Bucket }))));
  return lists.flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
}

const chart = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><script>alert(1)</script><rect width="300" height="300" fill="#c04020"/><text x="320" y="60" font-size="40">Rent, 1949</text></svg>`;

it('shows a drawing and a scan as WebP and PNG or JPEG, and serves neither as it came', async () => {
  const scan = await sharp({ create: { width: 1000, height: 700, channels: 3, background: '#204060' } })
    .toColourspace('cmyk')
    .tiff({ compression: 'lzw' })
    .toBuffer();
  const text =
    '---\ntitle: The rent book\n---\nIt rose: ![Rent from 1939](chart.svg)\n\n![The book](book.tiff)\n\n[The chart](chart.svg) alone.';
  const [receipt] = await press.handIn({ 'rent-book.md': text, 'chart.svg': chart, 'book.tiff': scan });
  expect(receipt?.state).toBe('done');
  expect(receipt?.notices).toMatchObject([
    { level: 'warning', file: 'chart.svg', text: expect.stringContaining('Movement and scripts') },
  ]);
  const page = await eventually(
    () => press.get('/articles/the-rent-book/'),
    ({ status }) => status === 200,
    30,
  );
  expect(page.text).toMatch(/width="600" height="300"/);
  expect(page.text).toMatch(/<a href="\/media\/[0-9a-f]{20}-960\.png">The chart<\/a>/);
  const paths = [...new Set(page.text.match(/\/media\/[a-z0-9./-]+/g))];
  expect(paths.map((path) => path.replace(/^.*-/, '')).sort()).toEqual(
    ['1000.webp', '1600.webp', '480.webp', '480.webp', '960.jpg', '960.png', '960.webp', '960.webp'].sort(),
  );
  for (const path of paths) {
    const { status, headers } = await press.get(path);
    expect([status, headers.get('content-type')], path).toEqual([
      200,
      expect.stringMatching(/^image\/(?:webp|png|jpeg)$/),
    ]);
  }
  const media = (await allKeys(press)).filter((key) => key.startsWith('media/'));
  expect(media.length).toBe(8);
  expect(media.filter((key) => !/\.(?:webp|png|jpg)$/.test(key))).toEqual([]);
}, 120_000);
