/**
 * Three shell lines that show the service working, to be pasted as they are.
 * @param header how curl is given the credential, such as `@/tmp/x/credential.header`
 */
export function firstSteps(baseUrl: string, header: string): string {
  const events = `${baseUrl}/operator/api/events`;
  const event = '{"event_type":"demo.hello","module":"shell","severity":"info","summary":"Hello from the shell"}';
  return [
    '',
    'See it work, with these three lines in another terminal:',
    '',
    `TOKEN=$(curl -s -X POST -H ${header} ${events}/sse-token | cut -d'"' -f4)`,
    `curl -sN "${events}/stream?token=$TOKEN" &`,
    `curl -s -X POST -H ${header} -H 'Content-Type: application/json' -d '${event}' ${events}`,
    '',
    '',
  ].join('\n');
}
