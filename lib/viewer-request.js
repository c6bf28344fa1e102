// CloudFront's viewer-request function, run before the cache is asked: one address a page, and the key its object
// has in the bucket. CloudFront Functions runtime 2.0: plain JavaScript without modules or imports.

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it.
function handler(event) {
  const request = event.request;
  // A browser reads "//other.example/" as another host, so a Location header must not begin like that.
  const uri = request.uri.replace(/^[/\\]+/, '/');
  if (uri.startsWith('/api/')) {
    // Routes of the API have no trailing slash; its front page is addressed with one.
    request.uri = uri === '/api/' ? '/api' : uri;
    return request;
  }
  if (/^\/(events|newsletters)(\/|$)/.test(uri)) {
    // Rooms answer there, to forms and to mail programs too, which follow no redirect: each address is rewritten.
    request.uri = uri.replace(/\/+$/, '');
    return request;
  }
  if (!canBePage(uri)) return noPage();
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  if (last !== '' && !last.includes('.')) {
    return {
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      headers: { location: { value: `${uri}/${queryOf(request.querystring)}` } },
    };
  }
  request.uri = last === '' ? `${uri}index.html` : uri;
  return request;
}

// As it was asked, still percent-encoded; a parameter that is there twice stays twice.
function queryOf(parameters) {
  const pairs = Object.keys(parameters).flatMap((name) => {
    const { value, multiValue } = parameters[name];
    return (multiValue || [{ value }]).map((one) => (one.value === '' ? name : `${name}=${one.value}`));
  });
  return pairs.length ? `?${pairs.join('&')}` : '';
}

// Paths are made of slugs, years and names of files: ASCII letters, digits and "-._/", and letters of other scripts.
// A key of S3 has at most 1,024 bytes.
const impossible = /[^\w./\-\u0080-\uffff]/;
const longest = 1000;

function canBePage(uri) {
  const bytes = uri.replace(/%[0-9a-f]{2}/gi, '_').length;
  if (bytes > longest) return false;
  try {
    return !impossible.test(decodeURIComponent(uri));
  } catch (_notUtf8) {
    return false;
  }
}

// Answered here, such an address costs neither a look into the bucket nor a run of a function. The Content Security
// Policy allows this style by its hash (edge-policies.ts).
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Nothing stands here</title>
<style>
body { margin: 0; background: #fdfbf6; color: #1d1a16; font: 1.0625rem/1.55 Charter, Cambria, Georgia, serif }
main { max-width: 38rem; margin: 0 auto; padding: 3rem 1.5rem }
h1 { font-family: Rockwell, "Roboto Slab", Georgia, serif; line-height: 1.12 }
a { color: inherit }
</style>
<main>
<h1>Nothing stands here</h1>
<p>No page can have this address. Perhaps it was mistyped, or the link was wrong.</p>
<p><a href="/">The front page</a></p>
</main>
</html>
`;

function noPage() {
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: {
      'content-type': { value: 'text/html; charset=utf-8' },
      'cache-control': { value: 'no-store' },
    },
    body: page,
  };
}
