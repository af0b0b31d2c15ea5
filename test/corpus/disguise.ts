// How a text hides, breaks or shortens a secret: {{slack-bot|split}}, {{aws-secret|base64}}. A shortened one is no secret
// any more; every other disguise can be undone by whoever reads the text.

const invisible = '\u200b'

export const disguises: { readonly [name: string]: (secret: string) => string } = {
  base64: (secret) => Buffer.from(secret).toString('base64'),
  url: (secret) => encodeURIComponent(secret).replaceAll('-', '%2D').replaceAll('_', '%5F'),
  'zero-width': (secret) => inTwo(secret).join(invisible),
  split: (secret) => inTwo(secret).join('\n'),
  continued: (secret) => inTwo(secret).join('\\\n    '),
  joined: (secret) => inTwo(secret).join("' + '"),
  indented: (secret) => secret.replaceAll('\n', '\n    '),
  quoted: (secret) => secret.replaceAll('\n', '\n> '),
  escaped: (secret) => secret.replaceAll('\n', '\\n'),
  'first-half': (secret) => inTwo(secret)[0],
  'second-half': (secret) => inTwo(secret)[1],
  last4: (secret) => secret.slice(-4),
  masked: (secret) => `${secret.slice(0, 4)}${'*'.repeat(12)}`,
  'first-line': (secret) => secret.split('\n', 1).join(''),
}

/** These leave nothing that could be used: a text with only such a remainder holds no secret. */
export const shortening = ['last4', 'masked', 'first-line']

function inTwo(secret: string): readonly [string, string] {
  const middle = Math.floor(secret.length / 2)
  return [secret.slice(0, middle), secret.slice(middle)]
}
