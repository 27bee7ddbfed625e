// Certificates for tests, made on the spot: a minimal X.509 v3 in DER (RFC 5280), self-signed with P-256.
import { generateKeyPairSync, sign } from 'node:crypto';

export interface CertificateOptions {
  /** A DNS name or an IPv4 address that it is issued for. */
  readonly host: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const SEQUENCE = 0x30;
const SET = 0x31;

function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 0x80
      ? [content.length]
      : content.length < 0x100
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const OID = {
  commonName: bytes(0x06, 0x03, 0x55, 0x04, 0x03),
  subjectAltName: bytes(0x06, 0x03, 0x55, 0x1d, 0x11),
  basicConstraints: bytes(0x06, 0x03, 0x55, 0x1d, 0x13),
  ecdsaWithSha256: bytes(0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02),
};

const utcTime = (time: Date): Buffer =>
  tlv(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

/** PEM of the certificate and of its key. */
export function makeCertificate(options: CertificateOptions): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const day = 86_400_000;
  const name = tlv(
    SEQUENCE,
    tlv(SET, tlv(SEQUENCE, OID.commonName, tlv(0x0c, Buffer.from('plumbline test')))),
  );
  const isAddress = /^[\d.]+$/.test(options.host);
  const altName = isAddress
    ? tlv(0x87, bytes(...options.host.split('.').map(Number)))
    : tlv(0x82, Buffer.from(options.host));
  const extensions = tlv(
    0xa3,
    tlv(
      SEQUENCE,
      tlv(SEQUENCE, OID.subjectAltName, tlv(0x04, tlv(SEQUENCE, altName))),
      tlv(SEQUENCE, OID.basicConstraints, tlv(0x04, tlv(SEQUENCE, bytes(0x01, 0x01, 0xff)))),
    ),
  );
  const algorithm = tlv(SEQUENCE, OID.ecdsaWithSha256);
  const body = tlv(
    SEQUENCE,
    tlv(0xa0, bytes(0x02, 0x01, 0x02)),
    bytes(0x02, 0x01, 0x01),
    algorithm,
    name,
    tlv(
      SEQUENCE,
      utcTime(options.notBefore ?? new Date(Date.now() - day)),
      utcTime(options.notAfter ?? new Date(Date.now() + day)),
    ),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = tlv(SEQUENCE, body, algorithm, tlv(0x03, bytes(0), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
