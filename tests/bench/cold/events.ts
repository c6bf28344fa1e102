/** The first event of a function, enough for it to make its first call to AWS. */
export function eventFor(name: string): unknown {
  switch (name) {
    case 'ingest-upload':
    case 'read-picture':
      return queued({
        detail: { object: { key: `${name === 'read-picture' ? 'pictures' : 'manuscripts'}/${upload}/0` } },
      });
    case 'plan-pages':
      return queued({
        'detail-type': 'Document Changed',
        detail: { slug: 'rent-strike', kind: 'article', after: trace },
      });
    case 'settle-terms':
      return queued({ detail: { slug: 'rent-strike', after: { lists: [{ list: 'tag#rent', sort: 'x' }] } } });
    case 'announce-again':
      return queued({ announce: { what: 'document', slug: 'rent-strike' } });
    case 'render-pages':
      return queued({ path: '/articles/rent-strike/' });
    case 'announce-change':
      return {
        Records: [
          {
            eventID: '1',
            eventName: 'INSERT',
            dynamodb: { SequenceNumber: '1', Keys: head, NewImage: image },
          },
        ],
      };
    case 'grant-scopes':
      return { request: { groupConfiguration: { groupsToOverride: ['editors'] } }, response: {} };
    default:
      return asked(name);
  }
}

const upload = '01JZZZZZZZZZZZZZZZZZZZZZZZ';
const trace = {
  revision: 1,
  status: 'published',
  entry: 'x',
  lists: [{ list: 'all', sort: '2026-01-01#rent-strike' }],
};
const head = { pk: { S: 'doc#rent-strike' }, sk: { S: 'head' } };
const image = {
  ...head,
  slug: { S: 'rent-strike' },
  kind: { S: 'article' },
  revision: { N: '1' },
  status: { S: 'published' },
  entry: { S: 'x' },
  order: { S: upload },
  originals: { M: {} },
  lists: { L: [] },
  fields: { M: { kind: { S: 'article' } } },
};

const queued = (body: object) => ({
  Records: [{ messageId: '1', body: JSON.stringify(body), attributes: { MessageGroupId: '1' } }],
});

/** A request of the HTTP API, by an editor. */
function asked(name: string) {
  const body =
    name === 'open-upload'
      ? { files: [{ name: 'a.md', type: 'text/markdown', bytes: 10 }] }
      : { reason: 'A mistake.' };
  const claims = { sub: 'edda', 'cognito:groups': '[editors]', scope: 'press/editor' };
  return {
    version: '2.0',
    rawPath: name === 'list-names' ? '/api/tags' : '/articles/rent-strike/',
    rawQueryString: '',
    routeKey: name === 'list-names' ? 'GET /api/tags' : '$default',
    headers: { 'content-type': 'application/json', 'x-broadside-origin': 'origin-secret' },
    pathParameters: { slug: 'rent-strike', id: upload },
    requestContext: {
      http: { method: 'GET', path: name === 'list-names' ? '/api/tags' : '/articles/rent-strike/' },
      authorizer: { jwt: { claims, scopes: ['press/editor'] } },
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}
