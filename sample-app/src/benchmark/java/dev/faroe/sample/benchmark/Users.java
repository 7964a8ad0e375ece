package dev.faroe.sample.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.crypto.spec.SecretKeySpec;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The users in the database. They are the same in each run.
 */
final class Users {

	static final String PASSWORD = "violet-harbour-sings-42";

	private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

	private static final byte[] TOTP_KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

	private static final int FIRST_CREATED = 1_700_000_000;

	private Users() {
	}

	/**
	 * The identifier of a user, and of the user's TOTP credential.
	 */
	static String id(int number) {
		Random random = new Random(number);
		StringBuilder id = new StringBuilder(24);
		for (int i = 0; i < 24; i++) {
			id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
		}
		return id.toString();
	}

	static String email(int number) {
		return "user-" + number + "@example.com";
	}

	/**
	 * The code that every TOTP credential takes now.
	 */
	static String totp() {
		try {
			return new HmacOneTimePasswordGenerator(6).generateOneTimePasswordString(
					new SecretKeySpec(TOTP_KEY, "HmacSHA1"), System.currentTimeMillis() / 30_000);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Fill the database.
	 * @param connection a connection to a database with Faroe's schema
	 * @param users the number of users
	 * @param credentials the number of users with a TOTP credential, the first ones
	 * @param passwordHash the hash of {@link #PASSWORD} for all of them
	 */
	static void fill(Connection connection, int users, int credentials, String passwordHash) throws SQLException {
		copy(connection, "faroe_user (id, created_at, email, email_verified, password_hash, recovery_code)",
				IntStream.range(0, users)
					.mapToObj((number) -> id(number) + "\t" + (FIRST_CREATED + number) + "\t" + email(number) + "\tf\t"
							+ passwordHash + "\tABCDEFGH\n"));
		String key = "plain:" + Base64.getEncoder().encodeToString(TOTP_KEY);
		copy(connection, "faroe_totp_credential (id, user_id, created_at, totp_key, last_used_step)",
				IntStream.range(0, credentials)
					.mapToObj(
							(number) -> id(number) + "\t" + id(number) + "\t" + FIRST_CREATED + "\t" + key + "\t-1\n"));
		try (Statement statement = connection.createStatement()) {
			statement.execute("VACUUM ANALYZE");
			statement.execute("CHECKPOINT");
		}
	}

	private static void copy(Connection connection, String table, Stream<String> rows) throws SQLException {
		CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
		for (Iterator<String> lines = rows.iterator(); lines.hasNext();) {
			byte[] line = lines.next().getBytes(StandardCharsets.US_ASCII);
			copy.writeToCopy(line, 0, line.length);
		}
		copy.endCopy();
	}

}
