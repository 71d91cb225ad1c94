{{/* Egress to name servers, wherever the cluster has them. */}}
{{- define "operator-backend.dns" -}}
- ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
{{- end }}
