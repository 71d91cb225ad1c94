{{/* Up at once, down slowly: every instance that goes sends its streams to the others. */}}
{{- define "operator-backend.behavior" -}}
scaleUp:
  stabilizationWindowSeconds: 0
  policies: [{ type: Pods, value: 2, periodSeconds: 60 }]
scaleDown:
  stabilizationWindowSeconds: {{ .Values.scaleDown.waitSeconds }}
  policies: [{ type: Pods, value: 1, periodSeconds: {{ .Values.scaleDown.everySeconds }} }]
{{- end }}
