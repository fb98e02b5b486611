// The forms of a verdict before validators of other makers.
//
//     node validate.mjs ROOT DOCUMENTS FORM
//
// Every document of DOCUMENTS/FORM is held against what there is for that form. Before that, the validator must refuse
// each of a few documents that are broken on purpose: one that accepts everything would find nothing.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [root, documents, form] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

// -- validators: a function from a text to a list of complaints ---------------------------------------------------

async function schema(path, dialect) {
  const { default: formats } = await import('ajv-formats');
  const { default: module } = await import(dialect);
  const Ajv = module.default ?? module;
  // SARIF's schema has a pattern that is none with the flag `u`.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  (formats.default ?? formats)(ajv);
  const validate = ajv.compile(json(path));
  return (text) => {
    let value;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return [`not JSON: ${error.message}`];
    }
    return validate(value) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
  };
}

const own = (name) => schema(join(root, 'docs', name), 'ajv/dist/2020.js');
const here = (name) => schema(join(root, 'tests/validators', name), 'ajv/dist/2020.js');

// What GitHub asks of SARIF beyond the schema; an empty text counts as none.
function codeScanning(text) {
  const log = JSON.parse(text);
  const wrong = [];
  const need = (what, value, most) => {
    if (typeof value !== 'string' || value === '') wrong.push(`${what} is not there`);
    else if (value.length > most) wrong.push(`${what} is longer than ${most}`);
  };
  if (log.$schema === undefined) wrong.push('$schema is not there');
  if (log.runs.length !== 1) wrong.push('not one run');
  for (const run of log.runs) {
    const rules = run.tool.driver.rules;
    const ids = new Set();
    for (const rule of rules) {
      for (const key of ['shortDescription', 'fullDescription', 'help']) need(`${rule.id}: ${key}`, rule[key]?.text, 1024);
      if (ids.has(rule.id)) wrong.push(`two rules ${rule.id}`);
      ids.add(rule.id);
    }
    const prints = new Set();
    for (const result of run.results) {
      need(`${result.ruleId}: message`, result.message.text, 1024);
      if (rules[result.ruleIndex]?.id !== result.ruleId) wrong.push(`${result.ruleId}: ruleIndex ${result.ruleIndex} is another rule`);
      if (result.kind !== 'fail' && result.level !== 'none') wrong.push(`${result.ruleId}: kind ${result.kind} with level ${result.level}`);
      if (result.locations.length < 1) wrong.push(`${result.ruleId}: no location`);
      for (const { physicalLocation: at } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        if (/^([a-z]+:|\/)/i.test(at.artifactLocation.uri)) wrong.push(`${result.ruleId}: ${at.artifactLocation.uri} is not relative`);
        const region = at.region;
        if (region && (region.endLine < region.startLine || (region.endLine === region.startLine && region.endColumn <= region.startColumn)))
          wrong.push(`${result.ruleId}: the region ends before it begins: ${JSON.stringify(region)}`);
      }
      const print = result.partialFingerprints?.primaryLocationLineHash;
      need(`${result.ruleId}: primaryLocationLineHash`, print, 255);
      if (prints.has(print)) wrong.push(`${result.ruleId}: its fingerprint is another result's, too`);
      prints.add(print);
    }
  }
  return wrong;
}

// The ways in which a runner takes a line of a log for a command: `::name …::` behind white space, `##[name …]` anywhere.
function workflowCommands(text) {
  const wrong = [];
  const counts = { error: 0, warning: 0 };
  const allowed = new Set(['file', 'line', 'endLine', 'col', 'endColumn', 'title']);
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029\u0085]/)) {
    if (/##\[/.test(line)) wrong.push(`an old command: ${line}`);
    const command = /^\s*::([^\s:]*)(?: ([^:]*))?::/.exec(line);
    if (!command) {
      if (/^\s*::/.test(line)) wrong.push(`the beginning of a command: ${line}`);
      continue;
    }
    if (!['error', 'warning', 'notice'].includes(command[1])) wrong.push(`the command ${command[1]}: ${line}`);
    else counts[command[1]]++;
    for (const property of (command[2] ?? '').split(',')) {
      if (property && !allowed.has(property.split('=')[0])) wrong.push(`the property ${property}: ${line}`);
    }
    if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(line)) wrong.push(`a control character: ${line}`);
  }
  for (const [kind, count] of Object.entries(counts)) {
    if (count > 10) wrong.push(`${count} of ${kind}, and the runner shows ten`);
  }
  return wrong;
}

async function tap() {
  const { Parser } = await import('tap-parser');
  return (text) => {
    const wrong = [];
    const parser = new Parser({ strict: true });
    let results;
    parser.on('extra', (line) => wrong.push(`no TAP: ${line}`));
    parser.on('bailout', (why) => wrong.push(`bails out: ${why}`));
    parser.on('child', () => wrong.push('a subtest'));
    parser.on('complete', (all) => (results = all));
    parser.end(text);
    const planned = Number(/^1\.\.(\d+)/m.exec(text)?.[1]);
    if (results.count !== planned) wrong.push(`${results.count} tests of ${planned}`);
    for (const failure of results.failures) {
      if (failure.tapError) wrong.push(failure.tapError);
      else if (failure.diag === undefined) wrong.push(`${failure.name}: no diagnostic`);
    }
    return wrong;
  };
}

async function markdown() {
  const { lint } = await import('markdownlint/sync');
  // A page that goes below others' on a job's page begins with a heading of the second level. It has long lines, and folds what is less urgent into <details>, which Markdown has no mark for.
  const config = { default: true, MD013: false, MD041: { level: 2 }, MD033: { allowed_elements: ['details', 'summary', 'br', 'kbd', 'sub', 'strong', 'code'] } };
  return (text) => lint({ strings: { page: text }, config }).page.map((e) => `line ${e.lineNumber}: ${e.ruleNames[0]} ${e.ruleDescription} ${e.errorDetail ?? ''} ${e.errorContext ?? ''}`);
}

// GitLab shows the first of two entries with one fingerprint, and no path that is not relative.
function codeQuality(text) {
  const wrong = [];
  const prints = new Set();
  for (const entry of JSON.parse(text)) {
    if (prints.has(entry.fingerprint)) wrong.push(`two entries ${entry.fingerprint}`);
    prints.add(entry.fingerprint);
  }
  return wrong;
}

// The counts are those of the list.
function ctrfCounts(text) {
  const { summary, tests } = JSON.parse(text).results;
  const wrong = [];
  if (summary.tests !== tests.length) wrong.push(`${summary.tests} tests, and ${tests.length} in the list`);
  for (const status of ['passed', 'failed', 'skipped', 'pending', 'other']) {
    const count = tests.filter((test) => test.status === status).length;
    if (summary[status] !== count) wrong.push(`${summary[status]} ${status}, and ${count} in the list`);
  }
  return wrong;
}

// A subject's digest is the name of an algorithm and lower-case hexadecimal digits; what failed is not among what passed.
function statement(text) {
  const { predicate } = JSON.parse(text);
  const wrong = [];
  const seen = new Map();
  for (const list of ['passedTests', 'warnedTests', 'failedTests']) {
    for (const name of predicate[list] ?? []) {
      if (seen.has(name)) wrong.push(`${name} is in ${seen.get(name)} and in ${list}`);
      seen.set(name, list);
    }
  }
  if (predicate.result === 'PASSED' && (predicate.failedTests?.length || predicate.warnedTests?.length)) wrong.push('PASSED, and not all passed');
  if (predicate.result === 'FAILED' && !predicate.failedTests?.length) wrong.push('FAILED, and nothing failed');
  return wrong;
}

// Microsoft's own validator, with the rules of code scanning, over a whole folder at once. It says of every document that
// the tool has no home page: one of which it says nothing was not looked at.
function multitool(folder) {
  const base = dirname(require.resolve('@microsoft/sarif-multitool-linux/package.json'));
  const program = join(base, 'Sarif.Multitool');
  chmodSync(program, 0o755);
  const log = join(folder, 'log');
  const run = spawnSync(
    program,
    ['validate', join(folder, '*.sarif'), '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--output', log, '--log', 'ForceOverwrite'],
    { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' } },
  );
  if (run.error || run.status === null) throw new Error(`multitool: ${run.error ?? run.signal}`);
  const result = json(log);
  const wrong = new Map();
  const seen = new Set();
  for (const { results = [], artifacts = [] } of result.runs) {
    for (const each of results) {
      const at = each.locations?.[0]?.physicalLocation;
      const uri = at?.artifactLocation?.uri ?? artifacts[at?.artifactLocation?.index]?.location?.uri ?? '?';
      const name = uri.split('/').pop();
      seen.add(name);
      if (each.level !== 'error') continue;
      wrong.set(name, [...(wrong.get(name) ?? []), `${each.ruleId} ${each.message.id ?? ''} ${(each.message.arguments ?? []).join(' | ')}`]);
    }
  }
  return { wrong, seen };
}

// -- forms: what holds a document, and how to break one --------------------------------------------------------------

const edit = (change) => (text) => {
  const value = JSON.parse(text);
  change(value);
  return JSON.stringify(value);
};
const all = (...checks) => (text) => {
  const wrong = [];
  for (const check of checks) {
    wrong.push(...check(text));
    if (wrong.length) break; // the later ones count on what the earlier ones saw
  }
  return wrong;
};

const verdictBroken = [
  edit((v) => delete v.verdict),
  edit((v) => (v.verdict = 'MAYBE')),
  edit((v) => (v.blocks[0].rows[0].outcome = 'fine')),
  edit((v) => (v.totals.rows = 'one')),
  edit((v) => (v.schema = v.schema.replace('-1', '-9'))),
  (text) => text.slice(0, -20),
];
const sarifBroken = [
  edit((v) => delete v.runs[0].tool),
  edit((v) => delete v.runs[0].results[0].message),
  edit((v) => (v.version = '2.0.0')),
  edit((v) => (v.runs[0].results[0].level = 'fatal')),
  edit((v) => (v.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0)),
];
// What Microsoft's validator sees; on others it gives up without a word.
const toolBroken = [
  edit((v) => delete v.runs[0].results[0].message),
  edit((v) => (v.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0)),
  edit((v) => (v.runs[0].results[0].ruleIndex = 99999)),
];
const statements = async () => all(await here('statement.schema.json'), statement);

const forms = {
  json: { folder: 'json', check: () => own('verdict.schema.json'), broken: verdictBroken },
  diff: {
    folder: 'diff',
    check: () => own('comparison.schema.json'),
    broken: [
      edit((v) => delete v.changes),
      edit((v) => (v.changes = [{ kind: 'mood', name: 'x' }])),
      edit((v) => (v.same = 'yes')),
      edit((v) => delete v.before.policy),
    ],
  },
  why: {
    folder: 'why',
    check: () => own('why.schema.json'),
    broken: [edit((v) => delete v.rows), edit((v) => delete v.rows[0].row.outcome), edit((v) => (v.now = 5))],
  },
  sarif: {
    folder: 'sarif',
    check: async () => {
      const path = join(dirname(require.resolve('@microsoft/jest-sarif/package.json')), 'lib/schemas/sarif-2.1.0-rtm.5.json');
      return all(await schema(path, 'ajv-draft-04'), codeScanning);
    },
    broken: [
      ...sarifBroken,
      edit((v) => (v.runs[0].results[0].ruleIndex = 99999)),
      edit((v) => (v.runs[0].tool.driver.rules[0].help.text = '')),
      edit((v) => v.runs[0].results.push(v.runs[0].results[0])),
      edit((v) => (v.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = '/etc/policy.gate')),
    ],
  },
  tap: {
    folder: 'tap',
    check: tap,
    broken: [
      (text) => text.replace(/\n1\.\./, '\n1..9'),
      (text) => text.split('\n').slice(0, -12).join('\n'),
      (text) => `${text}what is this\n`,
      (text) => text.replace(/^ {2}---$/m, '  --'),
      (text) => text.replace(/\n(not )?ok 2/, '\nBail out! now\n$1ok 2'),
    ],
  },
  ctrf: {
    folder: 'ctrf',
    check: async () => {
      const path = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/ctrf/dist/ctrf-schema-0.0.json');
      return all(await schema(path, 'ajv'), ctrfCounts);
    },
    broken: [
      edit((v) => delete v.results.summary.start),
      edit((v) => (v.results.tests[0].status = 'pass')),
      edit((v) => (v.results.tests[0].mood = 'good')),
      edit((v) => v.results.tests.pop()),
    ],
  },
  gitlab: {
    folder: 'gitlab',
    check: async () => all(await here('codequality.schema.json'), codeQuality),
    broken: [
      () => '',
      () => '{}',
      edit((v) => (v[0].severity = 'bad')),
      edit((v) => delete v[0].location.lines),
      edit((v) => (v[0].location.path = './policy.gate')),
      edit((v) => v.push(v[0])),
    ],
  },
  github: {
    folder: 'github',
    check: () => workflowCommands,
    broken: [
      (text) => `${text}::set-env name=x::y\n`,
      (text) => `${text}a ##[add-mask]b\n`,
      (text) => `${text}  ::stop-commands::x\n`,
      (text) => text + '::error::x\n'.repeat(11),
      (text) => text.replace('::error file', '::error a=b,file'),
    ],
  },
  markdown: {
    folder: 'markdown',
    check: markdown,
    broken: [(text) => `${text}\n\n\n# Again\n`, (text) => `${text}<b>bold</b>\n`, (text) => text.replace('\n\n', '\n'), (text) => `${text}\n[x]()\n`],
  },
  intoto: {
    folder: 'intoto',
    more: ['svr', 'vsa'],
    check: statements,
    broken: [
      edit((v) => delete v.subject),
      edit((v) => (v.subject[0].digest = {})),
      edit((v) => (v.subject[0].digest = { sha256: 'ABCD' })),
      edit((v) => (v._type = 'https://in-toto.io/Statement/v0.1')),
      edit((v) => (v.predicate.result = 'MAYBE')),
      edit((v) => delete v.predicate.configuration),
      edit((v) => (v.predicate.passedTests = v.predicate.failedTests)),
    ],
  },
};

// -- running ------------------------------------------------------------------------------------------------------

let offences = 0;
function tell(text) {
  offences++;
  if (offences <= 40) console.log(text);
}

function texts(folder) {
  const names = readdirSync(join(documents, folder)).sort();
  if (names.length < 100) tell(`only ${names.length} documents in ${folder}`);
  return names.map((name) => ({ name, text: readFileSync(join(documents, folder, name), 'utf8') }));
}

function judge(name, check, text) {
  for (const complaint of check(text)) tell(`${name}: ${complaint}`);
}

// The hostile document has something of everything: it is the one that is broken on purpose.
function selfCheck(check, broken, text) {
  broken.forEach((change, i) => {
    const changed = change(text);
    if (changed === text) tell(`broken document ${i}: nothing is broken`);
    else if (check(changed).length === 0) tell(`broken document ${i} was accepted`);
  });
}

if (form === 'multitool') {
  const work = mkdtempSync(join(tmpdir(), 'sarif-'));
  try {
    // It takes a tenth of a second for each: a part of them will do beside the schema, which sees them all.
    const list = texts('sarif').filter(({ name }, i) => i % 4 === 0 || name.endsWith('hostile'));
    const good = join(work, 'good');
    const bad = join(work, 'bad');
    mkdirSync(good);
    mkdirSync(bad);
    for (const { name, text } of list) writeFileSync(join(good, `${name}.sarif`), text);
    const hostile = list.find(({ name }) => name.endsWith('hostile')).text;
    toolBroken.forEach((change, i) => writeFileSync(join(bad, `${i}.sarif`), change(hostile)));
    const { wrong, seen } = multitool(good);
    for (const { name } of list) {
      if (!seen.has(`${name}.sarif`)) tell(`${name} was not looked at`);
      for (const each of wrong.get(`${name}.sarif`) ?? []) tell(`${name}: ${each}`);
    }
    const refused = multitool(bad).wrong;
    toolBroken.forEach((_, i) => {
      if (!refused.has(`${i}.sarif`)) tell(`broken document ${i} was accepted`);
    });
    console.log(`${list.length} documents, ${toolBroken.length} broken ones`);
  } finally {
    rmSync(work, { recursive: true });
  }
} else {
  const kind = forms[form];
  const check = await kind.check();
  let count = 0;
  for (const folder of [kind.folder, ...(kind.more ?? [])]) {
    const list = texts(folder);
    for (const { name, text } of list) judge(`${folder}/${name}`, check, text);
    count += list.length;
    const sample = list.filter(({ name }) => /hostile/.test(name)).pop();
    if (!sample) tell(`there is no hostile document in ${folder}`);
    else if (folder === kind.folder) selfCheck(check, kind.broken, sample.text);
  }
  console.log(`${count} documents, ${kind.broken.length} broken ones`);
}
if (offences) {
  console.log(`${offences} offences`);
  process.exit(1);
}
