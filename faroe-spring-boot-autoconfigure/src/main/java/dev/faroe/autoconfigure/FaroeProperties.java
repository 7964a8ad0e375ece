package dev.faroe.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.faroe.login.SecondFactorPolicy;
import dev.faroe.password.Argon2Engine;
import dev.faroe.password.OnFailure;
import dev.faroe.sql.TableNames;
import dev.faroe.web.EndpointGroup;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What a host application sets about Faroe, under {@code faroe.*}.
 *
 * @param enabled Whether Faroe is set up at all.
 * @param rest The REST API.
 * @param r2dbc The database.
 * @param password Passwords.
 * @param users Users.
 * @param authentication Authentication.
 * @param totp TOTP credentials.
 * @param encryption Encryption of TOTP keys and codes in the database.
 * @param cleanup Removal of expired requests.
 * @param security Spring Security.
 * @param events Events that tell the application what happened to users.
 * @param clientAddress Addresses of clients.
 */
@ConfigurationProperties("faroe")
@Validated
public record FaroeProperties(@DefaultValue("true") boolean enabled, @DefaultValue @Valid Rest rest,
		@DefaultValue @Valid R2dbc r2dbc, @DefaultValue @Valid Password password, @DefaultValue @Valid Users users,
		@DefaultValue Authentication authentication, @DefaultValue @Valid Totp totp,
		@DefaultValue Encryption encryption, @DefaultValue @Valid Cleanup cleanup, @DefaultValue Security security,
		@DefaultValue @Valid Events events, @DefaultValue ClientAddress clientAddress) {

	private static Duration positive(Duration duration, String name) {
		Assert.isTrue(duration.compareTo(Duration.ZERO) > 0, () -> name + " must be positive");
		return duration;
	}

	/**
	 * The REST API.
	 *
	 * @param enabled Whether the application serves the REST API.
	 * @param basePath Path below which the endpoints are, for example /auth. Empty, or
	 * with a leading and without a trailing slash.
	 * @param credential What clients send as the Authorization header. Required when the
	 * REST API is enabled. Fewer than 16 characters are a warning at start-up.
	 * @param previousCredentials Credentials that are still accepted, for rotation.
	 * @param include Groups of endpoints to serve. When it names none of the REST API
	 * reference, those are all served. The group sdk-0.2 is served only when it is named.
	 * @param exclude Groups of endpoints not to serve.
	 * @param maxBodySize Size of the largest request body that is read.
	 * @param requestTimeout How long a request may take before it is answered with
	 * SERVICE_UNAVAILABLE.
	 * @param claimUnknownPaths Whether every path below the base path is Faroe's, so that
	 * unknown ones are answered with NOT_FOUND. By default they are when there is a base
	 * path, and are left to the application when there is none.
	 * @param openapi The OpenAPI document.
	 */
	public record Rest(@DefaultValue("false") boolean enabled,
			@DefaultValue("") @Pattern(regexp = "(/[^/{}*?#\\s]+)*",
					message = "must be empty, or start and not end with a slash") String basePath,
			@JsonIgnore @Nullable String credential, @JsonIgnore @DefaultValue List<String> previousCredentials,
			@DefaultValue Set<EndpointGroup> include, @DefaultValue Set<EndpointGroup> exclude,
			@DefaultValue("64KB") DataSize maxBodySize, @DefaultValue("30s") Duration requestTimeout,
			@Nullable Boolean claimUnknownPaths, @DefaultValue OpenApi openapi) {

		public Rest {
			Assert.isTrue(maxBodySize.toBytes() > 0 && maxBodySize.toBytes() <= Integer.MAX_VALUE,
					"maxBodySize must be positive and less than 2GB");
			positive(requestTimeout, "requestTimeout");
		}

		Set<EndpointGroup> groups() {
			Set<EndpointGroup> groups = EnumSet.noneOf(EndpointGroup.class);
			groups.addAll(this.include);
			if (groups.stream().noneMatch(EndpointGroup::isDocumented)) {
				Arrays.stream(EndpointGroup.values()).filter(EndpointGroup::isDocumented).forEach(groups::add);
			}
			groups.removeAll(this.exclude);
			return groups;
		}

		boolean claimsUnknownPaths() {
			return (this.claimUnknownPaths != null) ? this.claimUnknownPaths : !this.basePath.isEmpty();
		}

		/**
		 * Return a text without the credentials.
		 */
		@Override
		public String toString() {
			return "Rest[enabled=%s, basePath=%s]".formatted(this.enabled, this.basePath);
		}

	}

	/**
	 * The OpenAPI document.
	 *
	 * @param enabled Whether the REST API describes itself at openapi.json below the base
	 * path, to clients with the credential.
	 */
	public record OpenApi(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * The database.
	 *
	 * @param initializeSchema Whether to create the schema and the tables that do not
	 * exist yet at start-up: always, never, or only in an embedded (in-memory) database.
	 * @param schema Database schema of the tables: up to 63 lower-case letters, digits
	 * and underscores. By default it is the current schema of the connection.
	 * @param tablePrefix What the names of tables start with: up to 20 lower-case
	 * letters, digits and underscores.
	 * @param countingTimeout How long counting an attempt may take within a transaction
	 * of the application, for which it needs a second connection.
	 * @param schemaCheck The look at start-up whether every table has every column.
	 * @param url R2DBC URL of a database of Faroe's own. By default Faroe uses a
	 * ConnectionFactory of the application.
	 * @param username Name of the user of Faroe's own database.
	 * @param password Password of the user of Faroe's own database.
	 * @param pool Connections to Faroe's own database.
	 */
	public record R2dbc(@DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
			@Nullable @Pattern(regexp = "[a-z][a-z0-9_]{0,62}",
					message = "must be 1 to 63 lower-case letters, digits and underscores") String schema,
			@DefaultValue(TableNames.DEFAULT_PREFIX) @Pattern(
					regexp = "(?!(current|session|system)_$)[a-z][a-z0-9_]{0,19}",
					message = "must be 1 to 20 lower-case letters, digits and underscores,"
							+ " and not make a key word of SQL") String tablePrefix,
			@DefaultValue("5s") Duration countingTimeout, @DefaultValue SchemaCheck schemaCheck,
			@JsonIgnore @Nullable String url, @JsonIgnore @Nullable String username,
			@JsonIgnore @Nullable String password, @DefaultValue @Valid Pool pool) {

		public R2dbc {
			positive(countingTimeout, "countingTimeout");
			Assert.isTrue(StringUtils.hasText(url) || !StringUtils.hasText(username) && !StringUtils.hasText(password),
					"username and password are for a url");
		}

		TableNames tables() {
			return new TableNames(this.schema, this.tablePrefix);
		}

		boolean hasUrl() {
			return StringUtils.hasText(this.url);
		}

		/**
		 * Return a text without the URL, which can have a password in it, and without the
		 * password.
		 */
		@Override
		public String toString() {
			return "R2dbc[initializeSchema=%s, schema=%s, tablePrefix=%s]".formatted(this.initializeSchema, this.schema,
					this.tablePrefix);
		}

		/**
		 * The look at start-up whether every table has every column. There is none when
		 * the tables are always created at start-up.
		 *
		 * @param enabled Whether the application starts only if the tables are there. A
		 * database that cannot be reached is a warning.
		 * @param timeout How long the look may take before it is given up with a warning.
		 */
		public record SchemaCheck(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration timeout) {

			public SchemaCheck {
				positive(timeout, "timeout");
			}

		}

		/**
		 * Connections to Faroe's own database.
		 *
		 * @param initialSize Number of connections that are opened with the first.
		 * @param maxSize Greatest number of connections.
		 * @param maxAcquireTime How long to wait for a connection before the answer is
		 * SERVICE_UNAVAILABLE.
		 * @param maxCreateConnectionTime How long it may take to open a connection.
		 * @param maxIdleTime How long a connection stays open without being used.
		 * @param maxLifeTime How long a connection stays open at all; by default there is
		 * no limit.
		 * @param validationQuery Statement that a connection has to answer before it is
		 * used; by default the driver itself is asked whether the connection is open.
		 */
		public record Pool(@DefaultValue("1") @Min(1) @Max(1000) int initialSize,
				@DefaultValue("10") @Min(1) @Max(1000) int maxSize, @DefaultValue("5s") Duration maxAcquireTime,
				@DefaultValue("10s") Duration maxCreateConnectionTime, @DefaultValue("30m") Duration maxIdleTime,
				@Nullable Duration maxLifeTime, @Nullable String validationQuery) {

			public Pool {
				positive(maxAcquireTime, "maxAcquireTime");
				positive(maxCreateConnectionTime, "maxCreateConnectionTime");
				positive(maxIdleTime, "maxIdleTime");
				if (maxLifeTime != null) {
					positive(maxLifeTime, "maxLifeTime");
				}
			}

		}

	}

	/**
	 * Passwords.
	 *
	 * @param rejectCommon Whether passwords on the bundled list of common passwords are
	 * rejected.
	 * @param argon2 How passwords are hashed.
	 * @param hashing The threads that hash passwords.
	 * @param breachCheck The check of new passwords against known breaches.
	 */
	public record Password(@DefaultValue("true") boolean rejectCommon, @DefaultValue @Valid Argon2 argon2,
			@DefaultValue @Valid Hashing hashing, @DefaultValue @Valid BreachCheck breachCheck) {
	}

	/**
	 * How passwords are hashed: Argon2id (RFC 9106). Hashes that were made with other
	 * parameters are verified, and replaced at the next log-in.
	 *
	 * @param engine What computes the hashes: the native library, the Java
	 * implementation, or the native library where it can be loaded.
	 * @param memory Memory that one hash takes.
	 * @param iterations Number of passes over the memory.
	 * @param parallelism Number of lanes. More than one makes the Java engine hash.
	 */
	public record Argon2(@DefaultValue("auto") Argon2Engine engine, @DefaultValue("19456KB") DataSize memory,
			@DefaultValue("2") @Min(1) int iterations, @DefaultValue("1") @Min(1) int parallelism) {
	}

	/**
	 * The threads that hash passwords. Each needs the memory of one hash.
	 *
	 * @param threads Number of threads; by default the number of processors.
	 * @param queueCapacity Number of hashes that may wait for a thread. More are answered
	 * with SERVICE_UNAVAILABLE.
	 * @param lowPriority Whether other threads come first where there is not enough
	 * processor time for all: on Linux, the threads that hash get a nice value of 10.
	 */
	public record Hashing(@Nullable @Min(1) @Max(1024) Integer threads,
			@DefaultValue("256") @Min(0) @Max(1_000_000) int queueCapacity, @DefaultValue("true") boolean lowPriority) {

		int threadsOrDefault() {
			return (this.threads != null) ? this.threads : Runtime.getRuntime().availableProcessors();
		}

	}

	/**
	 * The check of new passwords against known breaches, with the range API of Have I
	 * Been Pwned. The password never leaves the application: the first 5 of the 40
	 * hexadecimal digits of its SHA-1 digest do.
	 *
	 * @param enabled Whether new passwords are checked.
	 * @param baseUrl Address of the range API.
	 * @param timeout How long one check may take in all.
	 * @param addPadding Whether to ask for responses whose size says nothing.
	 * @param onFailure What becomes of a password that cannot be checked.
	 * @param failureThreshold Number of failures in a row after which checks are given up
	 * for a while.
	 * @param openDuration How long checks are given up.
	 */
	public record BreachCheck(@DefaultValue("true") boolean enabled,
			@DefaultValue("https://api.pwnedpasswords.com") URI baseUrl, @DefaultValue("2s") Duration timeout,
			@DefaultValue("true") boolean addPadding, @DefaultValue("allow") OnFailure onFailure,
			@DefaultValue("1") @Min(1) @Max(1000) int failureThreshold, @DefaultValue("60s") Duration openDuration) {

		public BreachCheck {
			positive(timeout, "timeout");
			positive(openDuration, "openDuration");
		}

	}

	/**
	 * Users.
	 *
	 * @param emailRequired Whether a user has to have an email address.
	 * @param maxPerPage Greatest number of users on one page of a list.
	 */
	public record Users(@DefaultValue("false") boolean emailRequired,
			@DefaultValue("1000") @Min(1) @Max(100_000) int maxPerPage) {
	}

	/**
	 * Authentication.
	 *
	 * @param revealUnknownEmail Whether an unknown email address is answered with
	 * USER_NOT_EXISTS. If not, it is answered like a wrong password, after the same work.
	 */
	public record Authentication(@DefaultValue("true") boolean revealUnknownEmail) {
	}

	/**
	 * TOTP credentials.
	 *
	 * @param allowCodeReuse Whether a code that has been accepted is accepted again while
	 * it is current.
	 * @param maxCredentials Greatest number of credentials of one user. Registering more
	 * is answered with NOT_ALLOWED.
	 * @param maxConsecutiveFailures Greatest number of wrong codes of one user in a row,
	 * whenever they were. After that no code is accepted until the recovery code is used
	 * or the second factors are removed.
	 */
	public record Totp(@DefaultValue("false") boolean allowCodeReuse,
			@DefaultValue("100") @Min(1) @Max(10_000) int maxCredentials,
			@DefaultValue("100") @Min(1) @Max(1_000_000) int maxConsecutiveFailures) {
	}

	/**
	 * Encryption of TOTP keys, recovery codes and email codes in the database, with
	 * AES-256-GCM.
	 *
	 * @param keys Keys, each written as an id, a colon, and 32 random bytes in Base64 or
	 * hexadecimal. The first encrypts, all decrypt. Without any, TOTP keys, recovery
	 * codes and email codes are stored plain.
	 */
	public record Encryption(@JsonIgnore @DefaultValue List<String> keys) {

		/**
		 * Return a text without the keys.
		 */
		@Override
		public String toString() {
			return "Encryption[keys=%d]".formatted(this.keys.size());
		}

	}

	/**
	 * Removal of expired requests from the database. They are not found before that
	 * either.
	 *
	 * @param interval Time between two removals. Zero turns them off.
	 * @param batchSize Greatest number of requests that one statement removes.
	 */
	public record Cleanup(@DefaultValue("1h") Duration interval,
			@DefaultValue("1000") @Min(1) @Max(100_000) int batchSize) {

		public Cleanup {
			Assert.isTrue(!interval.isNegative(), "interval must not be negative");
		}

	}

	/**
	 * Spring Security.
	 *
	 * @param authenticationManager Log-in of Faroe's users to the application.
	 */
	public record Security(@DefaultValue AuthenticationManager authenticationManager) {

		/**
		 * Log-in of Faroe's users to the application.
		 *
		 * @param enabled Whether the log-in of the application, such as a form or HTTP
		 * Basic, is for Faroe's users.
		 * @param secondFactor What becomes of a right password of a user who has a second
		 * factor: reject, or allow for an application that asks for the second factor
		 * itself.
		 */
		public record AuthenticationManager(@DefaultValue("false") boolean enabled,
				@DefaultValue("reject") SecondFactorPolicy secondFactor) {
		}

	}

	/**
	 * Events that tell the application what happened to users.
	 *
	 * @param queueCapacity Number of changes, and of refusals such as a wrong password,
	 * that may wait for the listeners of the application. Further ones are dropped.
	 */
	public record Events(@DefaultValue("10000") @Min(1) @Max(1_000_000) int queueCapacity) {
	}

	/**
	 * Addresses of clients, as the application and its log-in see them. In the REST API
	 * they come with the requests, as client_ip.
	 *
	 * @param trustedProxies IPv4 and IPv6 addresses of your proxies, and ranges of them
	 * in CIDR notation. The address of a client is the rightmost one in X-Forwarded-For
	 * that is none of theirs. Without any, it is the address of the connection.
	 */
	public record ClientAddress(@DefaultValue List<String> trustedProxies) {
	}

}
