ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
  ADD COLUMN IF NOT EXISTS sessions_since BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
  ADD COLUMN IF NOT EXISTS disabled_at BIGINT;
ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
  ADD COLUMN IF NOT EXISTS disabled_reason VARCHAR(512);
ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
  ADD COLUMN IF NOT EXISTS password_failures INTEGER DEFAULT 0 NOT NULL;

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}log_in_request (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(24) NOT NULL REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code_hash VARCHAR(512) NOT NULL,
  attempts INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}log_in_request_user_id_index
  ON ${faroe-schema}.${faroe-table-prefix}log_in_request (user_id, created_at, id);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}log_in_request_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}log_in_request (expires_at);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}totp_enrolment_request (
  user_id VARCHAR(24) PRIMARY KEY REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  totp_key VARCHAR(512) NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}totp_enrolment_request_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}totp_enrolment_request (expires_at);
