{{/*
The secrets that the instances get, as JSON: variable → { secret, key, file, value }. `secret` is the name of the Secret, `file`
the name of the mounted file. An entry without existingSecret and value is none.
*/}}
{{- define "operator-backend.secrets" -}}
{{- $values := .Values -}}
{{- $own := include "operator-backend.name" . -}}
{{- $found := dict -}}
{{- range $variable, $secret := dict
  "VX11_OPERATOR_TOKEN_FILE" $values.credentials.operator
  "VX11_GATEWAY_TOKEN_FILE" $values.credentials.gateway
  "VX11_TENTACULO_LINK_TOKEN_FILE" $values.credentials.tentaculoLink
  "VX11_PRINCIPAL_TOKEN_FILE" $values.credentials.principal
  "VX11_PRINCIPALS_FILE" $values.principalsFile
  "REDIS_URL_FILE" $values.redis.url
  "REDIS_SENTINEL_PASSWORD_FILE" $values.redis.sentinelPassword
  "NODE_EXTRA_CA_CERTS" $values.redis.authority
}}
{{- $file := $variable | lower | replace "_" "-" | trimSuffix "-file" }}
{{- if $secret.existingSecret }}
{{- $_ := set $found $variable (dict "secret" $secret.existingSecret "key" $secret.key "file" $file) }}
{{- else if $secret.value }}
{{- $_ := set $found $variable (dict "secret" $own "key" $file "file" $file "value" $secret.value) }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}
