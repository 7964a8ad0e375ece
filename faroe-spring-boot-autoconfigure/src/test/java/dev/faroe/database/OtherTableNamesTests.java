package dev.faroe.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.cleanup.RequestCleanup;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.user.ImportedUser;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three installations in one database, none of which has the default names: a statement
 * that was not rewritten would fail.
 */
@Tag("one-jdk")
class OtherTableNamesTests extends EndpointTests {

	private static List<FaroeServer> servers = List.of();

	private static @Nullable FaroeServer current;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		List<String> properties = database.create();
		servers = Stream
			.of(new String[] { "faroe.r2dbc.schema=sign_in", "faroe.r2dbc.table-prefix=first_" },
					new String[] { "faroe.r2dbc.schema=sign_in", "faroe.r2dbc.table-prefix=second_" },
					new String[] { "faroe.r2dbc.table-prefix=first_" })
			.map((names) -> FaroeServer.start(properties, new Class<?>[] { FaroeServer.Host.class },
					Stream.concat(Stream.of(names), Stream.of("faroe.rest.include=sdk-0.2")).toArray(String[]::new)))
			.toList();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		servers.forEach(FaroeServer::close);
	}

	@Override
	protected FaroeServer server() {
		return (current != null) ? current : servers.get(0);
	}

	@Test
	void installationsDoNotSeeEachOther() {
		String email = newEmail();
		for (FaroeServer server : servers) {
			current = server;
			JsonNode user = post("/users", "email", email, "password", PASSWORD).json();
			assertThat(post("/users", "email", email, "password", PASSWORD).error())
				.isEqualTo(FaroeError.EMAIL_ALREADY_USED);
			assertThat(get("/users?email_query=" + email).json()).containsExactly(user);
			assertThat(delete("/users/" + id(user)).status()).isEqualTo(204);
		}
		current = null;
		for (String table : List.of("sign_in.first_user", "sign_in.second_user", "first_user")) {
			StepVerifier
				.create(server().database()
					.sql("SELECT COUNT(*) FROM " + table + " WHERE email = '" + email + "'")
					.mapValue(Long.class)
					.one())
				.expectNext(0L)
				.verifyComplete();
		}
	}

	@Test
	void usersAndPasswordsWork() {
		JsonNode user = createUser();
		String path = path(user);
		String email = user.get("email").stringValue();
		assertThat(post("/authenticate/password", "email", email, "password", PASSWORD).json()).isEqualTo(user);
		for (String order : List.of("created_at", "id", "email")) {
			assertThat(get("/users?sort_by=" + order).json()).contains(user);
			assertThat(get("/users?sort_order=descending&sort_by=" + order).json()).contains(user);
		}
		assertThat(post(path + "/verify-password", "password", PASSWORD).status()).isEqualTo(204);
		assertThat(
				post(path + "/update-password", "password", PASSWORD, "new_password", "another good password").status())
			.isEqualTo(204);
		assertThat(delete(path).status()).isEqualTo(204);
		assertThat(get(path).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void secondFactorsWork() {
		JsonNode user = createUser();
		String path = path(user);
		Authenticator authenticator = new Authenticator(server().clock());
		JsonNode credential = post(path + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.json();
		String credentialPath = "/totp-credentials/" + id(credential);
		assertThat(get(credentialPath).json()).isEqualTo(credential);
		assertThat(get(path + "/totp-credentials").json()).containsExactly(credential);
		assertThat(get(path).json().get("totp_registered").booleanValue()).isTrue();
		server().clock().advance(Duration.ofSeconds(30));
		assertThat(post(credentialPath + "/verify-totp", "code", authenticator.code()).status()).isEqualTo(204);
		assertThat(delete(credentialPath).status()).isEqualTo(204);
		assertThat(post(path + "/register-totp", "key", authenticator.key(), "code", authenticator.code()).status())
			.isEqualTo(200);
		assertThat(get(path + "/totp-credential").status()).isEqualTo(200);
		assertThat(delete(path + "/totp-credentials").status()).isEqualTo(204);
		assertThat(post(path + "/verify-recovery-code", "recovery_code", recoveryCode(user)).status()).isEqualTo(200);
		assertThat(post(path + "/regenerate-recovery-code").status()).isEqualTo(200);
		assertThat(delete(path + "/second-factors").status()).isEqualTo(204);
	}

	@Test
	void emailVerificationWorks() {
		String path = path(createUser());
		String requestPath = path + "/email-verification-request";
		assertThat(post(requestPath).status()).isEqualTo(200);
		assertThat(delete(requestPath).status()).isEqualTo(204);
		JsonNode request = post(requestPath).json();
		assertThat(get(requestPath).json()).isEqualTo(request);
		assertThat(post(path + "/verify-email", "code", code(request)).status()).isEqualTo(204);
		assertThat(get(path).json().get("email_verified").booleanValue()).isTrue();
	}

	@Test
	void emailUpdateWorks() {
		String path = path(createUser());
		String email = newEmail();
		JsonNode request = post(path + "/email-update-requests", "email", email).json();
		String requestPath = "/email-update-requests/" + id(request);
		assertThat(get(requestPath).json()).isEqualTo(request);
		assertThat(get(path + "/email-update-requests").json()).containsExactly(request);
		assertThat(post("/verify-new-email", "request_id", id(request), "code", "AAAAAAAA").error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(post("/verify-new-email", "request_id", id(request), "code", code(request)).json()
			.get("email")
			.stringValue()).isEqualTo(email);
		JsonNode another = post(path + "/email-update-requests", "email", newEmail()).json();
		assertThat(delete("/email-update-requests/" + id(another)).status()).isEqualTo(204);
		assertThat(delete(path + "/email-update-requests").status()).isEqualTo(204);
	}

	@Test
	void passwordResetWorks() {
		String path = path(createUser());
		JsonNode request = post(path + "/password-reset-requests").json();
		String id = id(request);
		String requestPath = "/password-reset-requests/" + id;
		assertThat(get(requestPath).status()).isEqualTo(200);
		assertThat(get(path + "/password-reset-requests").json()).hasSize(1);
		assertThat(post(requestPath + "/verify-email", "code", "AAAAAAAA").error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(post(requestPath + "/verify-email", "code", code(request)).status()).isEqualTo(204);
		assertThat(post("/reset-password", "request_id", id, "password", "another good password").status())
			.isEqualTo(204);
		JsonNode another = post(path + "/password-reset-requests").json();
		assertThat(delete("/password-reset-requests/" + id(another)).status()).isEqualTo(204);
		assertThat(delete(path + "/password-reset-requests").status()).isEqualTo(204);
	}

	@Test
	void importWorks() {
		String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);
		String email = newEmail();
		List<ImportedUser> users = IntStream.range(0, 100)
			.mapToObj((index) -> new ImportedUser(null, Instant.EPOCH, (index == 0) ? email : newEmail(), true, hash,
					null))
			.toList();
		StepVerifier.create(server().bean(UserService.class).importUsers(users))
			.assertNext((outcomes) -> assertThat(outcomes).hasSize(100))
			.verifyComplete();
		assertThat(post("/authenticate/password", "email", email, "password", PASSWORD).status()).isEqualTo(200);
	}

	@Test
	void cleanupWorks() {
		String path = path(createUser());
		post(path + "/email-verification-request");
		post(path + "/email-update-requests", "email", newEmail());
		post(path + "/password-reset-requests");
		server().clock().advance(Duration.ofDays(1));
		StepVerifier.create(server().bean(RequestCleanup.class).run().reduce(0, Integer::sum))
			.assertNext((rows) -> assertThat(rows).isGreaterThanOrEqualTo(3))
			.verifyComplete();
	}

	private static String path(JsonNode user) {
		return "/users/" + id(user);
	}

}
