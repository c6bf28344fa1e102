// Runs in CloudFront before its cache is asked: one address a page, and the name its file has in the bucket.
// A script of CloudFront Functions (runtime 2.0): plain JavaScript, no modules, nothing to import.

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it.
function handler(event) {
  const request = event.request;
  // A browser reads "//other.example/" as another host: no answer of ours may begin like that.
  const uri = request.uri.replace(/^[/\\]+/, '/');
  if (uri.startsWith('/api/')) {
    // The API knows no path that ends in a slash, and readers know its front page by one.
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
