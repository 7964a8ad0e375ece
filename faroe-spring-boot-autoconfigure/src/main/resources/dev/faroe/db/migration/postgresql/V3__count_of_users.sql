-- The smallest index that there can be, a tenth of the others: for SELECT COUNT(*), which reads all of one.
CREATE INDEX IF NOT EXISTS ${faroe-table-prefix}user_email_verified_index
  ON ${faroe-schema}.${faroe-table-prefix}user (email_verified);
