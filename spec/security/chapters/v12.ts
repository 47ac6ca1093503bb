import { absent, shown } from '../rows'

export const v12 = [
  shown('12.1.1', 'TLS 1.2 and 1.3 only', 'deployment/nginx: speaks %s and HTTP/2'),
  shown('12.1.2', 'Known ciphers only', 'tunnel/nginx.conf: ssl_ciphers'),
  absent('12.1.3', 'Certificates of clients are verified', 'clients have none'),
  shown(
    '12.2.1',
    'Nothing is answered in clear to people: the front leads to https',
    'deployment/nginx: leads from http to https under its own name',
  ),
  absent('12.2.2', 'The certificate is one that browsers trust', 'it is Cloudflare’s, or the operator’s behind nginx'),
  shown(
    '12.3.1',
    'Postgres, Redis and mail may all be spoken to over TLS, by their address',
    '.env.example: rediss://',
  ),
  shown('12.3.2', 'Certificates of servers are verified by Node, and nothing turns that off'),
  shown(
    '12.3.3',
    'The front and the site speak in a network of their own',
    'deployment/compose: opens the site to this machine only',
  ),
  absent(
    '12.3.4',
    'Certificates within are known ones',
    'there are none within: networks are closed, sockets have their owner',
  ),
]
