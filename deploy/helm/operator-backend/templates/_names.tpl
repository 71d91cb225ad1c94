{{/* Name of everything that this release makes; at most 52 characters, which leaves room for the longest ending. */}}
{{- define "operator-backend.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Labels that select the pods of one part. Takes a list: the chart's scope and the part. */}}
{{- define "operator-backend.selector" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* All labels of an object of one part. Takes the same list. */}}
{{- define "operator-backend.labels" -}}
{{- $scope := index . 0 -}}
{{ include "operator-backend.selector" . }}
app.kubernetes.io/version: {{ $scope.Values.image.tag | default $scope.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ $scope.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $scope.Chart.Name $scope.Chart.Version | replace "+" "_" | trunc 63 }}
{{- end }}

{{/* repository:tag, or repository@digest where there is one. Takes a list: the image's values and the tag if they have none. */}}
{{- define "operator-backend.image" -}}
{{- $image := index . 0 -}}
{{- if $image.digest }}{{ $image.repository }}@{{ $image.digest }}
{{- else }}{{ $image.repository }}:{{ $image.tag | default (index . 1) }}
{{- end }}
{{- end }}

{{/* A value as text; a whole number stays one, however large. */}}
{{- define "operator-backend.plain" -}}
{{- if kindIs "float64" . }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}
