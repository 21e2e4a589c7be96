CREATE TABLE place_names (
  key TEXT NOT NULL,
  spelling TEXT NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (key, spelling, place)
) WITHOUT ROWID;
CREATE TABLE accounts (fid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE policies (
  fid INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  model TEXT NOT NULL
);
CREATE TABLE disputes (
  fid INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  place TEXT,
  start DATE,
  "end" DATE,
  edtf TEXT,
  positions TEXT NOT NULL,
  effect REAL NOT NULL,
  model TEXT NOT NULL
);
CREATE TABLE figures (
  fid INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  what TEXT NOT NULL,
  victims TEXT,
  scope TEXT NOT NULL,
  event TEXT,
  place TEXT,
  edtf TEXT,
  min INTEGER,
  max INTEGER,
  conservative INTEGER,
  informative INTEGER,
  representative INTEGER,
  claimants INTEGER NOT NULL,
  part_of TEXT NOT NULL,
  model TEXT NOT NULL
);
CREATE TABLE event_history (
  fid INTEGER PRIMARY KEY,
  at DATETIME NOT NULL,
  change TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL
);
CREATE INDEX holdings_by_account ON holdings (account);
