CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}passkey_user (
  user_id TEXT PRIMARY KEY REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  handle TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}passkey (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  name TEXT NOT NULL,
  credential_id TEXT NOT NULL,
  credential TEXT NOT NULL,
  transports TEXT NOT NULL,
  sign_count BIGINT NOT NULL,
  uv_initialized BOOLEAN NOT NULL,
  backup_eligible BOOLEAN NOT NULL,
  backed_up BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS ${faroe-table-prefix}passkey_credential_id_index
  ON ${faroe-schema}.${faroe-table-prefix}passkey (credential_id);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}passkey_user_id_index
  ON ${faroe-schema}.${faroe-table-prefix}passkey (user_id, created_at, id);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}passkey_challenge (
  challenge_hash TEXT PRIMARY KEY,
  ceremony TEXT NOT NULL,
  user_id TEXT REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  user_verification BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}passkey_challenge_user_id_index
  ON ${faroe-schema}.${faroe-table-prefix}passkey_challenge (user_id, ceremony, created_at);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}passkey_challenge_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}passkey_challenge (expires_at);
