// A bucket for tests: takes PutObject, and checks the signature by itself (AWS Signature Version 4).
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';

const hash = (data) => createHash('sha256').update(data).digest('hex');
const mac = (key, data) => createHmac('sha256', key).update(data).digest();

function faultOf(request, body, { key, secret, token, region }) {
  const sent = request.headers.authorization?.match(
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/);
  if (!sent) return 'AuthorizationHeaderMalformed';
  const [, who, day, where, names, signature] = sent;
  if (who !== key) return 'InvalidAccessKeyId';
  if (where !== region) return 'AuthorizationHeaderMalformed';
  if (request.headers['x-amz-content-sha256'] !== hash(body)) return 'XAmzContentSHA256Mismatch';
  const signed = names.split(';');
  for (const must of ['host', 'x-amz-date', 'x-amz-content-sha256', 'content-type']) if (!signed.includes(must)) return `Unsigned-${must}`;
  if ((request.headers['x-amz-security-token'] ?? undefined) !== token || (token && !signed.includes('x-amz-security-token'))) return 'InvalidToken';
  const canonical = [request.method, request.url, '', ...signed.map((name) => `${name}:${request.headers[name].trim()}`), '', names, hash(body)].join('\n');
  const time = request.headers['x-amz-date'];
  if (!time.startsWith(day) || Math.abs(Date.now() - Date.parse(time.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'))) > 300e3) return 'RequestTimeTooSkewed';
  const scope = `${day}/${region}/s3/aws4_request`;
  const signing = [day, region, 's3', 'aws4_request'].reduce(mac, `AWS4${secret}`);
  const expected = mac(signing, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  return expected === signature ? undefined : 'SignatureDoesNotMatch';
}

// `answers`: statuses for the next requests, before they are looked at; 0 drops the connection.
export async function startBucket(account) {
  const bucket = { objects: new Map(), requests: [], answers: [], account };
  const server = createServer((request, reply) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces);
      bucket.requests.push({ url: request.url, headers: request.headers });
      const planned = bucket.answers.shift();
      if (planned === 0) return request.socket.destroy();
      const fault = faultOf(request, body, bucket.account);
      const refuse = (status, code) => reply.writeHead(status, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
      if (planned) return refuse(planned, `Planned${planned}`);
      if (fault) return refuse(403, fault);
      if (request.headers['if-none-match'] === '*' && bucket.objects.has(request.url)) return refuse(412, 'PreconditionFailed');
      bucket.objects.set(request.url, { body, headers: request.headers });
      return reply.writeHead(200).end();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  bucket.url = `http://127.0.0.1:${server.address().port}`;
  bucket.stop = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return bucket;
}
