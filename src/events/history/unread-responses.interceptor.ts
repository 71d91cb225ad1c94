import { type ServerResponse } from 'node:http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { type RoutedRequest } from '../../http/routed-request.js';
import { Problem } from '../../problems/problem.js';
import { MemoryBudget } from '../../streaming/memory-budget.js';

/** Histories of one principal that may be open at one instance, from the request until the client has read the response. */
export const HISTORIES_AT_ONCE = 100;

/** Bounds the responses that clients have not read yet: their number for one principal, their age, and their bytes. */
@Injectable()
export class UnreadResponses implements NestInterceptor<string, string> {
  /** How long a client may read nothing of its response, ms. */
  private readonly unreadMs: number = 30_000;
  private readonly open = new Map<string, number>();

  constructor(private readonly budget: MemoryBudget) {}

  intercept(context: ExecutionContext, next: CallHandler<string>): Observable<string> {
    const request = context.switchToHttp().getRequest<RoutedRequest>();
    const response = context.switchToHttp().getResponse<ServerResponse>();
    const principal = request.context.principal?.name ?? '';
    const open = this.open.get(principal) ?? 0;
    if (open >= HISTORIES_AT_ONCE) {
      throw new Problem('rate_limited', 'Read the answers that are due first.', {
        retryAfterSeconds: 1,
        limit: { policy: 'histories', quota: HISTORIES_AT_ONCE, unit: 'concurrent-requests' },
      });
    }
    this.open.set(principal, open + 1);
    whenOver(request, response, () => this.open.set(principal, this.open.get(principal)! - 1));
    return next.handle().pipe(tap((text) => this.hold(text, principal, request, response)));
  }

  private hold(text: string, principal: string, request: RoutedRequest, response: ServerResponse): void {
    if (request.socket.destroyed) return;
    const piece = this.budget.hold({ buffer: { byteLength: Buffer.byteLength(text) } });
    const cut = () => {
      release();
      request.socket.resetAndDestroy();
    };
    const holder = { principal, share: piece.memory.byteLength, cut };
    const release = whenOver(request, response, () => {
      this.budget.leave(holder);
      this.budget.release(piece);
    });
    this.budget.enter(holder);
    // The socket's timeout in node: it restarts whenever the kernel takes bytes, and destroys the socket when it expires.
    response.setTimeout(this.unreadMs);
  }
}

/**
 * Calls `act` once: when the response was taken, when its connection is closed, or when the function that it returns is called. node does
 * not tell a response that waits behind another one when their connection closes.
 */
function whenOver({ socket }: RoutedRequest, response: ServerResponse, act: () => void): () => void {
  let done = false;
  const over = () => {
    if (done) return;
    done = true;
    response.off('close', over);
    socket.off('close', over);
    act();
  };
  response.on('close', over);
  socket.on('close', over);
  return over;
}
