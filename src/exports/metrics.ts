// What another Nest application imports from '@vx11/operator-backend/metrics'.
export { prometheusObservers, type PrometheusOptions } from '../metrics/prometheus-observers.js';
