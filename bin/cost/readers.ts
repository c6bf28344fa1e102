import counted from './calls.json' with { type: 'json' };
import type { Line } from './line.ts';

/** A visit looks at so many pages; styles and typefaces come with the first and stay in the browser. */
const pagesAVisit = 2;
/** One page in three shows a picture that the reader has not seen. */
const pictures = { requests: 1 / 3, bytes: 60_000 };

/** What so many page views cost at most: none of them finds its page kept at the edge. */
export function readers(views: number): Line[] {
  const { page, assets } = counted.weights;
  const visits = views / pagesAVisit;
  const requests = views * (1 + pictures.requests) + visits * assets.requests;
  const bytes = views * (page.bytes + pictures.requests * pictures.bytes) + visits * assets.bytes;
  return [
    { what: `requests of ${views} page views`, of: 'cloudfront:request', amount: requests },
    { what: 'their bytes', of: 'cloudfront:gigabyte', amount: bytes / 1e9 },
    { what: 'addresses tidied at the edge', of: 'cloudfront:function', amount: views },
    { what: 'pages fetched from the bucket', of: 's3:get', amount: views },
  ];
}
