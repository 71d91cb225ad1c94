{{/* Seconds a pod has to end. What happens in them comes one after the other: preStop, then what ends the process, then a rest. */}}
{{- define "operator-backend.grace" -}}
{{- add (index . 0) (index . 1) 10 }}
{{- end }}

{{/*
Seconds until every nginx knows a new pod: an answer of the name server may be as old as it allows, and nginx looks in its own
intervals. Only then may the next old pod go.
*/}}
{{- define "operator-backend.knownAfter" -}}
{{- add .Values.nginx.nameTtlSeconds .Values.nginx.followSeconds }}
{{- end }}

{{/* Lets others hear that the pod is going before it stops listening. */}}
{{- define "operator-backend.preStop" -}}
preStop: { exec: { command: [sleep, {{ .Values.preStopSeconds | quote }}] } }
{{- end }}

{{/* Of a container. */}}
{{- define "operator-backend.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Of a pod. Takes the uid, which is also the group that its files belong to. */}}
{{- define "operator-backend.unprivileged" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{/* Where pods may run. Takes a list: the chart's scope and the part. */}}
{{- define "operator-backend.placement" -}}
{{- $scope := index . 0 -}}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - topologyKey: {{ $key }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: { matchLabels: {{ include "operator-backend.selector" $ | fromYaml | toJson }} }
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- with $scope.Values.pods }}
{{- with .nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .tolerations }}
tolerations: {{ toJson . }}
{{- end }}
{{- with .affinity }}
affinity: {{ toJson . }}
{{- end }}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}
{{- with $scope.Values.imagePullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- end }}
