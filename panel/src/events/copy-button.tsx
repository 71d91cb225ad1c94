import { useState } from 'react';

/** Copies a text, and says whether it did. Without TLS browsers copy on localhost only. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [said, setSaid] = useState<string>();
  const copy = async () => {
    const copied = await navigator.clipboard?.writeText(text()).then(
      () => true,
      () => false,
    );
    setSaid(copied ? 'Copied' : 'Needs TLS');
    setTimeout(() => setSaid(undefined), 2_000);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  );
}
