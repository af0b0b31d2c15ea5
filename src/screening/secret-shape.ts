// What the secrets of the services that we meet look like. A shape is a prefix that its maker chose so that it can be
// found, and a bounded run of letters. Secrets without such a shape are guessed in secrets.ts.

export type SecretShape = { readonly sort: string; readonly kind: string; readonly shape: RegExp }

const shape = (sort: string, kind: string, of: RegExp): SecretShape => ({ sort, kind, shape: of })

export const shapesOfSecrets: readonly SecretShape[] = [
  shape('own-token', 'an agent token of this gate', /\bcs_(?:sandbox|live)_[A-Za-z0-9]{8}_[\w-]{20,60}/g),
  shape(
    'private-key',
    'a private key',
    /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----(?=[\s\S]{0,400}?[A-Za-z0-9+/=]{24})[\s\S]{0,8000}?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  ),
  shape('private-key', 'a private key', /PuTTY-User-Key-File-\d:[\s\S]{0,4000}?Private-Lines[\s\S]{0,4000}/g),
  shape('private-key', 'a private key', /\bAGE-SECRET-KEY-1[0-9A-Z]{50,60}/g),
  shape('aws', 'an AWS key', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g),
  shape('github', 'a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{30,255}|\bgithub_pat_[A-Za-z0-9_]{22,255}/g),
  shape('gitlab', 'a GitLab token', /\bgl(?:pat|dt|ptt|soat|rt|cbt|ft|agent|imt|oas)-[\w.-]{20,200}/g),
  shape('slack', 'a Slack token', /\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,300}|\bxapp-\d-[A-Za-z0-9-]{20,300}/g),
  shape(
    'webhook',
    'the address of a webhook',
    /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{16,200}|\bdiscord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{10,24}\/[\w-]{20,100}|\boutlook\.office\.com\/webhook\/[\w@/-]{30,300}/g,
  ),
  shape('discord', 'a Discord bot token', /\b[MNO][A-Za-z\d_-]{22,27}\.[A-Za-z\d_-]{6,7}\.[A-Za-z\d_-]{27,42}/g),
  shape('stripe', 'a Stripe key', /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}|\bwhsec_[A-Za-z0-9+/=]{20,120}/g),
  shape('google', 'a Google key', /\bAIza[\w-]{33,40}|\bya29\.[\w-]{20,400}|\bGOCSPX-[\w-]{20,40}/g),
  shape(
    'model',
    'a key of a model provider',
    /\bsk-(?:ant-|proj-|svcacct-|admin-|or-v1-|None-)?[A-Za-z0-9_-]{20,250}/g,
  ),
  shape(
    'model',
    'a key of a model provider',
    /\b(?:hf_[A-Za-z0-9]{30,50}|gsk_[A-Za-z0-9]{40,60}|r8_[A-Za-z0-9]{30,50}|xai-[A-Za-z0-9]{40,100}|pplx-[A-Za-z0-9]{40,60})/g,
  ),
  shape(
    'registry',
    'a package registry token',
    /\bnpm_[A-Za-z0-9]{30,60}|\bpypi-[\w-]{40,300}|\brubygems_[0-9a-f]{40,60}|\bdckr_(?:pat|oat)_[\w-]{20,60}/g,
  ),
  shape(
    'mail',
    'a key of a mail service',
    /\bSG\.[\w-]{16,40}\.[\w-]{16,60}|\bkey-[0-9a-f]{32}\b|\bxkeysib-[0-9a-f]{40,80}-\w{10,20}/g,
  ),
  shape('twilio', 'a Twilio key', /\bSK[0-9a-f]{32}\b/g),
  shape('shop', 'a Shopify token', /\bshp(?:at|ca|pa|ss|tka)_[A-Fa-f0-9]{32}/g),
  shape(
    'cloud',
    'a cloud token',
    /\bdo[opr]_v1_[a-f0-9]{40,70}|\bdapi[a-f0-9]{32}|\bhv[sbr]\.[\w-]{20,200}|\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,90}|\bdp\.(?:pt|st|sa|ct|scim|audit)\.[\w.-]{30,80}|\bpscale_(?:tkn|pw|oauth)_[\w.-]{30,70}|\bsbp_[0-9a-f]{40}|\bsb_secret_[\w-]{20,60}|\bAccountKey=[A-Za-z0-9+/=]{40,100}|\b[\w~.-]{3}8Q~[\w~.-]{30,36}|\bHRKU-[\w-]{30,70}|\bFlyV1 fm\d_[A-Za-z0-9+/=,_-]{40,400}/g,
  ),
  shape(
    'service',
    'a token of a service',
    /\blin_(?:api|oauth)_[A-Za-z0-9]{32,64}|\bops_eyJ[\w-]{60,600}|\bglsa_[A-Za-z0-9]{30,34}_[0-9a-f]{8}|\bglc_eyJ[\w=+/-]{40,300}|\bNRAK-[A-Z0-9]{24,30}|\bsntry[su]_[\w+/=-]{40,300}|\bsq0(?:csp|atp)-[\w-]{22,50}|\bATATT3[\w=-]{60,250}|\bPMAK-[0-9a-f]{24}-[0-9a-f]{30,40}|\bfigd_[\w-]{30,60}|\bntn_[A-Za-z0-9]{40,60}|\bsecret_[A-Za-z0-9]{40,50}\b|\bpat[A-Za-z0-9]{14}\.[0-9a-f]{60,70}|\bCFPAT-[\w-]{40,50}|\bdd[pa]_[A-Za-z0-9]{30,50}|\bpul-[a-f0-9]{40}\b|\bbkua_[a-f0-9]{40}|\bphx_[A-Za-z0-9]{40,50}/g,
  ),
  // The first half of a token, of which the other half comes by another way.
  shape(
    'half',
    'a part of a token',
    /\b(?:xox[abeprs]-\d{8,14}-[\dA-Za-z-]{4,80}|gh[pousr]_[A-Za-z0-9]{14,29}|glpat-[\w-]{9,19}|npm_[A-Za-z0-9]{14,29}|sk-(?:proj|ant-api03)-[\w-]{12,}|sk_live_51[A-Za-z0-9]{12,}|SG\.[\w-]{16,22}|AIza[\w-]{14,32})(?![\w*…]|\.{2,3})/g,
  ),
  shape('telegram', 'a Telegram bot token', /(?<!\d)\d{8,10}:AA[\w-]{30,36}/g),
  shape('signed-token', 'a signed token', /\beyJ[\w-]{8,1500}\.eyJ[\w-]{8,1500}\.[\w-]{10,1500}/g),
  shape(
    'signed-address',
    'a signed address',
    /[?&](?:sig|signature|x-amz-signature|x-goog-signature)=[A-Za-z0-9%+/_=-]{30,300}/gi,
  ),
]
