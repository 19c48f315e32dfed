// One page of every template: what the tests that cannot afford the whole site look at. `site.test.mjs` proves that
// each of these exists and that no folder of the site is missing here, so a new template brings its own row.

export const pages = [
  'index.html',
  'casussen/index.html',
  'casussen/haarlemmermeer/index.html',
  'lessen/index.html',
  'lessen/begin-met-een-kickstart/index.html',
  'bouwstenen/index.html',
  'bouwstenen/proefplek-op-de-werkvloer/index.html',
  'contextfactoren/index.html',
  'contextfactoren/krapte/index.html',
  'mechanismen/index.html',
  'mechanismen/vertrouwen-werkgever/index.html',
  'instrumenten/index.html',
  'instrumenten/proefplaatsing/index.html',
  'uitkomsten/index.html',
  'uitkomsten/betaald-werk/index.html',
  'doelgroepen/index.html',
  'doelgroepen/statushouders/index.html',
  'bronnen/index.html',
  'bronnen/klimaatwerk-2025/index.html',
  'bronnen/klimaatwerk-2025/configuraties/index.html',
  'configuraties/index.html',
  'configuraties/klim-wethouder-brengt-idee-vroeg-in/index.html',
  'matrix/index.html',
  'matrix/instrument-uitkomst/index.html',
  'matrix/mechanisme-uitkomst/vertrouwen-werkgever/index.html',
  'tegenspraak/index.html',
  'tegenspraak/2/index.html',
  'standhouders/index.html',
  'standhouders/2/index.html',
  'kennishiaten/index.html',
  'begrippen/index.html',
  'begrippen/jobcarving/index.html',
  'zoeken/index.html',
  'vergelijken/index.html',
  'vergelijken/via-spoor/index.html',
  'mijn-selectie/index.html',
  'verkennen/index.html',
  'verkennen/procesregie/werkende-samenwerking/index.html',
  'verwacht-en-gezien/index.html',
  'hulpmiddelen/index.html',
  'ketens/index.html',
  'past-dit-bij-ons/index.html',
  'over/index.html',
  '404.html',
];

// Lists and entries of one template say the same to the costly tests: these are left to the cheap ones.
const alike = [
  'bouwstenen/index.html',
  'contextfactoren/index.html',
  'mechanismen/index.html',
  'instrumenten/index.html',
  'instrumenten/proefplaatsing/index.html',
  'uitkomsten/index.html',
  'doelgroepen/index.html',
  'doelgroepen/statushouders/index.html',
  'bronnen/index.html',
  'bronnen/klimaatwerk-2025/configuraties/index.html',
  'matrix/instrument-uitkomst/index.html',
  'tegenspraak/2/index.html',
  'standhouders/2/index.html',
];

/** One page of every template, for the tests that take their time. */
export const templates = pages.filter((path) => !alike.includes(path));

// Free pages share one template; `over` stands for them all.
export const freePages = [
  'methode',
  'meeschrijven',
  'toegankelijkheid',
  'privacy',
  'een-leerwerktraject-opzetten',
  'leesroute-beleidsadviseur',
  'leesroute-bestuurder',
  'leesroute-klantmanager',
  'leesroute-projectleider',
  'leesroute-werkgever',
];

// The pages that a test follows by name.
export const start = 'index.html';
export const caseList = 'casussen/index.html';
export const fullCase = 'casussen/haarlemmermeer/index.html';
export const source = 'bronnen/klimaatwerk-2025/index.html';
export const searchPage = 'zoeken/index.html';
