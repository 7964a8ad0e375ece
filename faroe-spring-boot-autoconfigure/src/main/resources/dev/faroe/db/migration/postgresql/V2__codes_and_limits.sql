-- ADD COLUMN IF NOT EXISTS would lock out whoever reads the table, also when there is nothing to add.
DO 'BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute
      WHERE attrelid = ''${faroe-schema}.${faroe-table-prefix}user''::regclass AND attname = ''factor_failures'') THEN
    ALTER TABLE ${faroe-schema}.${faroe-table-prefix}user
      ADD COLUMN factor_failures INTEGER DEFAULT 0 NOT NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_attribute
      WHERE attrelid = ''${faroe-schema}.${faroe-table-prefix}totp_credential''::regclass AND attname = ''key_fingerprint'') THEN
    ALTER TABLE ${faroe-schema}.${faroe-table-prefix}totp_credential
      ADD COLUMN key_fingerprint TEXT;
  END IF;
END';
CREATE UNIQUE INDEX IF NOT EXISTS ${faroe-table-prefix}totp_credential_key_index
  ON ${faroe-schema}.${faroe-table-prefix}totp_credential (user_id, key_fingerprint);
