#!/bin/sh
# Prints what a healthy deployment looks like now, as Prometheus has it: sh deploy/baseline.sh | tee baseline.txt
#
# Of rates and durations the last five minutes, of all instances together. Compare two of them: sh deploy/baseline.sh | diff baseline.txt -
set -eu
cd "$(dirname "$0")/.."
show() { # name, expression
  value=$(docker compose exec -T prometheus promtool query instant http://127.0.0.1:9090 "$2" | sed -n 's/^.* => \(.*\) @.*$/\1/p')
  printf '%-32s %s\n' "$1" "${value:-none}"
}
show 'instances ready' 'sum(vx11_ready)'
show 'alerts firing' 'count(ALERTS{alertstate="firing"}) or vector(0)'
show 'streams open' 'sum(vx11_streams_open)'
show 'streams, share of the limit' 'round(max(vx11_streams_open / vx11_streams_max), 0.001)'
show 'tokens live' 'max(vx11_tokens_live)'
show 'tokens issued/s' 'round(sum(rate(vx11_tokens_issued_total[5m])), 0.01)'
show 'issuing p95, s' 'round(histogram_quantile(0.95, sum by (le) (rate(vx11_token_issue_duration_seconds_bucket[5m]))), 0.001)'
show 'tokens refused/s' 'round(sum(rate(vx11_token_redemptions_total{outcome!="redeemed"}[5m])), 0.01)'
show 'credentials refused/s' 'round(sum(rate(vx11_principal_failures_total[5m])), 0.01)'
show 'events published/s' 'round(sum(rate(vx11_events_published_total[5m])), 0.01)'
show 'delivery delay p99, s' 'round(histogram_quantile(0.99, sum by (le) (rate(vx11_delivery_delay_seconds_bucket[5m]))), 0.001)'
show 'gaps told/s' 'round(sum(rate(vx11_stream_gaps_total[5m])), 0.01)'
show 'cores of the busiest instance' 'round(max(rate(process_cpu_seconds_total{job="operator-backend"}[5m])), 0.01)'
show 'memory of the largest, MB' 'round(max(process_resident_memory_bytes{job="operator-backend"}) / 1e6)'
show 'memory of Redis, share' 'round(max(vx11_redis_memory_used_ratio), 0.001)'
