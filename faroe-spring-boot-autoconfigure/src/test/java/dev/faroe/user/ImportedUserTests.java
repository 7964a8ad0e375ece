package dev.faroe.user;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.TokenGenerator;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Users of other systems, on each database.
 */
@Tag("one-jdk")
class ImportedUserTests extends EndpointTests {

	private static final String HASH = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);

	private static final Instant CREATED_AT = Instant.ofEpochSecond(1_700_000_000);

	private final TokenGenerator tokens = new TokenGenerator();

	private UserService users() {
		return server().bean(UserService.class);
	}

	static Stream<Arguments> encoders() {
		return Stream.of(Arguments.of("bcrypt", new BCryptPasswordEncoder(4)),
				Arguments.of("scrypt@SpringSecurity_v5_8", SCryptPasswordEncoder.defaultsForSpringSecurity_v5_8()),
				Arguments.of("pbkdf2@SpringSecurity_v5_8", Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
	}

	@ParameterizedTest
	@MethodSource("encoders")
	void logInWithTheFormerPasswordAndGetAHashOfThisSystem(String id, PasswordEncoder encoder) {
		String email = newEmail();
		User user = imported(
				new ImportedUser(null, CREATED_AT, email, true, "{" + id + "}" + encoder.encode(PASSWORD), null));
		assertThat(post("/authenticate/password", "email", email, "password", "not the password").error())
			.isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(storedHash(user.id())).startsWith("{" + id + "}");
		assertThat(post("/authenticate/password", "email", email, "password", PASSWORD).status()).isEqualTo(200);
		String upgraded = storedHash(user.id());
		assertThat(upgraded).startsWith("$argon2id$");
		assertThat(post("/users/" + user.id() + "/verify-password", "password", PASSWORD).status()).isEqualTo(204);
		assertThat(storedHash(user.id())).isEqualTo(upgraded);
	}

	@Test
	void keepWhatTheyHad() {
		String id = this.tokens.id();
		imported(
				new ImportedUser(id, CREATED_AT.plusMillis(999), "Ann." + id + "@Example.com", true, HASH, "ABCDEFGH"));
		JsonNode user = get("/users/" + id).json();
		assertThat(id(user)).isEqualTo(id);
		assertThat(user.get("created_at").longValue()).isEqualTo(CREATED_AT.getEpochSecond());
		assertThat(user.get("email").stringValue()).isEqualTo("ann." + id + "@example.com");
		assertThat(user.get("email_verified").booleanValue()).isTrue();
		assertThat(recoveryCode(user)).isEqualTo("ABCDEFGH");
	}

	@Test
	void getWhatTheyHadNot() {
		User user = imported(new ImportedUser(null, CREATED_AT, null, false, HASH, null));
		assertThat(user.id()).matches(TokenGenerator::isId);
		assertThat(user.recoveryCode().value()).matches(TokenGenerator::isCode);
		assertThat(users().get(user.id()).block()).isEqualTo(user);
	}

	static Stream<Arguments> refused() {
		return Stream.of(refused(ImportOutcome.INVALID_ID, "short", CREATED_AT, null, false, HASH, null),
				refused(ImportOutcome.INVALID_ID, "AAAAAAAAAAAAAAAAAAAAAAAA", CREATED_AT, null, false, HASH, null),
				refused(ImportOutcome.INVALID_TIME, null, Instant.ofEpochSecond(-1), null, false, HASH, null),
				refused(ImportOutcome.INVALID_TIME, null, Instant.ofEpochSecond(253_402_300_800L), null, false, HASH,
						null),
				refused(ImportOutcome.INVALID_EMAIL, null, CREATED_AT, "ann", false, HASH, null),
				refused(ImportOutcome.INVALID_EMAIL, null, CREATED_AT, null, true, HASH, null),
				refused(ImportOutcome.INVALID_PASSWORD_HASH, null, CREATED_AT, null, false, "{noop}password", null),
				refused(ImportOutcome.INVALID_PASSWORD_HASH, null, CREATED_AT, null, false, HASH.substring(8), null),
				refused(ImportOutcome.INVALID_PASSWORD_HASH, null, CREATED_AT, null, false, "", null),
				refused(ImportOutcome.INVALID_RECOVERY_CODE, null, CREATED_AT, null, false, HASH, "abcdefgh"),
				refused(ImportOutcome.INVALID_RECOVERY_CODE, null, CREATED_AT, null, false, HASH, "ABCDEFG"));
	}

	private static Arguments refused(ImportOutcome outcome, @Nullable String id, Instant createdAt,
			@Nullable String email, boolean emailVerified, String passwordHash, @Nullable String recoveryCode) {
		return Arguments.of(outcome, new ImportedUser(id, createdAt, email, emailVerified, passwordHash, recoveryCode));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void areRefusedForWhatCannotBeKept(ImportOutcome outcome, ImportedUser user) {
		StepVerifier.create(users().importUser(user))
			.verifyErrorMatches((ex) -> ex instanceof FaroeException faroe && faroe.error() == FaroeError.INVALID_DATA);
		StepVerifier.create(users().importUsers(List.of(user))).expectNext(List.of(outcome)).verifyComplete();
	}

	@Test
	void takeNobodysPlace() {
		String email = newEmail();
		User user = imported(new ImportedUser(null, CREATED_AT, email, false, HASH, null));
		StepVerifier.create(users().importUser(new ImportedUser(user.id(), CREATED_AT, newEmail(), false, HASH, null)))
			.verifyErrorMatches((ex) -> ex instanceof FaroeException faroe && faroe.error() == FaroeError.INVALID_DATA);
		StepVerifier
			.create(users().importUser(
					new ImportedUser(null, CREATED_AT, email.toUpperCase(java.util.Locale.ROOT), false, HASH, null)))
			.verifyErrorMatches(
					(ex) -> ex instanceof FaroeException faroe && faroe.error() == FaroeError.EMAIL_ALREADY_USED);
		assertThat(users().get(user.id()).block()).isEqualTo(user);
	}

	@Test
	void areImportedTogetherWithoutThoseWhoAreRefused() {
		String email = newEmail();
		ImportedUser first = user(email);
		imported(first);
		ImportedUser second = user(newEmail());
		List<ImportedUser> all = List.of(first, second, user(email), user("ann"), user(null), second);
		StepVerifier.create(users().importUsers(all))
			.expectNext(List.of(ImportOutcome.ALREADY_PRESENT, ImportOutcome.IMPORTED, ImportOutcome.EMAIL_ALREADY_USED,
					ImportOutcome.INVALID_EMAIL, ImportOutcome.IMPORTED, ImportOutcome.ALREADY_PRESENT))
			.verifyComplete();
		StepVerifier.create(users().importUsers(List.of())).expectNext(List.of()).verifyComplete();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void areImportedInAnyNumberUpToAThousand(int number) {
		List<ImportedUser> all = new ArrayList<>();
		for (int index = 0; index < number; index++) {
			all.add(user((index % 2 == 0) ? newEmail() : null));
		}
		assertThat(users().importUsers(all).block()).hasSize(number).containsOnly(ImportOutcome.IMPORTED);
		assertThat(users().importUsers(all).block()).hasSize(number).containsOnly(ImportOutcome.ALREADY_PRESENT);
	}

	@Test
	void needNoEmailAddressWhereNewUsersDo() {
		try (FaroeServer server = FaroeServer.start(database(), "faroe.users.email-required=true")) {
			StepVerifier.create(server.bean(UserService.class).importUser(user(null)))
				.expectNextCount(1)
				.verifyComplete();
		}
	}

	@Test
	void keepTheirSecretsOutOfTexts() {
		ImportedUser user = new ImportedUser(null, CREATED_AT, null, false, HASH, "ABCDEFGH");
		assertThat(user.toString()).doesNotContain(HASH).doesNotContain("ABCDEFGH");
		assertThatThrownBy(
				() -> users().importUser(new ImportedUser(null, CREATED_AT, null, false, "{noop}secret", "ABCDEFGH"))
					.block())
			.message()
			.isEqualTo("INVALID_DATA");
	}

	private ImportedUser user(@Nullable String email) {
		return new ImportedUser(this.tokens.id(), CREATED_AT, email, false, HASH, null);
	}

	private User imported(ImportedUser user) {
		User imported = users().importUser(user).block();
		assertThat(imported).isNotNull();
		return imported;
	}

	private String storedHash(String userId) {
		String hash = server().database()
			.sql("SELECT password_hash FROM faroe_user WHERE id = :id")
			.bind("id", userId)
			.mapValue(String.class)
			.one()
			.block();
		return String.valueOf(hash);
	}

}
