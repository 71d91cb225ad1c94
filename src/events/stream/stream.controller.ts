import { type ServerResponse } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GuardedAsStream } from '../../endpoints/access.decorators.js';
import { type RoutedRequest } from '../../http/routed-request.js';
import { OpensStream } from './opens-stream.decorator.js';
import { DescribeStream } from './stream.description.js';
import { StreamService } from './stream.service.js';

@ApiTags('Events')
@Controller('operator/api/events')
export class StreamController {
  constructor(private readonly streams: StreamService) {}

  /** The response is taken over whole: what follows the guards is written to its socket. */
  @Get('stream')
  @GuardedAsStream()
  @OpensStream()
  @DescribeStream()
  open(@Req() request: RoutedRequest, @Res() response: ServerResponse): void {
    this.streams.open(request, response);
  }
}
