CREATE TABLE faroe_user (
  id VARCHAR(24) PRIMARY KEY,
  created_at BIGINT NOT NULL,
  email VARCHAR(510),
  email_verified BOOLEAN NOT NULL,
  password_hash VARCHAR(512) NOT NULL,
  recovery_code VARCHAR(8) NOT NULL,
  CONSTRAINT faroe_user_email_key UNIQUE (email)
);
CREATE INDEX faroe_user_created_at_index
  ON faroe_user (created_at, id);
CREATE INDEX faroe_user_email_index
  ON faroe_user (email, id);

CREATE TABLE faroe_email_verification_request (
  user_id VARCHAR(24) PRIMARY KEY REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code VARCHAR(8) NOT NULL
);
CREATE INDEX faroe_email_verification_request_expires_at_index
  ON faroe_email_verification_request (expires_at);

CREATE TABLE faroe_email_update_request (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(24) NOT NULL REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  email VARCHAR(510) NOT NULL,
  code VARCHAR(8) NOT NULL,
  attempts INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL
);
CREATE INDEX faroe_email_update_request_user_id_index
  ON faroe_email_update_request (user_id, created_at, id);
CREATE INDEX faroe_email_update_request_email_index
  ON faroe_email_update_request (email);
CREATE INDEX faroe_email_update_request_expires_at_index
  ON faroe_email_update_request (expires_at);

CREATE TABLE faroe_password_reset_request (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(24) NOT NULL REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code_hash VARCHAR(512) NOT NULL,
  verified BOOLEAN NOT NULL,
  attempts INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL
);
CREATE INDEX faroe_password_reset_request_user_id_index
  ON faroe_password_reset_request (user_id, created_at, id);
CREATE INDEX faroe_password_reset_request_expires_at_index
  ON faroe_password_reset_request (expires_at);

CREATE TABLE faroe_totp_credential (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(24) NOT NULL REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  totp_key VARCHAR(512) NOT NULL,
  last_used_step BIGINT NOT NULL
);
CREATE INDEX faroe_totp_credential_user_id_index
  ON faroe_totp_credential (user_id, created_at, id);

INSERT INTO faroe_user (id, created_at, email, email_verified, password_hash, recovery_code)
VALUES ('aaaaaaaaaaaaaaaaaaaaaaaa', 1, 'a@example.com', FALSE, 'hash', 'AAAAAAAA');
INSERT INTO faroe_email_verification_request (user_id, created_at, expires_at, code)
VALUES ('aaaaaaaaaaaaaaaaaaaaaaaa', 1, 2, 'AAAAAAAA');
INSERT INTO faroe_email_update_request
  (id, user_id, created_at, expires_at, email, code, attempts, failed_attempts)
VALUES ('bbbbbbbbbbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaaaaaaaaaa', 1, 2, 'b@example.com', 'AAAAAAAA', 0, 0);
INSERT INTO faroe_password_reset_request
  (id, user_id, created_at, expires_at, code_hash, verified, attempts, failed_attempts)
VALUES ('bbbbbbbbbbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaaaaaaaaaa', 1, 2, 'hash', FALSE, 0, 0);
INSERT INTO faroe_totp_credential (id, user_id, created_at, totp_key, last_used_step)
VALUES ('bbbbbbbbbbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaaaaaaaaaa', 1, 'key', 0);
