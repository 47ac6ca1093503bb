import { createServer } from 'node:http'

/** The floor: a bare server that answers every request with one constant body; its parent says of which size and type. */
let body = Buffer.alloc(0)
let type = 'text/plain'

const server = createServer((request, response) => {
  if (request.method === 'GET') return answer(response)
  request.resume().once('end', () => answer(response))
})

process.on('message', (wanted) => {
  body = Buffer.alloc(wanted.size, 'x')
  type = wanted.type
  process.send('ready')
})
process.once('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole group of the terminal: the parent says when to end
process.on('SIGINT', () => undefined)
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))

function answer(response) {
  response.setHeader('Content-Type', type)
  response.end(body)
}
