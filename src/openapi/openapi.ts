import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../version.js';
import { HEADER_SCHEMES, TOKEN_SCHEME } from './credential-schemes.js';
import { SCHEMAS } from './schemas.js';
import { showBeginningOfStream } from './show-stream.js';

const ABOUT = `Events of the platform over Server-Sent Events.

A client trades its credential, in a header, for a token; the token opens one stream. Every answer other than success is
problem+json (RFC 9457) with a \`code\`; every answer carries \`X-Correlation-Id\`, which may be given in the request.`;

/** The API description, made from the routes of the running application. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const [principal, bearer] = HEADER_SCHEMES;
  const config = new DocumentBuilder()
    .setTitle('VX11 operator backend')
    .setDescription(ABOUT)
    .setVersion(VERSION)
    .setOpenAPIVersion('3.0.3')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-VX11-Token', description: 'A principal credential.' },
      principal,
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The same credential.' }, bearer)
    .addApiKey(
      { type: 'apiKey', in: 'query', name: 'token', description: 'A token: it opens one stream, once.' },
      TOKEN_SCHEME,
    )
    .build();
  const document = SwaggerModule.createDocument(app, config, { autoTagControllers: false });
  document.components = { ...document.components, schemas: { ...SCHEMAS } };
  return document;
}

/** Serves the description, and a page that shows it, at these paths. */
export function serveApiDescription(app: INestApplication, document: string, page: string): void {
  SwaggerModule.setup(page, app, () => describeApi(app), {
    jsonDocumentUrl: document,
    raw: ['json'],
    customSiteTitle: 'VX11 operator backend',
    swaggerOptions: { requestInterceptor: showBeginningOfStream },
  });
}
