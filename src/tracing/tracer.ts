import { type ProxyTracerProvider, trace, type Tracer, type TracerProvider } from '@opentelemetry/api';
import { SERVICE, VERSION } from '../version.js';

/**
 * The tracer of the OpenTelemetry SDK that was started before the service, by `node --import`; undefined where there is none. The
 * API finds it also where the SDK brought another copy of the API.
 */
export function tracerOfSdk(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return isProxy(provider) ? provider.getDelegateTracer(SERVICE, VERSION) : provider.getTracer(SERVICE, VERSION);
}

/** Sends what has been recorded; nothing where there is no SDK, or one that cannot. */
export async function flushSdk(): Promise<void> {
  const provider = trace.getTracerProvider();
  const sdk = (isProxy(provider) ? provider.getDelegate() : provider) as { forceFlush?: () => Promise<void> };
  await sdk.forceFlush?.();
}

function isProxy(provider: TracerProvider): provider is ProxyTracerProvider {
  return 'getDelegateTracer' in provider;
}
