import { type ServerResponse } from 'node:http';
import { Controller, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../endpoints/endpoint.decorator.js';
import { STREAM_PATH } from '../../endpoints/paths.js';
import { type RoutedRequest } from '../../http/routed-request.js';
import { OpensStream } from './opens-stream.decorator.js';
import { STREAM } from './stream.description.js';
import { StreamService } from './stream.service.js';

@ApiTags('Events')
@Controller()
export class StreamController {
  constructor(private readonly streams: StreamService) {}

  /** Takes the response over: the service writes to its socket. */
  @Endpoint({
    method: 'GET',
    path: STREAM_PATH,
    access: 'stream',
    reach: 'outside',
    purpose: 'Follow events over SSE.',
    described: STREAM,
  })
  @OpensStream()
  open(@Req() request: RoutedRequest, @Res() response: ServerResponse): void {
    this.streams.open(request, response);
  }
}
