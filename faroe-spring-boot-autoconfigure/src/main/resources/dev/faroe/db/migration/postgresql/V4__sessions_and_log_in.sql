-- ADD COLUMN IF NOT EXISTS would lock out whoever reads the table, also when there is nothing to add.
DO 'BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute
      WHERE attrelid = ''${faroe-schema}.${faroe-table-prefix}user''::regclass AND attname = ''password_failures'') THEN
    ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
      ADD COLUMN sessions_since BIGINT DEFAULT 0 NOT NULL,
      ADD COLUMN disabled_at BIGINT,
      ADD COLUMN disabled_reason TEXT,
      ADD COLUMN password_failures INTEGER DEFAULT 0 NOT NULL;
  END IF;
END';

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}log_in_request (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code_hash TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}log_in_request_user_id_index
  ON ${faroe-schema}.${faroe-table-prefix}log_in_request (user_id, created_at, id);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}log_in_request_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}log_in_request (expires_at);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}totp_enrolment_request (
  user_id TEXT PRIMARY KEY REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  totp_key TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}totp_enrolment_request_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}totp_enrolment_request (expires_at);
