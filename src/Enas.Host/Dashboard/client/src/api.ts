// What the server answers, version 1: the types of the bodies under /api/v1. Their C# twins are the records of
// src/Enas.Host/Dashboard/Answers; a test holds the names, types and order of properties of both together, so change both.
//
// All numbers are numbers, or null where a value is missing or not finite. Times are ISO 8601 in UTC. Everything that is a name, a token
// string or a message was written by somebody else and is text: never markup.

/** What an answer about a search was computed from. It is the ETag too: a search that is unchanged answers 304. */
export interface Through {
  /** Commits that were read. */
  segment: number;
  /** Events that were read. */
  event: number;
  /** Head of the event chain, 64 hexadecimal digits. */
  head: string;
}

/** Status 202: the search is being read; ask again when the event `reading` or `committed` comes, or after a moment. */
export interface Reading {
  reading: ReadingProgress;
}

export interface ReadingProgress {
  /** Commits read so far. */
  segment: number;
  /** Commits there are. */
  of: number;
}

/** Status 4xx and 5xx, as application/problem+json (RFC 9457). */
export interface Problem {
  type: string;
  /** What happened, in words for people. */
  title: string;
  status: number;
  /** Name of the exit code that the command line has for it, such as "NotFound". */
  code: string;
}

/** GET /about: who answers. It is asked once, when a page is opened. */
export interface About {
  version: string;
  /** The folders that are served, as they were given. */
  folders: string[];
  /** Whether the server is a part of `enas serve`: there are /service and its history then. */
  hasService: boolean;
  /** Whether there are actions at all; they need the token. */
  canAct: boolean;
  /** Whether reading needs the token too. */
  needsToken: boolean;
  /** The most points of a series and the most rows of a table that one answer has. */
  mostPoints: number;
  mostRows: number;
}

/** The best that is known of a search: the choice, or before the end the sample with the highest reward. */
export interface Best {
  architecture: string;
  /** "reward", "validation-perplexity", "validation-accuracy" and so on. */
  metric: string;
  score: number | null;
  /** The score as people read it, with its unit: "93.02 %", "3.57". */
  text: string;
  /** "policy", "random" and so on; null before the end. */
  source: string | null;
}

/** What the list and the first page of a search both say of it. */
export interface SearchSummary {
  /** What it is called in addresses: /s/{id}, and /api/v1/searches/{id}. Encode it. */
  id: string;
  name: string;
  /** "run", "fork", "train" and so on; null while its log is empty. */
  kind: string | null;
  space: string;
  strategy: string;
  seed: number;
  tags: string[];
  /** "complete", "running", "stopped", "interrupted", "open", "empty", "damaged", or "not looked at yet". */
  status: string;
  /** What the status means, to go on a sentence; null where it needs no words. */
  why: string | null;
  best: Best | null;
  steps: number;
  /** Steps of the budget; null where it has another budget. */
  ofSteps: number | null;
  /** Architectures that were sampled, repetitions counted. */
  samples: number;
  lastEventAt: string | null;
  fingerprint: string;
}

/** A row of GET /searches. What costs a reading of the log is null where it is not known yet. */
export interface SearchRow extends SearchSummary {
  /** The folder in which it was found, as it was given. */
  root: string;
  /** The folder that it lies in, where another search has its name; null where the name says enough. */
  place: string | null;
  /** "hand", or what asked a service for it: "schedule", "demand", "adopted" or "found". */
  origin: string;
  /** At most 60 values of the moving average of its reward; empty where it has none, and until its log was read. */
  spark: (number | null)[];
}

/** GET /searches?sort=&desc=&filter=&offset=&limit= */
export interface SearchList {
  total: number;
  offset: number;
  rows: SearchRow[];
  unreadable: Unreadable[];
  /** Whether not all rows were looked at yet: ask again after a moment. */
  isLooking: boolean;
}

/** A search that cannot be opened as a whole, or a folder that cannot be opened at all. */
export interface Unreadable {
  /** Its page says what is wrong and what can be done; null for a folder, which has none. */
  id: string | null;
  folder: string;
  reason: string;
}

/** A line that `enas show` prints too. */
export interface LabelledLine {
  label: string;
  words: string;
}

/** Something that happened at a step, to be marked in charts. */
export interface Mark {
  step: number;
  /** "reopened", "forked", "failed", "changed" or "finals". */
  kind: string;
  words: string;
}

/** Something that a reader must know. */
export interface Notice {
  /** "collapse", "silent", "damage", "failed" or "no-result". */
  kind: string;
  words: string;
}

/** A decision of the space: `decision=` and `option=` of the table of architectures take its name and one of its options. */
export interface Decision {
  name: string;
  /** "operation", "input", "skip" and so on. */
  role: string;
  options: string[];
}

/** What random candidates came to, in the unit of the reward. */
export interface RandomBand {
  count: number;
  mean: number;
  /** Standard deviation with n - 1. */
  deviation: number;
  best: number;
}

/** A command to copy. */
export interface CommandLine {
  /** What it does, in a few words. */
  words: string;
  command: string;
}

/** GET /searches/{id}; 202 with a Reading while it is read. */
export interface Overview extends SearchSummary {
  through: Through;
  folder: string;
  /** Whether it is a training of one architecture: its page is /s/{id}/training. */
  isTraining: boolean;
  /** Whether it has a policy that learns. */
  hasPolicy: boolean;
  chosen: Best | null;
  /** The choice beside random architectures in one sentence; null before the end. */
  verdict: string | null;
  /** Why a complete search has no result. */
  noResult: string | null;
  /** Score on the test set as people read it; null where it was not measured. */
  test: string | null;
  failedSteps: number;
  rewards: number;
  differentArchitectures: number;
  /** Samples a second while a process had it open. */
  samplesPerSecond: number | null;
  writingSeconds: number;
  firstEventAt: string | null;
  /** Whether the fingerprint is final: the search is complete. Otherwise it is that of what there is so far. */
  isFinal: boolean;
  writerEpoch: number;
  events: number;
  facts: number;
  /** Result, finals, verdict and the like, in the words of `enas show`. */
  lines: LabelledLine[];
  marks: Mark[];
  notices: Notice[];
  random: RandomBand | null;
  /** Names for /series that have points. */
  series: string[];
  decisions: Decision[];
  commands: CommandLine[];
}

/**
 * GET /searches/{id}/series/{name}?x=step|samples|seconds&from=&to=&points=
 * Names: reward, entropy (% of a uniform policy), loss, baseline, advantage, rate (of the shared weights), policy-rate, unique, skips, validation.
 * Each place of the arrays is a stretch of neighbouring points with its least, greatest and last averaged value. The average and the best
 * so far are made on all points before anything is cut or thinned.
 */
export interface Series {
  through: Through;
  name: string;
  title: string;
  /** How to read it, or why it is empty. */
  note: string;
  /** The unit of the values, such as "% of maximum" or "nats per token". */
  unit: string;
  /** "step", "samples" or "seconds": what x is. */
  of: string;
  x: number[];
  /** The step of the last point of each stretch. */
  steps: number[];
  min: (number | null)[];
  max: (number | null)[];
  /** Exponential moving average, bias corrected; empty where it makes no sense. */
  average: (number | null)[];
  /** Highest value so far; of the reward alone, else empty. */
  best: (number | null)[];
  /** The architecture of the greatest value of each stretch; of the reward alone, else empty. */
  architectures: string[];
  /** All points of the series between from and to. */
  count: number;
  /** Those that are not finite, which are in no stretch. */
  notFinite: number;
  decay: number;
  /** Of the reward alone: where random candidates came out. */
  random: RandomBand | null;
  /** The SQL that gives the points. */
  query: string;
}

/** GET /searches/{id}/operations?bins= */
export interface Operations {
  through: Through;
  operations: string[];
  bins: OperationBin[];
  /** Why there are none. */
  note: string;
  query: string;
}

export interface OperationBin {
  from: number;
  to: number;
  /** A share an operation, in the order of `operations`; they add up to 1. */
  shares: number[];
}

/** GET /searches/{id}/policy?step=&window= : what was sampled in the window of samples that ends with a step. */
export interface PolicyWindow {
  through: Through;
  /** The step that was asked for, or the last one. */
  step: number;
  firstStep: number;
  lastStep: number;
  /** Samples that were counted, and the steps that they are of. */
  count: number;
  from: number;
  to: number;
  /** Every option of every decision, in the order of the space; empty where nothing was sampled. */
  rows: OptionShare[];
  note: string;
  query: string;
}

/** How often an option was taken at its decision. */
export interface OptionShare {
  decision: string;
  /** "operation", "input", "skip" or "value". */
  role: string;
  option: string;
  share: number;
}

/** A column of costs in a table of architectures. */
export interface CostColumn {
  name: string;
  title: string;
  unit: string;
}

/**
 * A row of GET /searches/{id}/architectures?sort=&desc=&q=&decision=&option=&offset=&limit=
 * sort: tokens, times, firstStep, lastStep, best, mean, last, alone, or the name of a cost.
 */
export interface ArchitectureRow {
  tokens: string;
  times: number;
  firstStep: number;
  lastStep: number;
  best: number;
  mean: number;
  last: number;
  /** The measure behind the best reward: perplexity or accuracy; null where it has none. */
  metric: number | null;
  /** Values in the order of `costs`. */
  costs: (number | null)[];
  /** Score of a training alone in the reward's unit; null where there was none or nobody looked yet. */
  alone: number | null;
  isChosen: boolean;
}

export interface ArchitectureList {
  through: Through;
  total: number;
  /** Without the filter. */
  of: number;
  offset: number;
  costs: CostColumn[];
  rows: ArchitectureRow[];
  /** Why there are none. */
  note: string;
  query: string;
}

export interface DecisionTaken {
  decision: string;
  option: string;
}

/** An architecture as a graph, operations in the words of drawings, one edge at most between two nodes. The nodes of all architectures of a search are the same, but for what they compute. */
export interface Graph {
  /** Names, such as "node3", and what a node computes after " = ". */
  nodes: string[];
  /** Each leads to a later node. */
  edges: GraphEdge[];
}

export interface GraphEdge {
  from: number;
  to: number;
  /** What is computed on the way; empty for nothing, and where nodes say what they compute. */
  label: string;
  /** "convolution", "separable", "pool", "identity" or empty: the kind of it. */
  style: string;
}

export interface DecisionDifference {
  decision: string;
  here: string;
  there: string;
}

export interface CandidateScore {
  source: string;
  stage: string | null;
  ordinal: number;
  score: number | null;
  text: string;
}

/** A training of an architecture alone. */
export interface TrainingRow {
  /** Its id, where it is one of the searches that are served; its page is /s/{id}/training. */
  id: string | null;
  name: string;
  seed: number | null;
  validation: string;
  test: string | null;
  fingerprint: string | null;
}

export interface CostValue {
  title: string;
  text: string;
}

/**
 * GET /searches/{id}/architectures/{tokens}?against=TOKENS . Tokens are encoded. Pictures: the same address with .svg, .dot or .mermaid
 * (?download=1 for a file).
 */
export interface ArchitectureDetail {
  through: Through;
  tokens: string;
  /** Whether the search sampled or scored it; an architecture of the space that it never met is drawn too. */
  isKnown: boolean;
  /** Its place among all by the best reward, from 1. */
  rank: number | null;
  of: number;
  row: ArchitectureRow | null;
  costs: CostValue[];
  decisions: DecisionTaken[];
  graph: Graph;
  /** What it is compared with: `against`, or the choice or best where that is another one; null for nothing. */
  against: string | null;
  differences: DecisionDifference[];
  /** Its rewards in order, at most 2,000. */
  steps: number[];
  rewards: (number | null)[];
  candidates: CandidateScore[];
  trainings: TrainingRow[];
  commands: CommandLine[];
  query: string;
}

/** A rank correlation. */
export interface Correlation {
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface FidelityPoint {
  tokens: string;
  shared: number;
  alone: number;
  /** "chosen", "random", "other", or the name of a published network. */
  from: string;
}

/** GET /searches/{id}/fidelity */
export interface Fidelity {
  through: Through;
  /** Titles of the axes. */
  x: string;
  y: string;
  points: FidelityPoint[];
  /** Random architectures that count. */
  count: number;
  kendall: Correlation;
  spearman: Correlation;
  /** In the words of `enas rank`. */
  words: string[];
  /** How to read it, or why it is empty. */
  note: string;
  commands: CommandLine[];
}

export interface FrontPoint {
  tokens: string;
  cost: number;
  reward: number;
  isOnFront: boolean;
}

/** GET /searches/{id}/pareto */
export interface Pareto {
  through: Through;
  cost: CostColumn | null;
  points: FrontPoint[];
  /** Architectures that were evaluated; at most 2,000 are points, the front always. */
  total: number;
  words: string | null;
  note: string;
}

/** GET /searches/{id}/training */
export interface Training {
  through: Through;
  architecture: string;
  parameters: number | null;
  /** "perplexity" or "accuracy": validation and test are in it as people read it. */
  measure: string;
  epochs: number[];
  validation: (number | null)[];
  ofEpochs: number;
  test: string | null;
  /** The search that it comes from, where it is served. */
  parent: string | null;
  commands: CommandLine[];
}

/** A process that opened a search for writing. */
export interface WriterOpening {
  at: string;
  step: number;
  event: number;
  epoch: number;
}

export interface JobChange {
  at: string;
  step: number;
  /** As `--set` takes them. */
  sets: string[];
}

/** GET /searches/{id}/audit: what reading it verified. */
export interface Audit {
  through: Through;
  folder: string;
  /** What a verification of every byte that was read says. */
  words: string;
  /** Where damage is; null for none. */
  damage: string | null;
  fingerprint: string;
  eventHead: string;
  events: number;
  facts: number;
  segments: number;
  bytes: number | null;
  verifiedAt: string;
  writerEpoch: number;
  checkpoints: string[];
  openings: WriterOpening[];
  changes: JobChange[];
  /** Where it comes from, in words; null for a search by itself. */
  lineage: string | null;
  /** The search that it comes from, where it is served. */
  parent: string | null;
  /** Searches that come from it, where they are served. */
  children: SearchLink[];
  commands: CommandLine[];
}

export interface SearchLink {
  id: string;
  name: string;
  kind: string | null;
}

/** Beside them: GET /searches/{id}/job is the job file itself, and /job?resolved=1 the one with every default, which is JSON. */

export interface ComparedSearch {
  id: string;
  name: string;
  status: string;
  /** The place of its group in `groups`. */
  group: number;
}

export interface CompareCurve {
  name: string;
  x: number[];
  mean: (number | null)[];
  /** One standard deviation to both sides; empty for one search. */
  low: (number | null)[];
  high: (number | null)[];
}

export interface CompareChart {
  id: string;
  title: string;
  note: string;
  unit: string;
  curves: CompareCurve[];
}

export interface TextTable {
  title: string;
  head: string[];
  rows: string[][];
}

/** GET /compare?s=ID&s=ID&x=step|samples|seconds ; 202 while one of them is read. */
export interface Comparison {
  title: string;
  subtitle: string;
  searches: ComparedSearch[];
  groups: string[];
  of: string;
  charts: CompareChart[];
  /** Figures side by side. */
  tables: TextTable[];
  /** Where the jobs differ: an option a row, a search or group a column. */
  differences: TextTable;
  /** What a reader must know. */
  remarks: string[];
}

export interface ServiceJob {
  name: string;
  cron: string | null;
  timeZone: string | null;
  /** "scheduled", "paused", "on demand", "never fires" or "broken schedule". */
  state: string;
  next: string[];
}

export interface BrokenJob {
  file: string;
  line: number | null;
  column: number | null;
  message: string;
}

/** A search that a service was to make. */
export interface ServiceFire {
  /** Name of its folder. */
  folder: string;
  /** Its id, where it is there already. */
  id: string | null;
  job: string;
  at: string;
  /** "schedule", "demand", "adopted" or "found". */
  origin: string;
  /** "queued", "running", "done", "failed" and so on. */
  state: string;
  exitCode: number | null;
  processes: number;
  fingerprint: string | null;
  reason: string | null;
  startedAt: string | null;
  endedAt: string | null;
}

/** GET /service */
export interface Service {
  revision: string;
  jobsFolder: string;
  root: string;
  /** The status of /healthz/ready: "ready", "degraded", "not ready", "stalled" or "starting". */
  state: string;
  /** What the state means, as a sentence. */
  words: string;
  /** What keeps it from starting anything, and what it passes over. */
  problems: string[];
  jobs: ServiceJob[];
  broken: BrokenJob[];
  queue: ServiceFire[];
  running: ServiceFire[];
}

/** GET /service/history?job=&offset=&limit= , the newest first. */
export interface ServiceHistory {
  total: number;
  offset: number;
  rows: ServiceFire[];
}

/** The answer 202 of an action: POST /service/jobs/{job}/trigger|pause|resume, POST /service/fires/{folder}/cancel. */
export interface Done {
  id: string;
  words: string;
}

export interface OpenSearch {
  id: string;
  events: number;
  /** About so many bytes. */
  bytes: number;
}

/** GET /system */
export interface System {
  version: string;
  runtime: string;
  /** Bytes of memory of this process. */
  memory: number;
  startedAt: string;
  searches: OpenSearch[];
  mostSearches: number;
  folders: FolderSpace[];
}

export interface FolderSpace {
  folder: string;
  /** Bytes. */
  free: number | null;
}

/**
 * GET /events?s=ID&s=ID : server-sent events. Read them with fetch and a stream (EventSource can send no token). Lines are
 * "event: NAME" and "data: JSON"; a comment comes every 15 seconds. Names and what their data are:
 * committed, ended, reading: SearchEvent; searches: the list changed, SearchEvent with an empty id; service: SearchEvent with an
 * empty id, the state of the service changed.
 */
export interface SearchEvent {
  id: string;
  /** Events that it has by now. */
  event: number;
  status: string;
  /** Commits read so far and those there are, while it is read; 0 otherwise. */
  segment: number;
  of: number;
}
