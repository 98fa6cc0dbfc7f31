// A static server on loopback, as a publisher's would be: files below a path, 404.html for what is not there.
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8', '.json': 'application/json', '.atom': 'application/atom+xml',
}

// Serves folder below prefix, which begins and ends with "/". close() ends it.
export async function serve(folder, prefix) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    const send = (status, file) => {
      response.writeHead(status, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
      createReadStream(file).pipe(response)
    }
    if (!path.startsWith(prefix)) return response.writeHead(404).end()
    let file = join(folder, normalize('/' + path.slice(prefix.length)))
    if (path.endsWith('/')) file = join(file, 'index.html')
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) send(200, file)
    else send(404, join(folder, '404.html'))
  })
  await new Promise(listening => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${server.address().port}`
  return {
    url: origin + prefix,
    close: () => { server.closeAllConnections(); server.close() },
  }
}
