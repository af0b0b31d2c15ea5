// Finds data about a person: addresses, telephone numbers, cards and bank accounts. Numbers with a checksum are checked
// by it, and those that are printed in every manual are nobody's. Addresses and numbers are a note for the one who
// decides; cards, accounts and what is told of a life are a high risk.

import type { Hit } from './finding.ts'
import { privateLife } from './private-life.ts'

export function personal(text: string): readonly Hit[] {
  return [...mails(text), ...cards(text), ...accounts(text), ...phones(text), ...privateLife(text)]
}

/** Names that nobody reads mail under, and those that belong to a role. */
const nobody =
  /^(?:no-?reply|donotreply|git|hg|svn|user|username|name|you|someone|me)@|@(?:[\w-]{1,63}\.){0,3}(?:example|test|invalid|localhost)\b|@(?:[\w-]{1,63}\.){0,3}example\.(?:com|org|net|edu)$|@sha256|@users\.noreply\.|\.iam\.gserviceaccount\.com$/i
const role =
  /^(?:support|help|security|abuse|info|sales|admin|postmaster|hostmaster|webmaster|oncall|on-call|ops|devops|sre|team|contact|hello|billing|privacy|legal|press|jobs|careers|noc|alerts?|root|platform|infra|it|helpdesk|service|office)(?:[-+.][\w.-]{1,30})?@/i

function mails(text: string): Hit[] {
  const shape =
    /(?<![\w.+%/:-]|:\/\/[^\s/]{1,200})[A-Za-z0-9][\w.+%-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w@-]|:[\w~/])/g
  return found(
    text,
    shape,
    'mail',
    'note',
    'It contains somebody’s e-mail address.',
    (mail) => !nobody.test(mail) && !role.test(mail),
  )
}

function cards(text: string): Hit[] {
  const says = 'It contains what looks like the number of a payment card.'
  return found(text, /(?<![\d.,/-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\d-]|[.,]\d)/g, 'card', 'high', says, (match) => {
    const digits = match.replace(/\D/g, '')
    return (
      digits.length >= 13 &&
      digits.length <= 19 &&
      !specimens.has(digits) &&
      brand.test(digits) &&
      new Set(digits).size > 1 &&
      luhn(digits)
    )
  })
}

/** Of the test modes of payment providers, and of the standard and the articles on it. */
const specimens = new Set(
  '4242424242424242 4111111111111111 4000056655665556 4012888888881881 4000000000000002 4222222222222 5555555555554444 5105105105105100 2223003122003222 5200828282828210 378282246310005 371449635398431 6011111111111117 6011000990139424 30569309025904 38520000023237 3056930009020004 36227206271667 3566002020360505 6200000000000005 DE89370400440532013000 GB82WEST12345698765432 GB29NWBK60161331926819 GB33BUKB20201555555555 FR1420041010050500013M02606 NL91ABNA0417164300 CH9300762011623852957 AT611904300234573201 BE68539007547034 ES9121000418450200051332 IT60X0542811101000000123456'.split(
    ' ',
  ),
)

const brand =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d)\d{12}|35\d{14}|62\d{14,17})$/

export function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

function accounts(text: string): Hit[] {
  const says = 'It contains what looks like the number of a bank account.'
  return found(
    text,
    /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b/g,
    'iban',
    'high',
    says,
    (match) => !specimens.has(match.replaceAll(' ', '')) && iban(match.replaceAll(' ', '')),
  )
}

/** ISO 13616: the country and check digits go to the end, letters become numbers, and the remainder is 1. */
export function iban(account: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) return false
  const moved = account.slice(4) + account.slice(0, 4)
  let rest = 0
  for (const letter of moved) rest = Number(`${rest}${Number.parseInt(letter, 36)}`) % 97
  return rest === 1
}

function phones(text: string): Hit[] {
  const says = 'It contains what looks like a telephone number.'
  const abroad = /(?<![\w.+-])\+(?:[1-9]\d{0,2})(?:[ ./-]{0,2}\(?\d{1,4}\)?){2,6}(?![\w-])/g
  const near =
    /\b(?:call|phone|tel|mobile|cell|ring|text|reach(?:ed)?|dial|whatsapp|handy|mobil\w*|telefon|tél\w*|teléfono|móvil|portable|rückruf|anruf|appeler|llamar|fax)\b[^\n\d]{0,40}(?<digits>\(?0?\d{2,5}\)?(?:[ ./-]{1,2}\d{2,7}){1,5})(?![\w-])/gi
  const usual = /(?<![\w.+/-])\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}(?![\w.-]?\d)/g
  const long = (match: string) => {
    const digits = match.replace(/\D/g, '')
    // Numbers with 555-01 in front of the last two are kept free for stories.
    return digits.length >= 8 && digits.length <= 15 && !/55501\d\d$/.test(digits)
  }
  return [abroad, near, usual].flatMap((shape) => found(text, shape, 'phone', 'note', says, long))
}

function found(
  text: string,
  shape: RegExp,
  sort: string,
  severity: Hit['severity'],
  says: string,
  fits: (match: string) => boolean,
): Hit[] {
  return Array.from(text.matchAll(shape)).flatMap((match) =>
    fits(match[0]) ? [{ sort, severity, says, from: match.index, to: match.index + match[0].length }] : [],
  )
}
