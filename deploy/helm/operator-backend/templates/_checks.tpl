{{/* What values.schema.json cannot say. Fails with every fault at once. */}}
{{- define "operator-backend.check" -}}
{{- $faults := list -}}
{{- $given := include "operator-backend.secrets" . | fromJson -}}
{{- if not (or (pick $given "VX11_OPERATOR_TOKEN_FILE" "VX11_GATEWAY_TOKEN_FILE" "VX11_TENTACULO_LINK_TOKEN_FILE" "VX11_PRINCIPAL_TOKEN_FILE" "VX11_PRINCIPALS_FILE") .Values.settings.VX11_JWT_ISSUER) }}
{{- $faults = append $faults "credentials, principalsFile, settings.VX11_JWT_ISSUER: without one of them nobody can call" }}
{{- end }}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) }}
{{- $faults = append $faults "autoscaling.minReplicas: is more than autoscaling.maxReplicas" }}
{{- end }}
{{- if and .Values.httpRoute.enabled (not .Values.nginx.gatewayNetworks) }}
{{- $faults = append $faults "nginx.gatewayNetworks: is empty, so all clients would share the limits of the gateway's address" }}
{{- end }}
{{- if and .Values.redis.sentinelPassword.value (not .Values.redis.sentinels) }}
{{- $faults = append $faults "redis.sentinelPassword: there are no redis.sentinels" }}
{{- end }}
{{- if $faults }}{{ fail (printf "\n%s" (join "\n" $faults)) }}{{ end }}
{{- end }}
