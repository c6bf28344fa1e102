import type { Line } from './line.ts';

/** What an article takes in bytes: rows with their indexes and revisions, its body, manuscript and pages. */
const bytesOf = { rows: 14_000, files: 60_000, pictures: 400_000 };
/** Every third article has a picture, in its variants. */
const pictured = 1 / 3;
const gigabyte = 1e9;

/** What it costs a month to keep so many articles, read or not. */
export function kept(articles: number): Line[] {
  const rows = (articles * bytesOf.rows) / gigabyte;
  const files = (articles * (bytesOf.files + bytesOf.pictures * pictured)) / gigabyte;
  return [
    { what: `rows of ${articles} articles`, of: 'dynamodb:gigabyte-month', amount: rows },
    { what: 'the same for setting the table back', of: 'dynamodb:recovery-gigabyte-month', amount: rows },
    { what: 'their files, pictures and pages', of: 's3:gigabyte-month', amount: files },
  ];
}
