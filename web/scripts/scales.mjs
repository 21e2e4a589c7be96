// Stands between a browser and the server and weighs what goes through, whoever asks for it: the page or its workers.

import { createServer, request } from 'node:http';

/** Everything of `address` under an address of its own; `weight()` tells the bytes of bodies so far, as they are sent. */
export async function scales(address) {
  const to = new URL(address);
  const weights = new Map();
  const server = createServer((asked, answer) => {
    const path = asked.url.replace(/\?.*/, '');
    const passed = request({ host: to.hostname, port: to.port, path: asked.url, method: asked.method, headers: { ...asked.headers, host: to.host } }, (found) => {
      answer.writeHead(found.statusCode, found.headers);
      found.on('data', (chunk) => weights.set(path, (weights.get(path) ?? 0) + chunk.length));
      found.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sum = (pick) => [...weights].filter(([path]) => pick(path)).reduce((total, [, n]) => total + n, 0);
  const isAnswer = (path) => path.startsWith('/api/');
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    weight: () => ({ page: sum((path) => !isAnswer(path)), answers: sum(isAnswer) }),
    files: () => [...weights].toSorted((a, b) => b[1] - a[1]),
    stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}
