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
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  if (last !== '' && !last.includes('.')) {
    return {
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      headers: { location: { value: `${uri}/` } },
    };
  }
  request.uri = last === '' ? `${uri}index.html` : uri;
  return request;
}
