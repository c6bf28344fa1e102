// Runs in CloudFront before its cache is asked: one address a page, and the name its file has in the bucket.
// Plain JavaScript, as CloudFront Functions understands it; no modules.

function handler(event) {
  var request = event.request;
  // A browser reads "//other.example/" as another host: no answer of ours may begin like that.
  var uri = request.uri.replace(/^[/\\]+/, '/');
  if (uri.indexOf('/api/') === 0) {
    // The API knows no path that ends in a slash, and readers know its front page by one.
    request.uri = uri === '/api/' ? '/api' : uri;
    return request;
  }
  var last = uri.slice(uri.lastIndexOf('/') + 1);
  if (last !== '' && last.indexOf('.') < 0) {
    return {
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      headers: { location: { value: uri + '/' } },
    };
  }
  request.uri = last === '' ? uri + 'index.html' : uri;
  return request;
}
