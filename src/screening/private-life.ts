// Finds what is told of somebody's life: illness, pay, home, and the numbers by which an office knows a person. Only of
// a person: a full name, or he and she. Machines are sick and services earn money too.

import { type Hit, hits } from './finding.ts'

const of = (sort: string, says: string) => ({ sort, severity: 'high', says }) as const
const illness = of('health', 'It tells something about a person’s health.')
const pay = of('pay', 'It tells what a person is paid.')
const home = of('home', 'It tells where a person lives.')
const papers = of('identity', 'It contains what looks like the number of a person’s identity papers.')

const person =
  "(?<![\\w.-])(?:[Hh]e|[Ss]he|(?:[Hh]is|[Hh]er) (?:wife|husband|son|daughter|mother|father|child|partner)|[A-ZÄÖÜ][a-zäöüéèß'’-]{1,20} [A-ZÄÖÜ][a-zäöüéèß'’-]{1,24}|(?:[Mm]y|[Oo]ur) (?:colleague|boss|manager|neighbou?r))"
/** A first name alone is a person when it stands before what only people do. */
const personOrName = `(?:${person}|(?<![\\w.-])[A-ZÄÖÜ][a-zäöüéèß]{2,20})`

const conditions =
  '(?:slipped disc|chemo(?:therapy)?|cancer|tumou?r|diabet(?:es|ic)|depress(?:ion|ed)|burn-?out|pregnan(?:t|cy)|miscarriage|HIV|epilep(?:sy|tic)|asthma|dementia|autis(?:m|tic)|ADHD|bipolar|anxiety disorder|panic attacks?|heart attack|stroke|surgery|painkillers|antidepressants|rehab|addict(?:ion|ed)|alcoholic|multiple sclerosis|migraines?|long covid|therapy|psychiatr\\w{1,6}|disabilit(?:y|ies)|infertil\\w{1,4}|transplant|Krebs|Bandscheibenvorfall|Depressionen?|schwanger)'
const street =
  '(?:\\d{1,4}[a-z]? (?:[A-Z][a-zéè]{1,20} ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Close|Way|Court|Square|Terrace|Place)\\b|(?:(?:Am|An|Im|Auf|Zum|Zur|In) (?:der |den |dem )?)?[A-ZÄÖÜ][a-zäöüß]{2,24}(?: ?(?:straße|strasse|str\\.|weg|platz|allee|gasse))? \\d{1,4}[a-z]?\\b)'

/** The American social security number has numbers that are never given out; parts of machines have the same dashes. */
const social = '(?<![\\w-])(?!000|666|9\\d\\d)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}(?![\\w-])'
const office = '(?:SSNs?|ssn|[Ss]ocial [Ss]ecurity|W-?[249]|I-9|1099|[Pp]ayroll|[Tt]axpayer|TIN|HR)'

const shapes: readonly (readonly [RegExp, ReturnType<typeof of>])[] = [
  [
    new RegExp(
      `${person}\\s(?:is|was|has|had|hat|ist|has been|had been|suffers?|takes|went|got|leidet)\\b[^\\n.;!?]{0,70}?\\b${conditions}(?!\\w)`,
      'g',
    ),
    illness,
  ],
  [
    new RegExp(`${person}\\s(?:is off|is out|is away|was away)\\b[^\\n.;!?]{0,90}?\\b${conditions}(?!\\w)`, 'g'),
    illness,
  ],
  [
    new RegExp(
      `${personOrName}\\s(?:gets|earns|makes|is paid|got paid|verdient|bekommt)\\s(?:about |around |only |just )?(?:[€$£]\\s?)?\\d{1,3}(?:[.,]?\\d{3}|k)\\b(?: ?(?:€|\\$|£|euros?|EUR|USD|dollars|pounds|a year|per year|a month|im Jahr|im Monat)){1,2}`,
      'g',
    ),
    pay,
  ],
  [
    new RegExp(`${personOrName}\\s(?:lives?|lived|is staying|wohnt)\\s[^\\n.;!?]{0,50}?(?<![\\w-])${street}`, 'g'),
    home,
  ],
  [
    /(?<![\w-])(?:[Pp]assport|PASSPORT|[Ii]dentity card|ID card|[Dd]riv(?:ing|er['’]?s?) licen[cs]e|Reisepass|Personalausweis|Führerschein)(?: (?:no\.?|number|nr\.?|Nummer))?(?: is)?[ :#]{1,3}(?=[A-Z0-9]{0,8}\d)[A-Z0-9]{6,16}(?!\w|\.\w)/g,
    papers,
  ],
  [new RegExp(`(?<=\\b${office}\\b[^\\n]{0,120})${social}|${social}(?=[^\\n]{0,80}\\b${office}\\b)`, 'g'), papers],
]

export function privateLife(text: string): readonly Hit[] {
  return shapes.flatMap(([shape, as]) => hits(text, shape, as))
}
