import { expect, it } from 'vitest';
import { arrivalIn } from '../../../../functions/content/store/sqs-ingest-queue.ts';
import { aPng, markdown, Office } from '../an-office.ts';

it('asks for the upload once its last picture is there, and reads each once', async () => {
  const office = new Office();
  const text = markdown({ title: 'March' }, '![One](a.png) ![Two](b.png)');
  const { id, files } = await office.open({ 'march.md': text, 'a.png': aPng('a'), 'b.png': aPng('b') });
  const [manuscript, ...pictures] = files;
  if (manuscript) await office.tell(manuscript);
  for (const file of [...pictures, ...pictures, ...pictures]) await office.tell(file);
  expect(await office.receipt(id)).toMatchObject({
    state: 'done',
    documents: [{ revision: 1 }],
    notices: [],
  });
});

it('names a picture that is none, and takes the text without it', async () => {
  const office = new Office();
  const text = markdown({ title: 'March' }, '![One](a.png)');
  const receipt = await office.handIn({ 'march.md': text, 'a.png': Buffer.from('%PDF-1.7 not a picture') });
  expect(receipt.state).toBe('done');
  expect(receipt.notices.filter(({ level }) => level === 'error')).toMatchObject([{ file: 'a.png' }]);
});

it('leaves an upload alone that nobody knows', async () => {
  const office = new Office();
  await office.tell({ upload: '01HQ0000000000000000000009', number: 0, role: 'pictures' });
  await office.tell({ upload: '01HQ0000000000000000000009', number: 0, role: 'manuscripts' });
  expect(office.queued).toEqual([]);
});

it.each([
  ['{"upload":"01HQ0000000000000000000001"}', { what: 'upload', upload: '01HQ0000000000000000000001' }],
  [
    '{"detail-type":"Object Created","detail":{"object":{"key":"pictures/01HQ0000000000000000000001/7","size":1}}}',
    { what: 'file', file: { role: 'pictures', upload: '01HQ0000000000000000000001', number: 7 } },
  ],
  ['{"detail":{"object":{"key":"pictures/../7"}}}', { what: 'stranger', key: 'pictures/../7' }],
])('reads the message %s', (body, arrival) => {
  expect(arrivalIn(body)).toEqual(arrival);
});
