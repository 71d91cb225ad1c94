// Started before the service, where requests are to be traced: `node --import ./dist/tracing.js dist/main.js`. Everything is set by
// the variables of OpenTelemetry, `OTEL_…`.
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { SERVICE, VERSION } from './version.js';

const service = resourceFromAttributes({ 'service.name': SERVICE, 'service.version': VERSION });

if (process.env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true') {
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      resource: defaultResource()
        .merge(service)
        .merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
    }),
  );
}
