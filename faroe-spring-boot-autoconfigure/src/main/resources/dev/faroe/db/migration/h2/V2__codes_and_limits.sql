ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
  ALTER COLUMN recovery_code SET DATA TYPE VARCHAR(512);
ALTER TABLE ${faroe-schema}.${faroe-table-prefix}email_verification_request
  ALTER COLUMN code SET DATA TYPE VARCHAR(512);
ALTER TABLE ${faroe-schema}.${faroe-table-prefix}email_update_request
  ALTER COLUMN code SET DATA TYPE VARCHAR(512);

ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
  ADD COLUMN IF NOT EXISTS factor_failures INTEGER DEFAULT 0 NOT NULL;

ALTER TABLE ${faroe-schema}.${faroe-table-prefix}totp_credential
  ADD COLUMN IF NOT EXISTS key_fingerprint VARCHAR(64);
CREATE UNIQUE INDEX IF NOT EXISTS ${faroe-table-prefix}totp_credential_key_index
  ON ${faroe-schema}.${faroe-table-prefix}totp_credential (user_id, key_fingerprint);
