import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Form = Awaited<ReturnType<typeof createPresignedPost>>;

/** A place that takes signed forms. */
export interface TakesForms {
  client: S3Client;
  bucket: string;
  /** What is stored at a key, with its type. */
  read(key: string): Promise<{ text: string; type: string } | undefined>;
  /** Lets time pass, or waits. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

const key = 'manuscripts/01/0';
const text = 'The rent strike of 1949';

/** What the press relies on when it lets people hand in files straight to S3. */
export function signedFormContract(open: () => Promise<TakesForms>): void {
  let store: TakesForms;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const sign = (changes: Partial<PresignedPostOptions> = {}) =>
    createPresignedPost(store.client, {
      Bucket: store.bucket,
      Key: key,
      Fields: { 'Content-Type': 'text/markdown' },
      Conditions: [['content-length-range', 10, 100]],
      Expires: 60,
      ...changes,
    });

  describe('takes a form', () => {
    it('that keeps to its policy, and stores file and type', async () => {
      const answer = await post(await sign(), {}, text);
      expect(answer.status).toBe(204);
      expect(await store.read(key)).toEqual({ text, type: 'text/markdown' });
    });

    it('and answers with the status it asks for', async () => {
      const Fields = { 'Content-Type': 'text/markdown', success_action_status: '201' };
      const answer = await post(await sign({ Fields }), {}, text);
      expect(answer).toMatchObject({ status: 201, body: expect.stringContaining(`<Key>${key}</Key>`) });
      expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
    });

    it('and sends the browser where it wants to go', async () => {
      const Fields = {
        'Content-Type': 'text/markdown',
        success_action_redirect: 'https://press.example/thanks',
      };
      const answer = await post(await sign({ Fields }), {}, text);
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toContain(
        `https://press.example/thanks?bucket=${store.bucket}&key=`,
      );
    });

    it('whose key takes the name of the file', async () => {
      const form = await sign({ Key: 'pictures/02/${filename}' });
      expect(await post(form, {}, text, 'folder/harbour $& 1949.md')).toMatchObject({ status: 204 });
      expect(await store.read('pictures/02/harbour $& 1949.md')).toMatchObject({ text });
    });

    it('whose type only has to start as the policy says', async () => {
      const form = await sign({ Fields: {}, Conditions: [['starts-with', '$Content-Type', 'image/']] });
      expect(await post(form, { 'Content-Type': 'image/webp' }, text)).toMatchObject({ status: 204 });
      expect(await post(form, { 'Content-Type': 'text/html' }, text)).toMatchObject(denied);
    });

    it('with a field that is to be ignored', async () => {
      expect(await post(await sign(), { 'x-ignore-button': 'Send' }, text)).toMatchObject({ status: 204 });
    });

    it('of as many bytes as allowed, and of as few', async () => {
      expect(await post(await sign(), {}, 'x'.repeat(100))).toMatchObject({ status: 204 });
      expect(await post(await sign(), {}, 'x'.repeat(10))).toMatchObject({ status: 204 });
    });
  });

  const denied = { status: 403, code: 'AccessDenied' };

  describe('refuses a form', () => {
    it('with another key', async () => {
      expect(await post(await sign(), { key: 'manuscripts/01/1' }, text)).toMatchObject(denied);
      expect(await store.read('manuscripts/01/1')).toBeUndefined();
    });

    it('with another type', async () => {
      expect(await post(await sign(), { 'Content-Type': 'text/html' }, text)).toMatchObject(denied);
    });

    it('without the type that was signed', async () => {
      const form = await sign();
      delete form.fields['Content-Type'];
      expect(await post(form, {}, text)).toMatchObject(denied);
    });

    it('that is too long', async () => {
      const answer = await post(await sign(), {}, 'x'.repeat(101));
      expect(answer).toMatchObject({ status: 400, code: 'EntityTooLarge' });
    });

    it('that is too short', async () => {
      const answer = await post(await sign(), {}, 'x'.repeat(9));
      expect(answer).toMatchObject({ status: 400, code: 'EntityTooSmall' });
    });

    it('with a field that no condition covers', async () => {
      const answer = await post(await sign(), { 'Cache-Control': 'max-age=31536000' }, text);
      expect(answer).toMatchObject({
        ...denied,
        body: expect.stringContaining('Extra input fields: cache-control'),
      });
    });

    it('with a policy that was changed', async () => {
      const form = await sign();
      const policy = JSON.parse(Buffer.from(form.fields.Policy ?? '', 'base64').toString());
      policy.conditions = policy.conditions.filter((one: unknown) => !Array.isArray(one));
      const Policy = Buffer.from(JSON.stringify(policy)).toString('base64');
      expect(await post(form, { Policy }, text)).toMatchObject(wrongSignature);
    });

    it('with a signature that was changed', async () => {
      const form = await sign();
      const signature = form.fields['X-Amz-Signature'] ?? '';
      const changed = (signature.startsWith('0') ? '1' : '0') + signature.slice(1);
      expect(await post(form, { 'X-Amz-Signature': changed }, text)).toMatchObject(wrongSignature);
    });

    it('without a policy', async () => {
      const form = await sign();
      delete form.fields.Policy;
      expect(await post(form, {}, text)).toMatchObject(denied);
    });

    it('without a signature', async () => {
      const form = await sign();
      delete form.fields['X-Amz-Signature'];
      expect(await post(form, {}, text)).toMatchObject({ status: 400, code: 'InvalidArgument' });
    });

    it('of an unknown signer', async () => {
      const form = await sign();
      const credential = form.fields['X-Amz-Credential']?.replace(/^[^/]+/, 'AKIANOBODY0000000000') ?? '';
      const answer = await post(form, { 'X-Amz-Credential': credential }, text);
      expect(answer).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
    });

    it('without a file', async () => {
      const form = await sign();
      expect(await send(form, formData(form, {}))).toMatchObject({ status: 400, code: 'InvalidArgument' });
    });

    it('without a key', async () => {
      const form = await sign();
      delete form.fields.key;
      expect(await post(form, {}, text)).toMatchObject({ status: 400, code: 'InvalidArgument' });
    });

    it('that is no multipart form', async () => {
      const form = await sign();
      const answer = await send(form, new URLSearchParams(form.fields));
      expect(answer).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    });

    it('that comes after its time', async () => {
      const form = await sign({ Expires: 1 });
      await store.pass(2);
      const answer = await post(form, {}, text);
      expect(answer).toMatchObject({ ...denied, body: expect.stringContaining('Policy expired') });
    });
  });

  const wrongSignature = { status: 403, code: 'SignatureDoesNotMatch' };
}

function post(form: Form, changes: Record<string, string>, content: string, name = 'rent-strike.md') {
  const data = formData(form, changes);
  data.append('file', new Blob([content], { type: 'application/octet-stream' }), name);
  return send(form, data);
}

function formData(form: Form, changes: Record<string, string>): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries({ ...form.fields, ...changes })) data.append(field, value);
  return data;
}

async function send(form: Form, body: FormData | URLSearchParams) {
  const response = await fetch(form.url, { method: 'POST', body, redirect: 'manual' });
  const answer = await response.text();
  const [, code] = /<Code>(\w+)<\/Code>/.exec(answer) ?? [];
  return { status: response.status, headers: response.headers, body: answer, code };
}
