CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}user (
  id VARCHAR(24) PRIMARY KEY,
  created_at BIGINT NOT NULL,
  email VARCHAR(510),
  email_verified BOOLEAN NOT NULL,
  password_hash VARCHAR(512) NOT NULL,
  recovery_code VARCHAR(8) NOT NULL,
  CONSTRAINT ${faroe-table-prefix}user_email_key UNIQUE (email)
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}user_created_at_index
  ON ${faroe-schema}.${faroe-table-prefix}user (created_at, id);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}user_email_index
  ON ${faroe-schema}.${faroe-table-prefix}user (email, id);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}email_verification_request (
  user_id VARCHAR(24) PRIMARY KEY REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code VARCHAR(8) NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}email_verification_request_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}email_verification_request (expires_at);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}email_update_request (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(24) NOT NULL REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  email VARCHAR(510) NOT NULL,
  code VARCHAR(8) NOT NULL,
  attempts INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}email_update_request_user_id_index
  ON ${faroe-schema}.${faroe-table-prefix}email_update_request (user_id, created_at, id);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}email_update_request_email_index
  ON ${faroe-schema}.${faroe-table-prefix}email_update_request (email);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}email_update_request_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}email_update_request (expires_at);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}password_reset_request (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(24) NOT NULL REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code_hash VARCHAR(512) NOT NULL,
  verified BOOLEAN NOT NULL,
  attempts INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}password_reset_request_user_id_index
  ON ${faroe-schema}.${faroe-table-prefix}password_reset_request (user_id, created_at, id);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}password_reset_request_expires_at_index
  ON ${faroe-schema}.${faroe-table-prefix}password_reset_request (expires_at);

CREATE TABLE IF NOT EXISTS ${faroe-schema}.${faroe-table-prefix}totp_credential (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(24) NOT NULL REFERENCES ${faroe-schema}.${faroe-table-prefix}user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  totp_key VARCHAR(512) NOT NULL,
  last_used_step BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}totp_credential_user_id_index
  ON ${faroe-schema}.${faroe-table-prefix}totp_credential (user_id, created_at, id);
