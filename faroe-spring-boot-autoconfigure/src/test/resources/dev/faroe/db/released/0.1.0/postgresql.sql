CREATE TABLE faroe_user (
  id TEXT PRIMARY KEY,
  created_at BIGINT NOT NULL,
  email TEXT,
  email_verified BOOLEAN NOT NULL,
  password_hash TEXT NOT NULL,
  recovery_code TEXT NOT NULL,
  CONSTRAINT faroe_user_email_key UNIQUE (email)
);
CREATE INDEX faroe_user_created_at_index
  ON faroe_user (created_at, id);
CREATE INDEX faroe_user_email_index
  ON faroe_user (email, id);

CREATE TABLE faroe_email_verification_request (
  user_id TEXT PRIMARY KEY REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code TEXT NOT NULL
);
CREATE INDEX faroe_email_verification_request_expires_at_index
  ON faroe_email_verification_request (expires_at);

CREATE TABLE faroe_email_update_request (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  email TEXT NOT NULL,
  code TEXT NOT NULL,
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
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  code_hash TEXT NOT NULL,
  verified BOOLEAN NOT NULL,
  attempts INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL
);
CREATE INDEX faroe_password_reset_request_user_id_index
  ON faroe_password_reset_request (user_id, created_at, id);
CREATE INDEX faroe_password_reset_request_expires_at_index
  ON faroe_password_reset_request (expires_at);

CREATE TABLE faroe_totp_credential (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES faroe_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  totp_key TEXT NOT NULL,
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
