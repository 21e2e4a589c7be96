CREATE TABLE annalist_project (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE documents (
  fid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  title TEXT,
  form TEXT NOT NULL,
  encoding TEXT NOT NULL,
  publisher TEXT,
  author TEXT,
  published TEXT,
  url TEXT,
  language TEXT,
  work TEXT,
  alignment TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  extractor TEXT NOT NULL,
  added DATETIME NOT NULL,
  model TEXT NOT NULL
);
CREATE TABLE files (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE passages (
  fid INTEGER PRIMARY KEY,
  document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  role TEXT NOT NULL,
  section TEXT,
  start_byte INTEGER NOT NULL,
  end_byte INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (document, ordinal)
);
CREATE TABLE claims (
  fid INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  actors TEXT NOT NULL,
  targets TEXT NOT NULL,
  places TEXT NOT NULL,
  start DATE,
  "end" DATE,
  edtf TEXT,
  part TEXT,
  modality TEXT NOT NULL,
  factuality TEXT NOT NULL,
  "by" TEXT NOT NULL,
  figures TEXT NOT NULL,
  quote TEXT NOT NULL,
  start_byte INTEGER NOT NULL,
  end_byte INTEGER NOT NULL,
  rule TEXT NOT NULL,
  confidence REAL NOT NULL,
  scope TEXT NOT NULL,
  model TEXT NOT NULL,
  UNIQUE (id, document)
);
CREATE INDEX claims_by_document ON claims (document, start_byte);
CREATE TABLE attributions (
  fid INTEGER PRIMARY KEY,
  claim INTEGER NOT NULL REFERENCES claims(fid) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  alignment TEXT NOT NULL,
  side TEXT,
  cue TEXT
);
CREATE INDEX attributions_by_claim ON attributions (claim);
CREATE TABLE belligerents (
  fid INTEGER PRIMARY KEY,
  document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  side TEXT,
  parent TEXT,
  rank TEXT,
  role TEXT,
  fate TEXT,
  aliases TEXT NOT NULL
);
CREATE INDEX belligerents_by_document ON belligerents (document);
CREATE TABLE decisions (
  fid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  parent TEXT REFERENCES decisions(id),
  author TEXT NOT NULL,
  at DATETIME NOT NULL,
  act TEXT NOT NULL,
  about TEXT
);
CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'the journal of decisions is append-only'); END;
CREATE TRIGGER decisions_are_not_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'the journal of decisions is append-only'); END;

CREATE TABLE places (
  fid INTEGER PRIMARY KEY,
  geom POINT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  claims INTEGER NOT NULL,
  holder TEXT,
  status TEXT,
  since DATE
);
CREATE TABLE events (
  fid INTEGER PRIMARY KEY,
  geom GEOMETRY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  start DATE,
  "end" DATE,
  last_day DATE,
  edtf TEXT,
  part TEXT,
  places TEXT NOT NULL,
  actors TEXT NOT NULL,
  targets TEXT NOT NULL,
  claims INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  quote TEXT NOT NULL,
  model TEXT NOT NULL
);
CREATE TABLE holdings (
  fid INTEGER PRIMARY KEY,
  geom POINT,
  id TEXT NOT NULL,
  account TEXT NOT NULL,
  place TEXT NOT NULL,
  name TEXT NOT NULL,
  start DATE,
  "end" DATE,
  last_day DATE,
  holder TEXT,
  status TEXT NOT NULL,
  newest_evidence DATE,
  claims INTEGER NOT NULL,
  model TEXT NOT NULL
);
CREATE INDEX holdings_by_place ON holdings (place, account, start);
